"""The case summary: one phone screen, one printed page. Against the mock box."""
import re

import pytest

import journeys
from mock_store import PEOPLE, day
from visitors import DESK

SMALL = {"width": 360, "height": 640}


def ordinary(store):
    """A child with what an ordinary dossier holds by now: visits, a plan, a placement, an assessment of risk, consent."""
    amal = PEOPLE["amal"]
    dossier = next(one["id"] for one in store.of("child") if one["fields"]["given_name"] == "Amina")
    for form, fields, ago in (("risk_assessment", {"assessed_on": day(12), "immediate_danger": "no"}, 12), ("care_plan", {"goal": "Sleeps well.", "action": "home_support", "due_on": day(-3), "status": "planned"}, 11),
                              ("care_plan", {"goal": "Has shoes.", "action": "cash_support", "due_on": day(1), "status": "done"}, 10),
                              ("placement", {"care_kind": "kinship", "provider_name": "Aunt Vera", "start_on": day(40)}, 40),
                              ("consent", {"purpose": ["referral"], "asked_on": day(9), "child_assent": "agrees", "caregiver_consent": "given"}, 9)):
        record = store.new(form, amal, fields, dossier, dossier, day(ago) + "T09:00:00.000Z")
        if form == "placement":
            store.records[record if isinstance(record, str) else record["id"]]["status"] = "active"
    return dossier


@pytest.mark.parametrize("language", ("en", "ar"))
def test_the_summary_fits_one_phone_screen_and_one_page(visit, language):
    visitor = visit(SMALL, language)
    page = journeys.sign_in(visitor)
    dossier = ordinary(visitor.site.mock.store)
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    page.wait_for_selector(".at-a-glance div:nth-of-type(6), .at-a-glance div:nth-of-type(5)")
    # All of it stands above the places at the bottom, nothing is scrolled and nothing cut off.
    bottom = page.evaluate("document.querySelector('.places').getBoundingClientRect().top")
    assert page.evaluate("scrollY") == 0
    for part in ("h1", ".child-card", ".safe-contact", ".at-a-glance"):
        box = page.locator(part).first.bounding_box()
        assert box and box["y"] >= 0 and box["y"] + box["height"] <= bottom + 1, f"{part} ends at {box['y'] + box['height']}, the screen at {bottom}"
    assert page.locator(".safe-contact").bounding_box()["y"] < page.locator(".at-a-glance").bounding_box()["y"], "how to reach her stands before what to talk about"
    said = page.inner_text("main .glance")
    for words in ("Not to the uncle", "Call the aunt after 17:00", "Bring the school books", "Aunt Vera", "Amal Haddad"):
        assert words in said, words
    if language == "en":
        for words in ("7 years", "High risk", "Seen 2 weeks ago", "Due next", "Risk judged", "Consent to referrals", "Child and caregiver agree", "Concerns", "Neglect", "With relatives"):
            assert words in said, words
        assert "longer than allowed" in page.inner_text(".child-card .mark.urgent")
        assert "Support at home" in said and "Cash or material help" not in said, "what is done is not due next"
    assert all(box["height"] >= 43 for box in (one.bounding_box() for one in page.locator(".glance button").all()))
    visitor.shot("summary")
    visitor.fits()
    # The same on paper: one page that says who printed it, without numbers and addresses that stand behind the rule of contact.
    page.emulate_media(media="print")
    printed = page.inner_text("body")
    assert "Amal Haddad" in page.inner_text(".copies") and re.search(r"\d{4}", page.inner_text(".copies"))
    assert "Not to the uncle" in printed and "Aunt Vera" in printed and "+000 555" not in printed and "Rruga e Re 12" not in printed
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1, "the summary takes more than one page"


def test_what_the_role_may_not_see_is_not_in_the_summary(visit):
    visitor = visit(DESK)
    page = journeys.sign_in(visitor)
    dossier = ordinary(visitor.site.mock.store)

    def narrowed(route):
        answer = route.fetch()
        body = answer.json()
        body["records"] = [one for one in body["records"] if one["form"] not in ("placement", "consent", "risk_assessment", "visit")]
        body["child"]["fields"] = {name: value for name, value in body["child"]["fields"].items() if name in ("given_name", "family_name")}
        body["child"]["hidden"] = ["safe_contact", "lives_with", "phone"]
        body.pop("consent", None)
        route.fulfill(response=answer, json=body)

    page.route(re.compile(rf"/api/v1/dossiers/{dossier}$"), narrowed)
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    page.wait_for_selector(".at-a-glance")
    for media in ("screen", "print"):
        page.emulate_media(media=media)
        said = page.inner_text("main .glance")
        for words in ("Aunt Vera", "Call the aunt", "Consent to referrals", "Bring the school books", "Risk judged", "Living now"):
            assert words not in said, f"{words} on {media}"
        assert "not shown to your role" in said


def test_a_dossier_that_is_gone_leaves_the_screen_and_the_device(visit):
    visitor = visit(SMALL)
    page = journeys.sign_in(visitor)
    dossier = ordinary(visitor.site.mock.store)
    assert any("Amina" in row for row in journeys.search(visitor, "Amina"))
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    page.wait_for_selector(".at-a-glance")
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/note")
    page.fill("#f-text", "Wears a red coat.")
    journeys.until(page, "document.querySelector('.draft-state').innerText.trim()")
    held = """async () => {
      const base = document.querySelector('script[type=module][src]').src.replace(/\\/[^/]*$/, '');
      const [{ device }, { listDrafts }] = await Promise.all([import(`${base}/store/local.js`), import(`${base}/store/drafts.js`)]);
      return { pages: JSON.stringify(await device.entries('pages')), drafts: JSON.stringify(listDrafts()) };
    }"""
    before = page.evaluate(held)
    assert dossier in before["pages"] and "Amina Kadri" in before["drafts"]
    page.route(re.compile(rf"/api/v1/(dossiers|records)/{dossier}"), lambda route: route.fulfill(
        status=404, content_type="application/problem+json", json={"type": "x", "status": 404, "code": "not-found", "title": "There is no such record"}))
    journeys.open_at(visitor, "#/more")
    page.evaluate("at => { location.hash = at }", f"#/dossier/{dossier}")
    page.wait_for_selector("main .banner")
    journeys.until(page, "!document.querySelector('.safe-contact')")
    assert "Amina" not in page.inner_text("main") and "Call the aunt" not in page.inner_text("main")
    after = page.evaluate(held)
    assert dossier not in after["pages"], "the device still holds pages of it"
    # The search shows no row of it before the box has answered, nor when it does not.
    page.route(re.compile(r"/api/v1/search"), lambda route: route.abort())
    journeys.open_at(visitor, "#/search")
    page.wait_for_selector("main .error-box, main .banner")
    assert page.input_value("#q") == "Amina" and "Amina" not in page.inner_text("main")
    assert "Amina Kadri" not in after["drafts"] and "Wears a red coat." in after["drafts"], "what was typed stays, unnamed"
