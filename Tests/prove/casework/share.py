"""Two services asked of one child: what stands on their screens, on the paper they print and on their devices is what their template shares, for every
service of the standard list; and nothing is left at their next contact when the consent is taken back."""
import json
import re

import journeys
import stage
import steps
from shared import Shared, services, template

#: All that a browser keeps of a site, and what the app holds in memory.
HELD = """async () => {
  const base = document.querySelector('script[type=module][src]').src.replace(/\\/[^/]*$/, '');
  const [{ device }, { listDrafts }] = await Promise.all([import(`${base}/store/local.js`), import(`${base}/store/drafts.js`)]);
  return {
    pages: await device.entries('pages'), drafts: listDrafts(), databases: (await indexedDB.databases()).map((one) => one.name), caches: await caches.keys(),
    local: { ...localStorage }, session: { ...sessionStorage }, workers: (await navigator.serviceWorker.getRegistrations()).length,
  };
}"""


def words(mark, text):
    """The answers of this child that a text holds."""
    return set(re.findall(rf"{mark}[a-z]+", text))


def allowed(one):
    """The answers that the template shares, each a word of its own; written from the files."""
    may = template(one.service)
    found = {word for field, word in one.child_words.items() if field in may["child"]} | {word for field, word in one.case_words.items() if field in may["case"]}
    return found | {f"{one.mark}ownprovider", f"{one.mark}ownnote"}


def opened(hand, address, ready="main .card"):
    hand.go(address)
    hand.page.wait_for_selector(ready)
    journeys.until(hand.page, "!document.querySelector('.loading')")


def read(hand, whole=True):
    """What stands on the screen, and what stands behind it in the page."""
    return hand.page.inner_text("body") + (hand.page.content() if whole else "")


def look_everywhere(hand, one):
    """Every screen on which a service can meet the child, as text; by name."""
    page, found = hand.page, {}
    opened(hand, f"#/dossier/{one.child}", ".safe-contact")
    page.wait_for_selector(".safe-contact button")
    page.locator(".safe-contact button").click()
    found["dossier"] = read(hand)
    page.emulate_media(media="print")
    found["dossier on paper"] = read(hand)
    page.emulate_media(media="screen")
    for view, ready in (("history", ".timeline, .empty"), ("forms", "main .card"), (f"record/{one.child}", "main .facts"), (f"record/{one.case}", "main .facts"), (f"record/{one.referral}", "main .facts"),
                        (f"record/{one.other}", ".empty")):
        opened(hand, f"#/dossier/{one.child}/{view}", ready)
        found[view] = read(hand)
    for form, record in (("child", one.child), ("case", one.case), ("referral", one.referral)):
        opened(hand, f"#/print/{form}/{one.child}/{record}", ".paper-form")
        if form == "child":
            # Number and address are on it once the rule for contact is read.
            page.locator("main .card button").click()
            page.wait_for_selector("main .card", state="detached")
        page.emulate_media(media="print")
        found[f"{form} on paper"] = read(hand)
        page.emulate_media(media="screen")
    opened(hand, f"#/answer/{one.referral}", "main .card, main form")
    found["answer"] = read(hand)
    hand.day()
    found["my day"] = read(hand)
    opened(hand, "#/search", "#q")
    page.fill("#q", one.name)
    page.wait_for_selector("main [aria-busy=false] .list-row")
    found["search"] = read(hand)
    return found


def device(hand, one, wanted):
    """What this device holds is what the template shares, in memory only."""
    held = hand.page.evaluate(HELD)
    assert held["databases"] == [] and held["caches"] == [] and held["workers"] == 0 and held["drafts"] == [], f"more than memory is used: {held['databases']} {held['caches']}"
    lying = json.dumps([held["local"], held["session"], hand.visitor.context.cookies()], ensure_ascii=False)
    assert not words(one.mark, lying), f"the device keeps {words(one.mark, lying)} where it lies readable"
    text = json.dumps(held["pages"], ensure_ascii=False)
    assert words(one.mark, text) == wanted, f"{one.service}: the device holds {words(one.mark, text) ^ wanted} more or less than its template"
    assert one.other not in text.replace(f"/record/{one.other}", ""), "the device knows the id of the other referral"
    return text


