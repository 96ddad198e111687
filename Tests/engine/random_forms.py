"""Random forms, answers and changes, the same for the same seed."""
import random

NAMES = [f"f{n}" for n in range(40)]
TEXTS = ["", "a", "yes", "no", "r1 r2", "2020-02-29", "2019-12-31T23:59:59.000Z", "12.50", "-3", "0", "007", "1e5", "é", "e\u0301", "سلام", "x" * 70,
         "'", '"', "<&>", " lead", "1,5", "Infinity", "NaN", "2020-13-01", "2018~", "0018", "2018--05", "2018-02-31", "12.5 42.1 0 0;12.6 42.2 0 0;12.7 42.0 0 0", "\t\n", "🙂", "0912345678901", "-2147483649", "99999-01-01"]
VALUES = ["r1", "r2", "r3", "é", "e\u0301"]


class Maker:
    def __init__(self, seed: int):
        self.random = random.Random(seed)

    def pick(self, things):
        return self.random.choice(things)

    def literal(self) -> str:
        kind = self.random.randrange(3)
        if kind == 0:
            return self.pick(["0", "1", "3", "18", "0.5", "2.15", "100", "365.25", "1000000", "0.000001", "123456789.123", "2147483648", "99999999999"])
        text = self.pick(TEXTS).replace("'", "")
        return "'" + text + "'"

    def value(self, fields: list, depth: int = 0) -> str:
        """An expression over these fields."""
        if depth > 3 or self.random.random() < 0.25:
            return self.pick(["${" + self.pick(fields) + "}", self.literal()]) if fields else self.literal()
        sub = lambda: self.value(fields, depth + 1)
        choice = self.random.randrange(26)
        if choice < 8:
            return f"({sub()} {self.pick(['+', '-', '*', 'div', 'mod', '=', '!=', '<', '<=', '>', '>=', 'and', 'or'])} {sub()})"
        calls = [
            lambda: f"if({sub()}, {sub()}, {sub()})", lambda: f"coalesce({sub()}, {sub()})", lambda: f"concat({sub()}, {sub()}, 'k')",
            lambda: f"round({sub()}, {self.pick(['0', '1', '2', '-1'])})", lambda: f"selected({sub()}, {sub()})", lambda: f"count-selected({sub()})",
            lambda: f"substr({sub()}, 0, 3)", lambda: f"string-length({sub()})", lambda: f"format-date({sub()}, '%Y/%n/%e %H:%M %a %b')",
            lambda: f"date({sub()})", lambda: f"number({sub()})", lambda: f"regex({sub()}, '{self.pick(['[a-z]+', chr(92) + 'd{1,4}', '(a|b)*', '.*é.*', chr(92) + 'p{L}+'])}')",
            lambda: f"int({sub()})", lambda: f"pow({sub()}, 2)", lambda: f"digest({sub()}, '{self.pick(['MD5', 'SHA-1', 'SHA-256', 'SHA-512'])}', 'hex')",
            lambda: f"translate({sub()}, 'ae', 'EA')", lambda: f"normalize-space({sub()})", lambda: f"decimal-date-time({sub()})",
            lambda: f"area({sub()})", lambda: f"distance({sub()})", lambda: f"exp({sub()})", lambda: f"log({sub()})", lambda: f"random() * {sub()}",
            lambda: "uuid()", lambda: f"today() - {sub()}", lambda: "now()", lambda: f"selected-at({sub()}, 1)", lambda: f"max({sub()}, {sub()})",
            lambda: "sum(${person_age})", lambda: "count(${person})", lambda: "join('-', ${person_age})", lambda: f"indexed-repeat(${{person_age}}, ${{person}}, {sub()})",
            lambda: f"join(' ', randomize(instance('l')/root/item[{sub()} != k]/name, {sub()}))", lambda: f"pulldata('l', 'k', 'name', {sub()})",
        ]
        return self.pick(calls)()

    def form(self) -> dict:
        """Rules read only fields before them, so that there is no circle."""
        fields, groups = [], [{"name": "g1"}, {"name": "g2", "parent": "g1"}, {"name": "person", "repeat": True}]
        before = []
        for name in NAMES[: self.random.randrange(5, len(NAMES))]:
            field = {"name": name, "type": self.pick(["text", "text", "integer", "decimal", "date", "select_one", "select_multiple", "calculate", "calculate", "calculate"])}
            if field["type"] == "text" and name.endswith("7"):
                field["appearance"] = "edtf"
            if field["type"].startswith("select"):
                field["list"] = "l"
                if before and self.random.random() < 0.4:
                    field["choiceFilter"] = self.pick([f"k = ${{{self.pick(before)}}}", f"name != ${{{self.pick(before)}}}", self.value(before)])
            if self.random.random() < 0.3:
                field["group"] = self.pick(["g1", "g2"])
            if field["type"] == "calculate":
                field["calculation"] = self.value(before)
                if before and self.random.random() < 0.15:
                    field["trigger"] = "${" + self.pick(before) + "}"
            else:
                if self.random.random() < 0.3:
                    field["constraint"] = self.pick([". != '3'", "string-length(.) < 5", self.value(before + [name])])
                if self.random.random() < 0.2:
                    field["required"] = True
                if self.random.random() < 0.2:
                    field["default"] = self.pick(["r1", "5", "today()", self.value(before)])
            if before and self.random.random() < 0.4:
                field["relevant"] = self.value(before)
            fields.append(field)
            before.append(name)
        fields.append({"name": "person_age", "type": "integer", "group": "person", "constraint": ". < 120"})
        fields.append({"name": "person_adult", "type": "calculate", "group": "person", "calculation": "if(${person_age} >= 18, position(..), 'no')"})
        fields.append({"name": "person_why", "type": "text", "group": "person", "relevant": "${person_adult} > 1"})
        options = [{"value": value, "label": {"en": value.upper()}, "columns": {"k": self.pick(VALUES + ["", "5"])}} for value in VALUES]
        return {"name": "random", "version": 1, "languages": ["en"], "groups": groups, "fields": fields, "lists": {"l": options}}

    def requests(self, session: int, changes: int = 25) -> list:
        form = self.form()
        zone = self.pick([{"standard": 0, "changes": []}, {"standard": 3600, "changes": [[1679792400, 7200], [1698541200, 3600]]},
                          {"standard": -25200, "changes": []}, {"standard": 20700, "changes": []}])
        known = [field["name"] for field in form["fields"] if "person" not in field["name"]]
        answers = {name: self.answer() for name in known if self.random.random() < 0.2}
        answers["person"] = [{"person_age": self.random.randrange(0, 99)} for _ in range(self.random.randrange(3))]
        requests = [{"do": "open", "form": form, "answers": answers, "new": self.random.random() < 0.7, "now": 1_700_000_000_000 + self.random.randrange(10**9),
                     "zone": zone, "entropy": [f"{self.random.getrandbits(64):x}"], "properties": {"username": "awa"}}]
        for _ in range(changes):
            kind = self.random.random()
            if kind < 0.75:
                requests.append({"do": "set", "session": session, "field": self.pick(known), "value": self.answer()})
            elif kind < 0.85:
                requests.append({"do": "add", "session": session, "field": "person"})
            elif kind < 0.95:
                requests.append({"do": "set", "session": session, "field": "person_age", "at": [self.random.randrange(1, 4)], "value": self.answer()})
            else:
                requests.append({"do": "remove", "session": session, "field": "person", "at": [self.random.randrange(1, 3)]})
        return requests + [{"do": "state", "session": session}, {"do": "answers", "session": session}, {"do": "close", "session": session}]

    def answer(self):
        return self.pick([self.pick(TEXTS), self.pick(VALUES), self.random.randrange(-5, 200), [self.pick(VALUES), self.pick(VALUES)], None,
                          f"20{self.random.randrange(10, 30)}-0{self.random.randrange(1, 10)}-1{self.random.randrange(10)}"])


def conversation(seeds: range) -> list:
    requests = []
    for number, seed in enumerate(seeds):
        requests += Maker(seed).requests(number + 1)
    return requests
