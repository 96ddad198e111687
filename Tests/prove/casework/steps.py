"""What people do in the app, one function a step: by tapping and typing, from their own my day where the way leads over it.

Each takes the story and gives back nothing; what came of it is looked up in the box with the worker's session and noted in the ledger.
"""
import contextlib
import datetime
import re

import journeys
from hands import Hands
from stage import REPORTS
from unseen import Child, Watch

TODAY = datetime.date.today().isoformat()


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat()


def days(count):
    return (datetime.date.today() + datetime.timedelta(days=count)).isoformat()


class Story:
    """One child's way. `language`: what everybody of this story reads and writes."""

    def __init__(self, stage, options, key, title, child, language="en"):
        self.stage, self.cast, self.language = stage, stage.cast, language
        self.key, self.title, self.short = key, title, options.short
        self.child, self.steps = Child(child), []
        self.watch = Watch(stage.cast, options.short)
        self.hands = {}

    def hand(self, who):
        if who not in self.hands:
            before = []
            visitor = self.cast.visitor(who, self.language, lambda one: before.append(Hands(one)))
            self.hands[who] = before[0] if before else Hands(visitor)
            if before:
                self.note(who, "sign in", before[0].end(), 0)
        return self.hands[who]

    @contextlib.contextmanager
    def step(self, who, what, whole=False):
        """Counts what is done inside; afterwards everybody is asked what they see. `whole`: lists too, also in the short version."""
        hand = self.hand(who)
        hand.begin()
        yield hand
        counted = hand.end()
        self.shot(hand.visitor, f"{len(self.steps):02}-{what}")
        self.look(who)
        self.note(who, what, counted, self.watch.check(self.child, whole))
        faults = self.cast.faults()
        assert not faults, faults

    def note(self, who, what, counted, denials):
        self.steps.append({"who": who, "step": what, **counted, "denials": denials})
        print(f"         {self.key}: {who} · {what} · {len(counted['screens'])} screens, {counted['taps']} taps, {counted['typed']} characters, {counted['by hand']} s by hand, "
              f"{counted['seconds']} s here, {denials} denials", flush=True)

    def shot(self, visitor, name):
        folder = REPORTS / self.key
        folder.mkdir(parents=True, exist_ok=True)
        journeys.until(visitor.page, "!document.querySelector('.loading')")
        visitor.page.screenshot(path=folder / f"{re.sub(r'[^a-z0-9]+', '-', name.lower())}.png", full_page=True)
        visitor.fits()

    # What the box holds by now

    def api(self, who="supervisor"):
        return self.cast.client(who)

    def look(self, who="case_worker"):
        """Notes every paper of the dossier, a new one as written by `who`; the supervisor of the team sees all of them at any time."""
        child = self.child
        if not child.dossier:
            return
        known = self.api().get(f"/api/v1/dossiers/{child.dossier}").expect(200).json()
        child.case = known["cases"][-1]["id"]
        child.number = known["summary"]["caseNumber"]
        child.family = next((one["fields"]["family"] for one in known["records"] if one["form"] == "family_member"), None)
        child.closed = known["cases"][-1]["status"] == "closed"
        for one in [known["child"], *known["cases"], *known["records"]]:
            longest = max((value for value in one["fields"].values() if isinstance(value, str) and " " in value), key=len, default="")
            child.by.setdefault(one["id"], who)
            child.papers[one["id"]] = (one["form"], longest if one["form"] not in ("child", "case") else "")

    def newest(self, form):
        return next(record for record, (kind, _) in reversed(list(self.child.papers.items())) if kind == form)

    def status(self, record):
        return self.api().get(f"/api/v1/records/{record}").expect(200).json()["status"]

    def finish(self):
        self.stage.tell(self.key, self.title, self.language, self.steps)
        return {"steps": len(self.steps), "taps": sum(one["taps"] for one in self.steps), "characters": sum(one["typed"] for one in self.steps),
                "denials": sum(one["denials"] for one in self.steps)}

    def did(self, what):
        return next(one for one in reversed(self.steps) if one["step"] == what)


# Telling

def report_publicly(story, concern, words, child, urgent=False):
    """Somebody without an account, on the public page; answers the acknowledgement number."""
    outsider = story.cast.outsider(story.language)
    hands = Hands(outsider)
    page = outsider.page
    page.goto(story.stage.site.base_url + "/notify")
    page.wait_for_selector("#f-description")
    hands.begin()
    hands.answer_page({"concern": concern, "description": words, "urgent": "yes" if urgent else "no"}, {})
    for name, value in child.items():
        hands.answer_page({name: value}, {})
    page.click("form button[type=submit]")
    page.wait_for_selector(".acknowledgement")
    number = page.inner_text(".acknowledgement").strip()
    story.shot(outsider, f"{len(story.steps):02}-notify")
    counted = hands.end()
    assert not outsider.faults, outsider.faults
    outsider.context.close()
    found_alert(story, words)
    story.note("outsider", "tell of a concern", counted, story.watch.check(story.child, True))
    return number


def report_by(story, who, answers, child):
    """Somebody with an account tells of a concern: a notifier, the help line."""
    with story.step(who, "tell of a concern", whole=True) as hand:
        hand.go("#/new")
        hand.tap("a[href='#/new/notification']")
        hand.page.wait_for_selector("#f-description")
        hand.answer_page(dict(answers), {})
        hand.answer_page(dict(child), {})
        hand.page.click("form button[type=submit]")
        hand.page.wait_for_selector(".acknowledgement")
        found_alert(story, answers["description"])