def screen_paper_and_device(options):
    """For every service: two people of two agencies are asked for two services of one child; screen, paper and device of each hold the answers of its own template, all of them, and nothing of the other's."""
    cast, worker = stage.STAGE.cast, stage.STAGE.cast.client("case_worker")
    for who in ("doctor", "teacher"):
        cast.client(who)
    story = steps.Story(stage.STAGE, options, "share", "Two services asked of one child", "Shared")
    doctor, looked = story.hand("doctor"), 0
    for place, service in enumerate(services()):
        one = Shared(worker, service, cast.ids["doctor"], cast.ids["teacher"], f"S{place:02}x")
        wanted, screens = allowed(one), look_everywhere(doctor, one)
        assert len(wanted) >= 8, "the template shares next to nothing: this proves nothing"
        for name, text in screens.items():
            assert words(one.mark, text) <= wanted, f"{service}: {name} shows {words(one.mark, text) - wanted}"
            assert one.other not in text.replace(f"/record/{one.other}", ""), f"{service}: {name} names the other referral"
        assert set().union(*(words(one.mark, screens[name]) for name in ("dossier", f"record/{one.child}", f"record/{one.referral}"))) == wanted, f"{service}: not all that is shared is shown"
        assert set().union(*(words(one.mark, screens[f"{form} on paper"]) for form in ("child", "case", "referral"))) == wanted, f"{service}: the paper is not the template"
        device(doctor, one, wanted)
        looked += len(screens)
    faults = cast.faults()
    assert not faults, faults
    return {"services": place + 1, "screens and papers": looked}


def nothing_is_left_when_consent_is_taken_back(options):
    """The consent is taken back while both services have the child on their screens: at the next contact neither screen nor device holds anything of it, whichever page they ask for first."""
    cast, worker = stage.STAGE.cast, stage.STAGE.cast.client("case_worker")
    for who in ("doctor", "teacher"):
        cast.client(who)
    story = steps.Story(stage.STAGE, options, "withdrawn", "Consent taken back", "Withdrawn")
    doctor, teacher = story.hand("doctor"), story.hand("teacher")
    one, kept = (Shared(worker, "psychosocial", cast.ids["doctor"], cast.ids["teacher"], mark) for mark in ("Wx", "Vx"))
    for hand in (doctor, teacher):
        for child in (kept, one):
            hand.day()
            opened(hand, f"#/dossier/{child.child}/forms", "main .card")
            opened(hand, f"#/dossier/{child.child}", ".safe-contact")
        assert words("Wx", read(hand)) and words("Wx", json.dumps(hand.page.evaluate(HELD)["pages"]))
    one.withdraw(worker)
    doctor.day()  # one asks for the day first, the other for the child again
    teacher.go("#/more")
    teacher.page.evaluate("at => { location.hash = at }", f"#/dossier/{one.child}")
    journeys.until(teacher.page, "document.querySelector('main .banner') && !document.querySelector('.safe-contact')")
    for hand in (doctor, teacher):
        held = json.dumps(hand.page.evaluate(HELD), ensure_ascii=False)
        left = [word for word in one.everything() if word in held]
        assert not left and not words("Wx", held), f"{hand.visitor.context}: the device still holds {left}"
        assert not words("Wx", read(hand)), "the screen still shows it"
        assert words("Vx", held), "another child's help goes on"
    for hand in (doctor, teacher):
        hand.go("#/more")
        hand.page.evaluate("at => { location.hash = at }", f"#/dossier/{one.child}")
        journeys.until(hand.page, "document.querySelector('main .banner') && !document.querySelector('.safe-contact')")
        assert not words("Wx", read(hand))
    return {"devices": 2}


PROOFS = [screen_paper_and_device, nothing_is_left_when_consent_is_taken_back]
