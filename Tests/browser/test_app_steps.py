"""Pages of a form in the browser's history, after the form is done."""
import journeys


def test_back_after_saving_leads_behind_the_form(visit):
    visitor = visit()
    page = journeys.sign_in(visitor)
    dossier = visitor.site.mock.store.of("child")[0]["id"]
    journeys.open_at(visitor, "#/more")
    journeys.open_at(visitor, f"#/dossier/{dossier}")
    page.wait_for_selector(".safe-contact")
    journeys.open_at(visitor, f"#/dossier/{dossier}/add/risk_assessment")
    page.wait_for_selector("#f-immediate_danger")
    while page.query_selector(".form-turn .button.main:not([type=submit])"):
        journeys.turn_page(page)
    page.click("#f-risk_level label.choice >> nth=0")
    if page.query_selector("#f-difference_reason"):
        page.fill("#f-difference_reason", "Seen today.")
    page.click("form button[type=submit]")
    page.wait_for_selector(".safe-contact")
    assert visitor.site.mock.store.of("risk_assessment", dossier)
    assert page.url.endswith(f"#/dossier/{dossier}")
    page.go_back()
    page.wait_for_selector(".safe-contact")
    assert page.url.endswith(f"#/dossier/{dossier}"), "the dossier from which the form was opened"
    page.go_back()
    journeys.until(page, "location.hash === '#/more'")
