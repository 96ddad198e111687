"""The fake district behind the mock server: records in memory, field-by-field merge, history, a few children."""
import datetime
import itertools
import secrets
import unicodedata
import uuid

import mock_forms
import mock_publishing

PEOPLE = {
    "amal": {"id": str(uuid.uuid4()), "name": "Amal Haddad", "role": "case_worker", "password": "river lamp seven stone", "totp": None},
    "ion": {"id": str(uuid.uuid4()), "name": "Ion Marin", "role": "supervisor", "password": "green bread quiet road", "totp": "246810"},
    "dora": {"id": str(uuid.uuid4()), "name": "Dora Lee", "role": "data_officer", "password": "paper ink lamp window", "totp": "975310"},
    "salma": {"id": str(uuid.uuid4()), "name": "Salma Idrissi", "role": "tracing_officer", "password": "warm salt north window", "totp": None},
    "nour": {"id": str(uuid.uuid4()), "name": "Nour Saleh", "role": "helpline_operator", "password": "quiet line blue field", "totp": None},
    "rana": {"id": str(uuid.uuid4()), "name": "Rana Aoun", "role": "gbv_worker", "password": "still water far hill", "totp": None},
    "aude": {"id": str(uuid.uuid4()), "name": "Aude Lang", "role": "auditor", "password": "long bright narrow page", "totp": "864209"},
    "root": {"id": str(uuid.uuid4()), "name": "Site Keeper", "role": "site_administrator", "password": "seven tall empty boxes", "totp": "135790"},
}
RECOVERY = "kite-rain-9021"


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def day(back):
    return (datetime.date.today() - datetime.timedelta(days=back)).isoformat()


def folded(text):
    return "".join(c for c in unicodedata.normalize("NFD", text or "") if not unicodedata.combining(c)).lower()


