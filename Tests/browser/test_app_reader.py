"""What a child can read of the own file, and how to ask a child."""
import pytest

import journeys
import mock_forms
from mock_store import PEOPLE
from looks import serious
from visitors import DESK, PHONE

READ = {"LEAKcare_plan.child_words", "LEAKvisit.promise"}


@pytest.mark.parametrize("size, language", ((PHONE, "ar"), (DESK, "en")), ids=("360-ar", "desk-en"))
def test_a_page_for_the_child_holds_nothing_else(visit, size, language):
    visitor = visit(size, language)
    store = visitor.site.mock.store
    child = store.of("child")[0]["id"]
    # Every text of every paper says where it comes from: on the child's page only two of them may stand.
    papers = [name for name in mock_forms.names() if name not in ("child", "case", "notification", "notified_child", "family")]
    assert len(papers) > 25
    for name in papers:
        texts = {field["name"]: f"LEAK{name}.{field['name']}" for field in mock_forms.form(name)["fields"] if field["type"] == "text"}
        record = store.new(name, PEOPLE["amal"], texts | ({"action": "school_return"} if name == "care_plan" else {"seen_on": "2096-01-05", "next_visit_on": "2098-03-09"} if name == "visit" else {}), dossier=child)
        store.records[record]["status"] = "approved"
    # What was found impossible is no longer agreed, and the newest visit says when the next one is.
    store.records[store.new("care_plan", PEOPLE["amal"], {"action": "home_support", "status": "cancelled", "child_words": "LEAKcancelled"}, dossier=child)]["status"] = "approved"
    store.new("visit", PEOPLE["amal"], {"seen_on": "2026-01-02", "next_visit_on": "2097-02-08"}, dossier=child)
    page = journeys.sign_in(visitor)
    journeys.open_at(visitor, f"#/reader/{child}")
    page.wait_for_selector("#for-child:has-text('LEAKvisit.promise')")
    name = store.records[child]["fields"]["given_name"]
    for level in ("young", "middle", "older", "family"):
        page.click(f"label.choice:has(input[value={level}])")
        page.wait_for_selector("#for-family" if level == "family" else f"#for-child.{level}")
        words = page.inner_text("main")
        assert name in words
        assert {one for one in words.replace("\n", " ").split(" ") if "LEAK" in one} == (set() if level == "family" else READ)
        if level != "family":
            assert any(year in words for year in ("2098", "٢٠٩٨")) and not any(year in words for year in ("2097", "٢٠٩٧"))
        assert not serious(page)
        visitor.fits()
        visitor.shot(f"reader-{level}")
    page.click("a[href='#/talk']")
    page.wait_for_selector("main .card:nth-of-type(6), main .card >> nth=5")
    assert not serious(page)
    visitor.fits()
    visitor.shot("talk")
    journeys.open_at(visitor, f"#/dossier/{child}/add/visit")
    page.wait_for_selector("a[href='#/talk']")
    journeys.open_at(visitor, f"#/dossier/{child}/add/consent")
    page.wait_for_selector(f"a[href='#/reader/{child}']")
