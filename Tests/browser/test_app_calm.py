"""Nothing moves under a finger: a button stays where it is while somebody types and the draft is kept."""
import journeys
import pytest
from visitors import DESK

TOP = "Math.round(document.querySelector('form button[type=submit]').getBoundingClientRect().top + scrollY)"
SMALL = {"width": 320, "height": 640}
LONG_NAME = {"given_name": "Maximiliana Alexandrina", "family_name": "Konstantinopolskaya"}


def settled(page):
    """Where the button is once everything that the page asks for is there: a second without a change."""
    seen, same = page.evaluate(TOP), 0
    while same < 10:
        page.wait_for_timeout(100)
        now = page.evaluate(TOP)
        same, seen = (same + 1 if now == seen else 0), now
    return seen


@pytest.mark.parametrize("language", ("en", "fr", "ar"))
@pytest.mark.parametrize("size", (SMALL, DESK), ids=("320", "desk"))
def test_typing_moves_no_button(visit, size, language):
    visitor = visit(size, language)
    page = journeys.sign_in(visitor)
    child = visitor.site.mock.store.of("child")[0]
    child["fields"].update(LONG_NAME)
    for address in (f"#/dossier/{child['id']}/add/note", "#/new/notification"):
        journeys.open_at(visitor, address)
        field = "#f-text" if "note" in address else "#f-description"
        page.wait_for_selector(field)
        before = settled(page)
        page.fill(field, "Seen today.")
        typed = page.evaluate(TOP)
        journeys.until(page, "document.querySelector('.draft-state').innerText.includes('·')")
        kept = page.evaluate(TOP)
        page.evaluate("document.activeElement.blur()")
        page.wait_for_timeout(200)
        assert [before, typed, kept, page.evaluate(TOP)] == [before] * 4, address
