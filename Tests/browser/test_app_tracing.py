"""Families who look for a child: the list, the children who may be the one, side by side, and two people who agree, as people see it."""
import journeys
import pytest
from looks import serious
from mock_parts import tracing
from mock_store import PEOPLE, day
from visitors import DESK, PHONE

BOTH = pytest.mark.parametrize("size, language", ((PHONE, "ar"), (DESK, "en")), ids=("360-ar", "desk-en"))


def searched(store):
    """A girl without her family, and a mother who looks for her; answers the search and the girl."""
    amal, salma = PEOPLE["amal"], PEOPLE["salma"]
    girl = store.new("child", amal, {"given_name": "Khadija", "family_name": "Haddad", "sex": "female", "birth_date": "2016-03", "separation_status": "unaccompanied",
                                     "contact_restriction": "Not to the uncle"})
    store.new("case", amal, {"concern": ["separated"], "risk_level": "medium", "opened_on": day(9)}, girl, girl)
    store.new("relative", amal, {"full_name": "Fatima Haddad", "relation": "mother"}, girl)
    store.new("separation_history", amal, {"recorded_on": day(8), "separation_status": "unaccompanied", "wants_tracing": "some", "marks": "A scar at the left knee", "story": "We ran to the bus."}, girl)
    other = store.new("child", amal, {"given_name": "Khadija", "family_name": "Zaki", "sex": "female", "birth_date": "2015", "separation_status": "separated"})
    store.new("case", amal, {"concern": ["separated"], "risk_level": "low", "opened_on": day(5)}, other, other)
    search = store.new("tracing_request", salma, {"seeker_name": "Fatima Haddad", "relation": "mother", "requested_on": day(3), "consent_given": "yes", "given_name": "Khadija",
                                                  "family_name": "Haddad", "sex": "female", "birth_date": "2016~", "marks": "A scar at the knee"})
    return search, girl


@BOTH
def test_a_search_is_opened_compared_and_proposed(visit, size, language):
    visitor = visit(size, language)
    search, girl = searched(visitor.site.mock.store)
    page = journeys.sign_in(visitor, "tracing_officer")
    journeys.open_at(visitor, "#/more")
    journeys.press(page.wait_for_selector("a[href='#/tracing']"))
    row = page.wait_for_selector(f"a[href='#/tracing/{search}']")
    assert "Fatima Haddad" in row.inner_text()
    assert not serious(page)
    visitor.fits()
    visitor.shot("tracing-list")
    journeys.press(row)
    page.wait_for_selector("#tracing-likely .match")
    cards = page.query_selector_all("#tracing-likely .match")
    assert len(cards) == 2 and len(cards[0].query_selector_all(".why .chip")) >= 3, "both Khadijas, each with what speaks for her"
    assert not serious(page)
    visitor.fits()
    visitor.shot("tracing-request")
    journeys.press(page.query_selector(f"a[href='#/tracing/{search}/{girl}']"))
    page.wait_for_selector(".sides")
    page.wait_for_selector(".sides section:nth-child(2) dl")
    words = page.inner_text("main")
    assert "A scar at the left knee" in words and "A scar at the knee" in words and "Fatima Haddad" in words
    assert "Not to the uncle" in words and len(page.query_selector_all("main .banner")) == 2, "whom not to tell, and that the child wants only some to be found"
    assert not serious(page)
    visitor.fits()
    visitor.shot("tracing-pair")
    journeys.press(page.query_selector("main .button.main"))
    journeys.until(page, "document.querySelectorAll('main ol li').length === 1")
    assert tracing.state(tracing.said(visitor.site.mock, search, girl)) == "proposed"
    assert page.query_selector("main .button.main") is None, "who proposed does not confirm"
    assert not serious(page)
    visitor.fits()
    visitor.shot("tracing-proposed")


