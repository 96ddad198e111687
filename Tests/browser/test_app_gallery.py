"""The photos, recordings and files of a child, as a worker looks at them."""
import journeys
import pytest
from looks import serious
from visitors import DESK, PHONE, support

support()
import media  # noqa: E402


@pytest.mark.parametrize("size, language", ((PHONE, "ar"), (DESK, "en")), ids=("360-ar", "desk-en"))
def test_photos_stand_small_and_open_large(visit, size, language):
    visitor = visit(size, language)
    page = journeys.sign_in(visitor)
    store = visitor.site.mock.store
    child = store.of("child")[0]["id"]
    for number, agreed in ((1, "both"), (2, None)):
        journeys.open_at(visitor, f"#/dossier/{child}/add/note")
        page.wait_for_selector("#f-photo")
        page.fill("#f-text", f"Photo {number}.")
        page.set_input_files("#f-photo-file", {"name": f"door-{number}.png", "mimeType": "image/png", "buffer": media.png(400, 300)})
        page.wait_for_selector("#f-photo-remove")
        if agreed:
            page.click(f"label:has(input[value={agreed}])")
        page.click("form button[type=submit]")
        journeys.until(page, "location.hash.split('/').length === 3")
    assert all(len(one["small"]) < 30_000 for one in visitor.site.mock.attachments.values()), "the phone drew a small one of each"
    journeys.open_at(visitor, f"#/dossier/{child}/gallery")
    page.wait_for_selector(".gallery li:nth-child(2) img")
    journeys.until(page, "[...document.querySelectorAll('.gallery img')].every((one) => one.complete && one.naturalWidth > 0 && one.naturalWidth <= 256)")
    assert page.query_selector("main .banner.due"), "nobody has asked for consent to photos"
    assert len(page.query_selector_all(".gallery .fault")) == 1, "one says who agreed, the other does not"
    assert not serious(page)
    visitor.fits()
    visitor.shot("gallery")
    page.click(".gallery li:nth-child(1) a")
    page.wait_for_selector("figure.attachment img")
    assert not serious(page)
    visitor.fits()
    visitor.shot("gallery-large")
    page.click("main .row a[href*='/gallery/']")
    journeys.until(page, "(document.querySelector('main .row .number')?.innerText || '').startsWith('2')")
