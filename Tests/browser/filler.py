"""Fills in whatever form is on the screen as a person would: what is visible and required, some of the rest, with dice that
can be thrown again. Remembers every answer in the type a record stores, so that the saved record can be held against it."""
import datetime
import json
import random
import re

import journeys

PHRASES = ("Seen at home", "أمينة ليست هنا اليوم", "L’école a fermé à midi", "two  blanks", "a < b & \"c\"", "Ştefan O'Neil", "١٢", "line <b>one</b>")

# Every question on the screen that somebody may answer: {id, required, filled, kind, options, from, beside}.
SEEN = """() => [...document.querySelectorAll('main form .field:not(.shown)')].map((shell) => {
    const group = shell.matches('fieldset');
    const id = (group ? shell.id : shell.querySelector('label').htmlFor).replace(/-all$/, '');
    const all = (test) => [...shell.querySelectorAll(test)];
    const boxes = all('.choices input');
    const one = group ? null : document.getElementById(id);
    // A file is put there by hand in the tests that are about files.
    const kind = shell.querySelector('input[type=file]') ? 'none' : shell.querySelector('.date-parts') ? 'partial' : shell.querySelector('.signature-pad') ? 'signature' : shell.querySelector('.stepper') ? 'steps'
        : boxes.length ? (boxes[0].type === 'radio' ? 'radios' : 'boxes') : group ? (shell.querySelector('.icon') && shell.querySelector('button:not(.guidance-button)') ? 'place' : 'none')
        : one.getAttribute('role') === 'combobox' ? 'combo' : one.matches('select') ? 'select' : 'text';
    const options = boxes.length ? boxes.map((box) => [box.value, box.nextElementSibling.innerText.trim()])
        : kind === 'select' ? [...one.options].filter((option) => option.value).map((option) => [option.value, option.text.trim()]) : [];
    const filled = boxes.length ? boxes.some((box) => box.checked) : kind === 'place' ? Boolean(shell.querySelector('bdi'))
        : group ? all('input:not([type=checkbox]), select').some((input) => input.value) : Boolean(one.value);
    const words = (test) => (shell.querySelector(test) || { innerText: '' }).innerText;
    return { id, required: !shell.querySelector('.optional'), filled, kind, options, from: words('.from'), beside: words('.beside') };
})"""