@BOTH
def test_a_second_person_confirms_and_the_worker_is_told(visit, size, language):
    visitor = visit(size, language)
    mock = visitor.site.mock
    search, girl = searched(mock.store)
    tracing.write(mock, search, girl, "proposed", PEOPLE["salma"], [])
    page = journeys.sign_in(visitor, "supervisor")
    journeys.press(page.wait_for_selector(f"a[href='#/tracing/{search}/{girl}']"))
    page.wait_for_selector(".sides")
    journeys.press(page.wait_for_selector("main .button.main"))
    journeys.until(page, "document.querySelectorAll('main ol li').length === 2")
    assert tracing.state(tracing.said(mock, search, girl)) == "confirmed"
    journeys.press(page.wait_for_selector("main .row > button"))
    page.wait_for_selector("#tracing-words")
    journeys.press(page.query_selector("main form .button.main"))
    page.wait_for_selector("main .fault")
    assert tracing.state(tracing.said(mock, search, girl)) == "confirmed", "taking back what two agreed on needs words"
    page.fill("#tracing-words", "Another scar. ندبة أخرى.")
    journeys.press(page.query_selector("main form .button.main"))
    journeys.until(page, "document.querySelectorAll('main ol li').length === 3")
    assert tracing.said(mock, search, girl)[-1]["reason"] == "Another scar. ندبة أخرى." and tracing.state(tracing.said(mock, search, girl)) == "open"


def test_the_worker_is_told_of_the_family_and_not_of_who_searches(visit):
    visitor = visit(PHONE, "en")
    mock = visitor.site.mock
    search, girl = searched(mock.store)
    first = tracing.write(mock, search, girl, "proposed", PEOPLE["salma"], [])[-1]
    tracing.write(mock, search, girl, "confirmed", PEOPLE["ion"], [first["id"]])
    page = journeys.sign_in(visitor)
    row = page.wait_for_selector(f"main a[href='#/dossier/{girl}']:has-text('A family was found')")
    journeys.press(row)
    page.wait_for_selector("#tracing")
    card = page.query_selector("section:has(#tracing), .card:has(#tracing)")
    assert "Ion Marin" in card.inner_text() and page.query_selector("a[href^='#/tracing']") is None
    assert not serious(page)
    visitor.fits()
    visitor.shot("tracing-dossier")
    journeys.open_at(visitor, "#/more")
    page.wait_for_selector("a[href='#/account']")
    assert page.query_selector("a[href='#/tracing']") is None


def test_a_search_is_written_down_and_another_child_is_said_with_words(visit):
    visitor = visit(PHONE, "en")
    mock = visitor.site.mock
    _, girl = searched(mock.store)
    page = journeys.sign_in(visitor, "tracing_officer")
    journeys.open_at(visitor, "#/tracing")
    journeys.press(page.wait_for_selector("a[href='#/tracing/add']"))
    page.wait_for_selector("main form")
    journeys.until(page, "document.querySelector('main form input')")
    visitor.fits()
    visitor.shot("tracing-add")
    search = mock.store.of("tracing_request")[0]["id"]
    journeys.open_at(visitor, f"#/tracing/{search}/{girl}")
    page.wait_for_selector(".sides")
    journeys.press(page.query_selector_all("main .row > button")[-1])
    page.fill("#tracing-words", "Her mother is with her.")
    journeys.press(page.query_selector("main form .button.main"))
    journeys.until(page, "document.querySelectorAll('main ol li').length === 1")
    assert tracing.state(tracing.said(mock, search, girl)) == "dismissed"
    journeys.open_at(visitor, f"#/tracing/{search}")
    page.wait_for_selector("#tracing-dismissed")
    assert girl not in "".join(one.get_attribute("href") for one in page.query_selector_all("#tracing-likely a"))
    journeys.press(page.query_selector("#tracing-dismissed summary"))
    assert "Her mother is with her." in page.inner_text("#tracing-dismissed") and "Salma" in page.inner_text("#tracing-dismissed")