class Store:
    def __init__(self):
        self.records, self.entries, self.saves = {}, [], {}
        self.numbers = itertools.count(1)
        self.fill()

    # Writing

    def apply(self, entry, person, at=None):
        """One authored entry; answers the fields in conflict. The later value shows, both stay."""
        at = at or now()
        record = self.records.get(entry["record"])
        fields = dict(entry["fields"])
        if entry["op"] == "create":
            first = {"notification": "new", "case": "open"}.get(entry["form"])
            record = {"id": entry["record"], "form": entry["form"], "dossier": entry.get("dossier"), "parent": entry.get("parent"),
                      "status": first, "version": 0, "formVersion": 1, "owner": person, "fields": {}, "history": {}, "updated": at}
            if entry["form"] == "case":
                fields["case_number"] = f"4F{next(self.numbers):02d}-Q8MC"
                fields.setdefault("risk_level", "unassessed")
            if entry["form"] == "notification":
                fields["acknowledgement"] = f"K{next(self.numbers):02d}-7WX"
                fields.setdefault("received_on", day(0))
            if entry["form"] == "child":
                record["dossier"] = record["id"]
            self.records[record["id"]] = record
        base = entry.get("base")
        conflicts = []
        changes = []
        for name, value in fields.items():
            past = record["history"].setdefault(name, [])
            if base is not None and past and past[-1]["version"] > base and past[-1]["value"] != value:
                conflicts.append(name)
            changes.append({"field": name, "from": record["fields"].get(name), "to": value})
            past.append({"value": value, "at": at, "actor": {"id": person["id"], "name": person["name"]}, "entry": entry["id"],
                         "device": "0190f3a2-77aa-7bbb-8ccc-1234567890ab", "version": record["version"] + 1})
            record["fields"][name] = value
        if entry.get("status"):
            record["status"] = entry["status"]
        record["version"] += 1
        record["updated"] = at
        self.entries.append({"entry": entry["id"], "at": at, "actor": {"id": person["id"], "name": person["name"]},
                             "device": "0190f3a2-77aa-7bbb-8ccc-1234567890ab", "form": record["form"], "record": record["id"],
                             "op": entry["op"], "changes": changes, "dossier": record["dossier"]})
        for name in conflicts:
            self.open_conflict(record, name, person)
        return conflicts

    def open_conflict(self, record, name, person):
        past = record["history"][name][-2:]
        sides = [{"value": one["value"], "entry": one["entry"], "actor": one["actor"]["id"], "device": one["device"], "at": one["at"]} for one in reversed(past)]
        task = {"id": str(uuid.uuid4()), "form": "conflict_task", "dossier": record["dossier"], "parent": record["id"], "status": "open", "version": 1,
                "formVersion": 1, "owner": person, "updated": now(), "history": {},
                "fields": {"target": record["id"], "target_kind": record["form"], "field": name, "conflicting_fields": [name], "sides": {name: sides}}}
        self.records[task["id"]] = task

    def new(self, form, person, fields, dossier=None, parent=None, at=None):
        record = str(uuid.uuid4())
        self.apply({"id": str(uuid.uuid4()), "op": "create", "form": form, "record": record, "dossier": dossier, "parent": parent, "fields": fields}, person, at)
        return record

    # Reading

    def of(self, form=None, dossier=None, parent=None):
        return [one for one in self.records.values() if (form is None or one["form"] == form) and (dossier is None or one["dossier"] == dossier)
                and (parent is None or one["parent"] == parent)]

    def sides(self, task, person):
        """The two values of a dispute, as the box gives them: only of fields whose class this person's role sees in the record."""
        form = mock_forms.form(task["fields"]["target_kind"])
        sees = {"general"} | {word for role in mock_publishing.roles_of(form["name"]) if role["code"] == person["role"] for word in role["classes"]}
        classes = {field["name"]: field.get("permission", "general") for field in form["fields"]}
        return {name: sides for name, sides in task["fields"]["sides"].items() if classes.get(name) in sees}

    def task(self, task, person):
        sides = self.sides(task, person)
        fields = {key: value for key, value in task["fields"].items() if key != "sides"} | ({"sides": sides} if sides else {})
        return {**self.shown(task), "fields": fields, "hidden": [] if sides == task["fields"]["sides"] else ["sides"]}

    def shown(self, record):
        editable = [] if record["form"] == "conflict_task" else [field["name"] for field in mock_forms.form(record["form"])["fields"]]
        return {**{key: record[key] for key in ("id", "form", "dossier", "parent", "status", "version", "formVersion", "updated", "fields")},
                "owner": {"id": record["owner"]["id"], "name": record["owner"]["name"]}, "hidden": [], "may": {"edit": editable, "decide": True}}

    def summary(self, dossier):
        child = self.records[dossier]["fields"]
        cases = self.of("case", dossier)
        case = cases[-1] if cases else None
        seen = [one["fields"]["seen_on"] for one in self.of("visit", dossier) if one["fields"].get("seen") != "no"]
        return {"name": name(child), "nameOtherScript": child.get("name_other_script"), "age": age(child.get("birth_date")),
                "ageEstimated": "~" in (child.get("birth_date") or ""), "sex": child.get("sex"),
                "caseNumber": case and case["fields"].get("case_number"), "risk": case and case["fields"].get("risk_level"),
                "status": case and case["status"], "stage": "registered" if case else None,
                "worker": case and {"id": case["owner"]["id"], "name": case["owner"]["name"]}, "lastSeen": max(seen, default=None),
                "lastSeenAlone": max((one["fields"]["seen_on"] for one in self.of("visit", dossier) if one["fields"].get("seen") == "alone"), default=None),
                "opened": case and case["fields"].get("opened_on"), "place": child.get("place"),
                "placeName": mock_forms.place_name(child.get("place")), "concerns": (case and case["fields"].get("concern")) or []}

    def search(self, words):
        found = []
        for record in self.of("child"):
            summary = self.summary(record["id"])
            hay = folded(" ".join(filter(None, [summary["name"], record["fields"].get("name_other_script"), record["fields"].get("other_names"), summary["caseNumber"]])))
            matched = [part for part in folded(words).split() if any(word.startswith(part[:3]) for word in hay.split())]
            if matched:
                exact = folded(words) == folded(summary["name"])
                found.append({"dossier": record["id"], **{key: summary[key] for key in ("name", "nameOtherScript", "age", "sex", "caseNumber", "placeName", "risk", "status")},
                              "matched": ["exact" if exact else "prefix"]})
        return found

    # A few children

    def fill(self):
        amal, ion = PEOPLE["amal"], PEOPLE["ion"]
        places = [place["code"] for place in mock_forms.places()][-3:]
        known = [("Amina", "Kadri", "أمينة قادري", "female", "2019-03-04", "high", 16), ("يوسف", "حداد", "Youssef Haddad", "male", "2014~", "medium", 40),
                 ("Ion", "Rusu", None, "male", "2011-09", "low", 3), ("ليلى", "المصري", "Leila Masri", "female", "2021-11-30", "unassessed", None)]
        for at, (given, family, other, sex, born, risk, seen) in enumerate(known):
            fields = {"given_name": given, "family_name": family, "sex": sex, "birth_date": born, "place": places[at % 3], "phone": "+000 555 01 0%d" % at,
                      "address": "Rruga e Re 12", "lives_with": "kin", "school": "Vila Nova 2"}
            if other:
                fields["name_other_script"] = other
            if at == 0:
                fields |= {"safe_contact": "Call the aunt after 17:00. Say it is about the library book.", "contact_restriction": "Not to the uncle", "health_summary": "Asthma"}
            dossier = self.new("child", amal, fields, at=day(60) + "T08:00:00.000Z")
            self.new("case", amal, {"concern": ["neglect", "physical_violence"], "risk_level": risk, "opened_on": day(60)}, dossier, dossier, day(60) + "T08:00:00.000Z")
            if seen is not None:
                self.new("visit", amal, {"seen_on": day(seen), "seen": "alone", "well_being_safe": "4", "observation": "Quiet, spoke about school.", "promise": "Bring the school books"},
                         dossier, at=day(seen) + "T10:30:00.000Z")
            self.new("note", amal, {"noted_on": day(2), "text": "The school called: back in class since Monday."}, dossier, at=day(2) + "T15:05:00.000Z")
        alerts = [("yes", ["neglect", "abandonment"], "Two children alone in a cold flat since Friday.", [("Amina", "Kadri", "female", 7), ("كريم", "قادري", "male", 4)]),
                  ("no", ["child_labour"], "A boy sells water at the crossing during school hours.", [("Sami", "", "male", 10)]),
                  ("no", ["other"], "Shouting at night, no names known.", [])]
        for urgent, concern, text, children in alerts:
            alert = self.new("notification", ion, {"urgent": urgent, "concern": concern, "description": text, "place": places[0], "notifier_kind": "teacher",
                                                   "notifier_name": "Vera Munteanu", "notifier_contact": "school office", "channel": "phone", "received_on": day(0)})
            for given, family, sex, years in children:
                self.new("notified_child", ion, {"given_name": given, "family_name": family, "sex": sex, "age_years": years, "whereabouts": "Flat 4, Rruga e Re"}, parent=alert)
        record = self.records[self.of("child")[1]["id"]]
        base = record["version"]
        for who, school in ((amal, "Vila Nova 2, class 4"), (ion, "Vila Nova 3")):
            self.apply({"id": str(uuid.uuid4()), "op": "amend", "form": "child", "record": record["id"], "base": base, "fields": {"school": school}}, who)


def name(fields):
    return " ".join(filter(None, [fields.get("given_name"), fields.get("family_name")]))


def age(born):
    """As PartialDate.likelyAge: from the middle of a year, the first of a month."""
    if not born:
        return None
    year, month, day = (int(part) for part in (born.rstrip("~?%") + {4: "-07-01", 7: "-01"}.get(len(born.rstrip("~?%")), "")).split("-"))
    today = datetime.date.today()
    return max(0, today.year - year - ((today.month, today.day) < (month, day)))


def token():
    return secrets.token_urlsafe(18)