def found_alert(story, words):
    """Which alert it became."""
    box = story.api("supervisor")
    for row in box.get("/api/v1/notifications?status=new").expect(200).json()["rows"]:
        if words in box.get(f"/api/v1/notifications/{row['id']}").expect(200).body.decode():
            story.child.alert, story.child.alert_words = row["id"], words
            return
    raise AssertionError("the alert is not on the board")


# Triage and registration

def register(story, answers, who="case_worker", step="register from the alert"):
    """From my day over the alert to an open case: three screens."""
    story.hand(who).day()
    with story.step(who, step, whole=True) as hand:
        hand.tap(f"a.list-row[href='#/notification/{story.child.alert}']")
        hand.page.wait_for_selector("a[href^='#/register/']")
        hand.tap("a[href^='#/register/']")
        hand.page.wait_for_selector("#f-given_name")
        hand.answer_page(dict(answers), {})
        hand.page.click("form button[type=submit]")
        hand.page.wait_for_selector(".safe-contact")
        story.child.dossier = re.search(r"#/dossier/([\w-]+)", hand.page.url).group(1)
    counted = story.did(step)
    assert len(counted["screens"]) <= 3, f"registering takes {counted['screens']}"


# Papers of the dossier

def to_form(story, hand, form):
    """From the dossier to a new paper; a phone shows the first two at once, the others behind "More"."""
    link = f".actions a[href='#/dossier/{story.child.dossier}/add/{form}']"
    if not hand.page.locator(link).first.is_visible():
        hand.tap(".actions > button.button:not(.later)")
    hand.tap(link)


def paper(story, who, form, answers, step=None, whole=False):
    """A new paper in the dossier, from the dossier's own buttons; answers its record and what stood in the form already."""
    known = {}
    hand = story.hand(who)
    hand.go(f"#/dossier/{story.child.dossier}")
    hand.page.wait_for_selector(".safe-contact")
    with story.step(who, step or form.replace("_", " "), whole) as hand:
        to_form(story, hand, form)
        known = hand.answer(answers)
        journeys.until(hand.page, f"location.hash === '#/dossier/{story.child.dossier}'")
    return story.newest(form), known


def follow_up(story, answers, who="case_worker", step="follow-up visit"):
    """A visit within a minute of typing for a trained hand."""
    record, known = paper(story, who, "visit", answers, step)
    counted = story.did(step)
    counted["known"] = sorted(known)
    assert counted["by hand"] <= 60, f"a follow-up takes {counted['by hand']} s: {counted}"
    assert known, "nothing was filled in from what is known"
    return record


# Deciding

def decide(story, who, record, outcome, words="", step="decide", answers=None):
    """From the decisions inbox on my day."""
    story.hand(who).day()
    with story.step(who, step, whole=True) as hand:
        row = f"a.list-row[href='#/decide/{record}']"
        hand.page.wait_for_selector("a[href='#/decisions'], " + row)
        if not hand.page.query_selector(row):
            hand.tap("a[href='#/decisions']")
            hand.page.wait_for_selector(row)
        hand.tap(row)
        hand.page.wait_for_selector("#decision-outcome")
        hand.tap(f"#decision-outcome label.choice:has(input[value={outcome}])")
        hand.answer_page(dict(answers or {}), {})
        if words:
            hand.page.fill("#decision-words", words)
        hand.page.click("form button[type=submit]")
        journeys.until(hand.page, "location.hash === '#/decisions'")


def case_step(story, who, name, status, step):
    """A step of the case itself, from its card in the dossier."""
    hand = story.hand(who)
    hand.go(f"#/dossier/{story.child.dossier}")
    hand.page.wait_for_selector(".safe-contact")
    with story.step(who, step, whole=True) as hand:
        hand.tap(f"#case-{name}")
        hand.tap("dialog.sheet .body .button.main")
        hand.page.wait_for_selector("dialog.sheet", state="detached")
    assert story.status(story.child.case) == status


# Services

def refer(story, service, whom, words, step=None, ground=None):
    """Asks somebody in, by name. The child's and the caregiver's consent is on paper before; without it `ground` names the law and why,
    and nobody reads of the referral until the supervisor has agreed. Answers the referral."""
    name, before = name_of(story, whom), set(story.child.papers)
    hand = story.hand("case_worker")
    hand.go(f"#/dossier/{story.child.dossier}")
    hand.page.wait_for_selector(".safe-contact")
    with story.step("case_worker", step or f"refer: {service}", True) as hand:
        to_form(story, hand, "referral")
        consent = {"consent_checked": "override", "override_basis": ground[0], "override_reason": ground[1]} if ground else {"consent_checked": "yes"}
        hand.answer({"service": service, "referred_to": name, **consent, "shared_note": words})
        journeys.until(hand.page, f"location.hash === '#/dossier/{story.child.dossier}'")
        story.look()
        made = next(record for record, (form, _) in story.child.papers.items() if form == "referral" and record not in before)
        if not ground:
            story.child.asked[whom] = made
    if ground:
        story.child.asked[whom] = made
        decide(story, "supervisor", made, "let", step="let it go out without consent")
    return story.child.asked[whom]


def name_of(story, whom):
    return story.cast.client(whom).session["user"]["name"]


def answer_referral(story, whom, record, words, accept=True, step="answer the referral"):
    story.hand(whom).day()
    with story.step(whom, step, True) as hand:
        hand.tap(f"a.list-row[href='#/answer/{record}']")
        hand.page.wait_for_selector("#answer-note")
        if not accept:
            hand.page.locator("main .row button.button:not(.main)").last.click()
        hand.page.fill("#answer-note", words)
        hand.page.click("main .row button.button.main")
        journeys.until(hand.page, f"location.hash === '{'#/dossier/' + story.child.dossier if accept else '#/day'}'")
        if not accept:
            story.child.asked.pop(whom)
