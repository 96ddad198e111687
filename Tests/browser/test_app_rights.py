"""A request about one's own file that was granted, and the copy that follows from it."""
import journeys
import pytest
from looks import serious
from mock_store import PEOPLE
from visitors import DESK, PHONE


@pytest.mark.parametrize("size,language", ((PHONE, "ar"), (PHONE, "fr"), (DESK, "en")), ids=("360-ar", "360-fr", "desk-en"))
def test_a_granted_request_leads_to_a_copy_on_paper(visit, size, language):
    visitor = visit(size, language)
    store = visitor.site.mock.store
    child = store.of("child")[0]["id"]
    request = store.new("rights_request", PEOPLE["amal"], {"right_kind": "access", "rights_asker": "care_leaver", "asked_on": "2026-10-01", "due_on": "2026-10-31",
                        "identity_check": "document", "rights_answer": "granted", "rights_answered_on": "2026-10-05"}, child)
    page = journeys.sign_in(visitor, "supervisor")
    journeys.open_at(visitor, f"#/dossier/{child}/record/{request}")
    page.click(f"a[href='#/copy/{child}/{request}']")
    page.wait_for_selector("main button.main")
    visitor.shot("copy-before")
    visitor.fits()
    assert not serious(page)
    page.click("main button.main")
    page.wait_for_selector("#person-copy dl.facts")
    words = page.inner_text("#person-copy")
    fields = store.records[child]["fields"]
    assert fields["given_name"] in words
    for withheld in ("phone", "address", "contact_restriction", "safe_contact"):
        assert fields[withheld] not in words, withheld
    visitor.shot("copy")
    visitor.fits()
    assert not serious(page)


def test_search_is_narrowed_to_closed_files(visit):
    visitor = visit(DESK)
    page = journeys.sign_in(visitor)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/api/v1/search" in request.url else None)
    journeys.open_at(visitor, "#/search")
    page.fill("#q", "Amina")
    page.wait_for_selector(".list-row")
    page.check("input[name=state][value=closed]", force=True)
    page.wait_for_function("() => !document.querySelector('.list-row')")
    assert asked[-1].endswith("q=Amina&state=closed") and "state" not in asked[0]
    page.check("input[name=state][value=live]", force=True)
    page.wait_for_selector(".list-row")
    visitor.shot("search-live")
