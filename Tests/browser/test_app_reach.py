"""A concern about a known child and its worker; what an auditor asks the trail; the poster and the narrowed directory."""
import pytest

import journeys
from looks import serious
from test_app_directory import add
from visitors import DESK, PHONE


@pytest.mark.parametrize("language,size", (("en", PHONE), ("ar", DESK)))
def test_a_new_concern_reaches_the_worker_until_they_take_note(visit, language, size):
    visitor = visit(size, language)
    store = visitor.site.mock.store
    dossier = store.of("case")[0]["dossier"]
    reported = next(one for one in store.of("notified_child"))
    reported["fields"].update(linked_dossier=dossier, link_noted_on="")
    page = journeys.sign_in(visitor)
    row = page.wait_for_selector(f".card li a[href='#/dossier/{dossier}']:has(.mark.urgent, .mark.due)")
    visitor.shot(f"concern-day-{language}")
    row.click()
    page.wait_for_selector("#concerns")
    journeys.until(page, "!document.querySelector('.loading')")
    assert page.is_visible(f".card:has(#concerns) a[href='#/notification/{reported['parent']}']") and page.is_visible(f".card:has(#concerns) a[href='#/dossier/{dossier}/add/risk_assessment']")
    visitor.fits()
    assert not serious(page)
    page.evaluate("document.getElementById('concerns').scrollIntoView()")
    visitor.shot(f"concern-card-{language}")
    page.click(".card:has(#concerns) button.main")
    journeys.until(page, "!document.getElementById('concerns')")
    assert reported["fields"]["link_noted_on"]
    page.wait_for_selector(".summary .card details")
    journeys.open_at(visitor, "#/day")
    journeys.until(page, "!document.querySelector('.loading')")
    assert not page.query_selector(f".card li a[href='#/dossier/{dossier}']:has(.mark.urgent)")


@pytest.mark.parametrize("language,size", (("en", PHONE), ("ar", PHONE), ("en", DESK)))
def test_an_auditor_asks_who_looked_and_what_stands_out(visit, language, size):
    visitor = visit(size, language)
    page = journeys.sign_in(visitor, "auditor")
    journeys.open_at(visitor, "#/trail")
    rows = ".trail .list-row"
    journeys.until(page, f"document.querySelectorAll('{rows}').length === 4")
    visitor.fits()
    assert not serious(page)
    visitor.shot(f"trail-{language}-{size['width']}")
    page.click(f"{rows} >> nth=0")
    page.wait_for_selector("dialog[open] dl.facts")
    visitor.shot(f"trail-line-{language}-{size['width']}")
    page.click("dialog[open] .row .button >> nth=1")
    journeys.until(page, f"document.querySelectorAll('{rows}').length === 3")
    assert "subject=" in page.get_attribute("a[download]", "href")
    page.select_option("#trail-action", "breakGlass")
    journeys.until(page, f"document.querySelectorAll('{rows}').length === 1")
    page.click("main .stack > .row button >> nth=1")
    page.wait_for_selector("main .card li .list-row .chip")
    visitor.fits()
    assert not serious(page)
    visitor.shot(f"trail-patterns-{language}-{size['width']}")
    page.click("main .card li .list-row >> nth=0")
    journeys.until(page, f"document.querySelectorAll('{rows}').length === 3")


@pytest.mark.parametrize("language", ("en", "ar"))
def test_a_poster_leads_to_the_form_and_the_directory_is_narrowed(visit, language):
    visitor = visit(PHONE, language)
    add(visitor, "House", services=["shelter"], places_free=2)
    add(visitor, "Inn", services=["shelter"], places_free=0)
    add(visitor, "Court", services=["legal"])
    page = journeys.sign_in(visitor, "supervisor")
    journeys.open_at(visitor, "#/poster")
    page.wait_for_selector(".poster svg.qr")
    journeys.until(page, "document.querySelectorAll('#poster-from option').length > 2")
    page.select_option("#poster-from", "teacher")
    journeys.until(page, "document.querySelector('.poster bdi').innerText.endsWith('/notify?from=teacher')")
    visitor.fits()
    assert not serious(page)
    visitor.shot(f"poster-{language}")
    address = page.inner_text(".poster bdi")

    journeys.open_at(visitor, "#/providers")
    rows = "document.querySelectorAll('.directory .list-row').length"
    journeys.until(page, f"{rows} === 3")
    page.click("main details summary")
    journeys.until(page, "document.querySelectorAll('#directory-service option').length > 2")
    page.select_option("#directory-service", "shelter")
    journeys.until(page, f"{rows} === 2")
    page.click("main details .choice:has(input[value=free])")
    journeys.until(page, f"{rows} === 1")
    assert "House" in page.inner_text(".directory .list-row")
    visitor.fits()
    assert not serious(page)
    visitor.shot(f"directory-narrow-{language}")

    page.goto(address)
    page.wait_for_selector("#f-notifier_kind")
    assert page.is_checked("input[value=teacher]") if page.query_selector("input[value=teacher]") else page.input_value("#f-notifier_kind") == "teacher"