class Filler:
    """`given` {name: value or list of values} decides where the dice must not; `optional` is the share of questions that are
    answered although nobody must; `rows` how many repetitions are added to each repeat that offers it."""

    def __init__(self, page, form, seed=1, given=None, optional=0.5, rows=2, language=None):
        self.page, self.form, self.dice = page, form, random.Random(seed)
        self.language = language or form["languages"][0]
        self.given, self.optional, self.rows = given or {}, optional, rows
        self.fields = {field["name"]: field for field in form["fields"]}
        self.groups = {group["name"]: group for group in form.get("groups", [])}
        # What was answered: (name, places) → value as stored.
        self.said, self.skipped, self.added = {}, set(), {}
        # Labels on offer that the choice filter does not let through, by question.
        self.beyond = {}
        self.pages = 1

    # The whole form

    def fill(self):
        """Every section, once; one step back and forward on the way."""
        self.fill_page()
        while self.turn():
            self.pages += 1
            self.fill_page()
            if self.pages == 3:
                self.step_back()
        return self

    def save(self):
        """Saves; what is still wrong on the screen is an error."""
        self.page.click("form button[type=submit]")
        try:
            journeys.until(self.page, "location.hash.split('/').length === 3", 20)
        except AssertionError:
            wrong = self.page.evaluate("[...document.querySelectorAll('.field.wrong, .banner.urgent')].map((one) => one.innerText)")
            raise AssertionError(f"not saved: {wrong}") from None

    def turn(self, back=False):
        button = ".form-turn .button:not(.main)" if back else ".form-turn .button.main:not([type=submit])"
        if not self.page.query_selector(button):
            return False
        before = self.page.inner_text(".form-step")
        self.page.click(button)
        journeys.until(self.page, f"document.querySelector('.form-step').innerText !== {json.dumps(before)}")
        return True

    def step_back(self):
        def shown():
            return self.page.eval_on_selector_all("main form input, main form select, main form textarea", "all => all.map((one) => one.type === 'radio' || one.type === 'checkbox' ? one.checked : one.value)")

        before = shown()
        assert self.turn(back=True) and self.turn()
        assert shown() == before, "a step back and forward changed what stands in the form"

    def fill_page(self):
        while True:
            open_ = [one for one in self.page.evaluate(SEEN) if not one["filled"] and one["kind"] != "none" and self.key(one["id"]) not in self.skipped | set(self.said)]
            if open_:
                self.decide(open_[0])
            elif not self.add_row():
                return

    def add_row(self):
        for button in self.page.query_selector_all("main form .repeat [id$='-add']"):
            name = button.get_attribute("id")
            if self.added.get(name, 0) < self.rows:
                self.added[name] = self.added.get(name, 0) + 1
                before = self.page.locator(".repeat > .card").count()
                button.click()
                journeys.until(self.page, f"document.querySelectorAll('.repeat > .card').length > {before}")
                return True
        return False

    # One question

    def key(self, id_):
        name, at = re.fullmatch(r"f-(.+?)((?:-\d+)*)", id_).groups()
        return name, tuple(int(one) for one in at.split("-")[1:])

    def decide(self, one):
        key = self.key(one["id"])
        if not one["required"] and key[0] not in self.given and self.dice.random() >= self.optional:
            self.skipped.add(key)
            return
        value = getattr(self, "by_" + one["kind"])(one, self.fields[key[0]], f'[id="{one["id"]}"]', key)
        if value is None:
            self.skipped.add(key)
        else:
            self.said[key] = value

    def pick(self, field, values):
        given = self.given.get(field["name"])
        wanted = [value for value in values if given is None or value in (given if isinstance(given, list) else [given])]
        return self.dice.choice(wanted or values)

    def by_radios(self, one, field, at, key):
        values = [value for value, _ in one["options"] if not value.startswith("\0")]
        self.hold_against_filter(field, key, [label for value, label in one["options"] if value in values])
        value = self.pick(field, values)
        self.page.locator(f"{at} label.choice").nth(values.index(value)).click()
        return value

    def by_boxes(self, one, field, at, key):
        if field["type"] == "acknowledge":
            self.page.locator(f"{at} label.choice").first.click()
            return True
        values = [value for value, _ in one["options"] if not value.startswith("\0")]
        chosen = self.dice.sample(values, min(len(values), self.dice.choice((1, 1, 2, 3))))
        for value in chosen:
            self.page.locator(f"{at} label.choice").nth(values.index(value)).click()
        return [value for value in values if value in chosen]

    def by_select(self, one, field, at, key):
        self.hold_against_filter(field, key, [label for _, label in one["options"]])
        if not one["options"]:
            return None
        value = self.pick(field, [value for value, _ in one["options"]])
        self.page.select_option(at, value)
        return value

    def by_combo(self, one, field, at, key):
        if "list" in field and not self.let_through(field, key):
            return None
        self.page.focus(at)
        self.page.keyboard.press("ArrowDown")
        rows = self.page.locator(f'[id="{one["id"]}-list"] li:not([aria-disabled])')
        rows.first.wait_for()
        labels = [label.strip() for label in rows.all_inner_texts()]
        if "list" not in field:
            place = self.dice.randrange(len(labels))
            rows.nth(place).click()
            return ANYTHING
        let = self.let_through(field, key)
        self.hold_against_filter(field, key, labels, 40)
        fitting = [place for place, label in enumerate(labels) if any(label == self.label(choice) for choice in let)]
        place = self.dice.choice(fitting)
        wanted = [choice["value"] for choice in let if self.label(choice) == labels[place]]
        rows.nth(place).click()
        return wanted[0] if len(wanted) == 1 else OneOf(wanted)

    def by_text(self, one, field, at, key):
        text, value = self.text_for(field)
        self.page.fill(at, text)
        self.page.press(at, "Tab")
        return value

    def by_steps(self, one, field, at, key):
        text, value = self.text_for(field)
        self.page.fill(f'[id="{one["id"]}-number"]', text)
        return value

    def by_partial(self, one, field, at, key):
        self.page.fill(at, "2016")
        return "2016"

    def by_signature(self, one, field, at, key):
        self.page.fill(f'[id="{one["id"]}-name"]', "Amira K.")
        return "Amira K."

    def by_place(self, one, field, at, key):
        self.page.click(f"{at} button:not(.guidance-button)")
        self.page.wait_for_selector(f"{at} bdi")
        return ANYTHING

    def text_for(self, field):
        """What to type, and what a record then holds."""
        given = self.given.get(field["name"])
        if isinstance(given, list):
            given = self.dice.choice(given)
        kind = field["type"]
        if kind in ("integer", "decimal"):
            low, high = bounds(field)
            number = given if given is not None else self.dice.randint(int(low), int(high))
            if kind == "decimal" and given is None:
                number = round(self.dice.uniform(low, high), 1)
                number = int(number) if number == int(number) else number
            return str(number), number
        if kind == "date":
            days = self.dice.randrange(200, 1700) * (1 if ">" in field.get("constraint", "") else -1)
            text = given or (datetime.date.today() + datetime.timedelta(days=days)).isoformat()
            return text, text
        if kind == "time":
            return "14:05", ANYTHING
        if kind == "dateTime":
            return "2026-11-21T09:30", ANYTHING
        longest = re.search(r"maxlength=(\d+)", field.get("parameters", ""))
        text = (given or f"{self.dice.choice(PHRASES)} {self.dice.randrange(100)}")[:int(longest.group(1)) if longest else None]
        return text, text

    # Choices that narrow each other

    def label(self, choice):
        return " ".join(choice["label"].get(self.language, "").split())  # as a page shows it

    def let_through(self, field, key):
        """The choices of `column = ${question} and …`, worked out here, apart from the engine; all for any other filter."""
        choices = self.form["lists"][field["list"]]
        rules = [re.fullmatch(r"\s*(\w+)\s*=\s*\$\{(\w+)\}\s*", part) for part in re.split(r"\band\b", field.get("choiceFilter", ""))]
        if not all(rules):
            return choices
        return [choice for choice in choices if all(choice.get("columns", {}).get(rule.group(1), "") == self.said.get((rule.group(2), key[1]), self.said.get((rule.group(2), ()), "")) for rule in rules)]

    def hold_against_filter(self, field, key, labels, most=10_000):
        if "choiceFilter" not in field:
            return
        let = [self.label(choice) for choice in self.let_through(field, key)]
        assert set(let[:most]) <= set(labels) or len(labels) == most, f"{field['name']} does not offer {set(let) - set(labels)}"
        if len(labels) != min(len(let), most):
            self.beyond[field["name"]] = sorted(set(labels) - set(let)) or f"{len(labels)} for {len(let)}"

    # What was saved

    def repeats(self, name):
        """The repeats around a question, outermost first."""
        found, group = [], self.groups.get(self.fields[name].get("group"))
        while group:
            if group.get("repeat"):
                found.insert(0, group["name"])
            group = self.groups.get(group.get("parent"))
        return found

    def differences(self, saved):
        """Answers that the record holds otherwise, and values in it that nobody gave and no rule worked out."""
        wrong = []
        for (name, at), value in self.said.items():
            record = saved
            for repeat, place in zip(self.repeats(name), at):
                rows = record.get(repeat) or []
                record = rows[place - 1] if len(rows) >= place else {}
            if name not in record or record[name] != value or (type(record[name]) is bool) != (value is True):
                wrong.append((name, at, value, record.get(name)))
        for name, at in values(saved):
            field = self.fields[name]
            by_itself = field["type"] in ("calculate", "start", "end", "today", "username", "deviceid") or any(key in field for key in ("calculation", "default", "autofill"))
            if (name, at) not in self.said and not by_itself:
                wrong.append((name, at, "nobody answered it", None))
        return wrong


def bounds(field):
    """The whole range that a constraint such as `. >= 6 and . <= 59` leaves; 0 to 12 without one."""
    limits = {sign: float(number) for sign, number in re.findall(r"\.\s*(>=|<=|>|<)\s*(\d+(?:\.\d+)?)", field.get("constraint", ""))}
    low = limits.get(">=", limits.get(">", -1) + 1 if ">" in limits else 0)
    high = limits.get("<=", limits.get("<", 0) - 1 if "<" in limits else low + 12)
    steps = dict(re.findall(r"(start|end)=(-?\d+)", field.get("parameters", "")))
    return (float(steps["start"]), float(steps["end"])) if len(steps) == 2 else (low, high)


def values(record, at=()):
    for name, value in record.items():
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for place, row in enumerate(value, 1):
                yield from values(row, (*at, place))
        else:
            yield name, at


class OneOf(list):
    """Any of these values: their labels are the same."""

    def __eq__(self, other):
        return other in list(self)

    def __ne__(self, other):
        return not self == other


class Anything:
    """Some value that the page makes up, such as a position."""

    def __eq__(self, other):
        return other not in (None, "", [])

    def __ne__(self, other):
        return not self == other


ANYTHING = Anything()
