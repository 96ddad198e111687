"""A person's hands on a screen, and what they cost: taps, characters typed, screens touched, seconds on this machine.

Counting happens in the page, by what the browser itself reports: a tap is a pointer going down, a choice from a drop-down list counts as
two, a character is one that appears in a text field by typing, a screen is an address (and a page of its form) on which somebody did
something.
"""
import re
import time

import journeys
from filler import SEEN

COUNTER = """(() => {
  if (window.handsOn) return;
  const zero = () => ({ taps: 0, typed: 0, screens: [] });
  window.handsOn = zero();
  window.handsOff = () => { const was = window.handsOn; window.handsOn = zero(); return was; };
  const lengths = new WeakMap();
  const here = () => {
    const step = document.querySelector('.form-step');
    const screen = `${location.pathname}${location.hash}${step ? ` ${step.innerText.split('\\n')[0]}` : ''}`;
    if (!window.handsOn.screens.includes(screen)) window.handsOn.screens.push(screen);
  };
  const isText = (one) => one.matches('textarea, input') && !['radio', 'checkbox', 'file', 'button', 'submit'].includes(one.type);
  addEventListener('pointerdown', (event) => { if (event.isTrusted) { window.handsOn.taps += 1; here(); } }, true);
  addEventListener('focusin', (event) => { if (event.target.matches('input, textarea') && !lengths.has(event.target)) lengths.set(event.target, event.target.value.length); }, true);
  addEventListener('input', (event) => {
    const one = event.target;
    here();
    if (one.matches('select')) { window.handsOn.taps += 2; return; }
    if (!isText(one)) return;
    const before = lengths.get(one) || 0;
    // A date is typed with eight digits, whatever the field makes of them.
    window.handsOn.typed += one.type === 'date' ? 8 : Math.max(0, one.value.length - before);
    lengths.set(one, one.value.length);
  }, true);
})()"""

TYPED_A_MINUTE = 200  # characters a minute on a phone, an unhurried thumb
SECONDS_A_TAP = 1.0


class Hands:
    """One person at one page. `answer` fills in forms by what stands on the screen, in any language."""

    def __init__(self, visitor):
        self.visitor, self.page = visitor, visitor.page
        visitor.context.add_init_script(COUNTER)
        if self.page.url != "about:blank":
            self.page.evaluate(COUNTER)
        self.begun = time.monotonic()

    def begin(self):
        self.begun = time.monotonic()
        if self.page.url != "about:blank":
            self.page.evaluate("window.handsOff && window.handsOff()")

    def end(self):
        counted = self.page.evaluate("window.handsOff()")
        return {"taps": counted["taps"], "typed": counted["typed"], "screens": counted["screens"], "seconds": round(time.monotonic() - self.begun, 1),
                "by hand": round(counted["typed"] * 60 / TYPED_A_MINUTE + counted["taps"] * SECONDS_A_TAP, 1)}

    # Finding one's way

    def go(self, address):
        return journeys.open_at(self.visitor, address)

    def tap(self, selector):
        self.page.locator(selector).first.click()

    def day(self):
        self.go("#/day")
        self.page.wait_for_selector("main .card, main .empty")

    # Forms

    def answer(self, answers, save=True):
        """Answers the questions of the form on the screen, page by page, and saves it. Every answer must find its question;
        `filled` on the way out says what stood there already."""
        left, known = dict(answers), {}
        while True:
            self.answer_page(left, known)
            if not self.page.query_selector(".form-turn .button.main:not([type=submit])"):
                break
            journeys.turn_page(self.page)
        assert not left, f"no question for {sorted(left)} at {self.page.url}"
        if save:
            self.save()
        return known

    def answer_page(self, left, known):
        self.page.wait_for_selector("main form .field, main form button[type=submit], .form-turn")
        done = set()
        while True:
            asked = {re.fullmatch(r"(?:child\d+-)?f-(.+?)", one["id"]).group(1): one for one in self.page.evaluate(SEEN) if re.fullmatch(r"(?:child\d+-)?f-(.+?)", one["id"])}
            for name, one in asked.items():
                if one["filled"] and name not in done:
                    known[name] = one["from"] or True
            name = next((name for name in left if name in asked and name not in done), None)
            if name is None:
                return
            self.give(asked[name], left.pop(name))
            done.add(name)

    def give(self, one, value):
        at = f'[id="{one["id"]}"]'
        if one["kind"] in ("radios", "boxes"):
            for each in value if isinstance(value, list) else [value]:
                choice = self.page.locator(f"{at} label.choice:has(input[value='{each}'])")
                if not choice.locator("input").is_checked():
                    choice.click()
        elif one["kind"] == "select":
            self.page.select_option(at, value)
        elif one["kind"] == "combo":
            self.page.click(at)
            self.page.fill(at, value)
            self.page.locator(f'[id="{one["id"]}-list"] li:not([aria-disabled])').first.click()
        elif one["kind"] == "partial":
            self.page.fill(at, value)
            self.page.press(at, "Tab")
        elif one["kind"] == "steps":
            self.page.fill(f'[id="{one["id"]}-number"]', str(value))
        else:
            self.page.fill(at, value)
            self.page.press(at, "Tab")

    def save(self):
        self.page.click("form button[type=submit]")
        before = time.monotonic() + 20
        while self.page.query_selector("main form button[type=submit]"):
            wrong = self.page.evaluate("[...document.querySelectorAll('main .field.wrong, main .banner.urgent')].filter((one) => !one.closest('.share-check')).map((one) => one.innerText)")
            assert not wrong, f"not saved: {wrong}"
            assert time.monotonic() < before, f"not saved, without a word, at {self.page.url}"
            time.sleep(0.05)
        journeys.until(self.page, "!document.querySelector('.loading')")
