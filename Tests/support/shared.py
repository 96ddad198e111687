"""What a service that is asked for may see, read from the files of the standard instance and without the program's own rules; and children whose every
answer is filled in with a word that is nowhere else, so that a leak has a name."""
import csv
import datetime
import pathlib

from client import uuid7

STANDARD = pathlib.Path(__file__).resolve().parents[2] / "assets" / "standard"
KINDS = ("child", "case", "referral")
ROLE = "specialist"
#: What a form checks, or what is linked: these answers say nothing by themselves.
GIVEN = {"child": {"birth_date": "2015-03-04"}, "case": {}, "referral": {}}
NEVER = {"child": {"religion", "ethnicity", "place", "national_id", "address", "temporary_address"}, "case": {"case_number", "opened_on", "notification", "closed_on", "outcome", "stage", "summary"}, "referral": set()}


def rows(name):
    with open(STANDARD / name, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def services():
    return [one["name"] for one in rows("forms/referral/choices.csv") if one["list_name"] == "service"]


def template(service):
    """{form: questions} of a service, of the classes that its role may see."""
    found = {}
    for kind in KINDS:
        named = {field for one in rows("share_templates.csv") if one["service"] in ("*", service) and one["form"] == kind for field in one["fields"].split()}
        classes = {word for one in rows("role_rights.csv") if one["role"] == ROLE and kind in one["kinds"].split() for word in one["classes_view"].split()}
        of = {one["name"]: one["cm::permission"] or "general" for one in rows(f"forms/{kind}/survey.csv") if one["name"]}
        found[kind] = {field for field in named if of.get(field) in classes}
    return found


def answers(kind, mark):
    """An answer to every question of a form that can be filled in freely: (fields, {field: the word that is nowhere else})."""
    fields, words = dict(GIVEN[kind]), {}
    choices = rows(f"forms/{kind}/choices.csv")
    for one in rows(f"forms/{kind}/survey.csv"):
        name, (type_, _, options) = one["name"], (one["type"] or "").partition(" ")
        if not name or name in fields or name in NEVER[kind]:
            continue
        if type_ == "text":
            words[name] = fields[name] = f"{mark}{name.replace('_', '')}"
        elif type_ in ("select_one", "select_multiple"):
            first = next(row["name"] for row in choices if row["list_name"] == options)
            fields[name] = [first] if type_ == "select_multiple" else first
    return fields, words


def entry(form, record, fields, dossier=None, **more):
    now = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"id": uuid7(), "op": "create", "form": form, "record": record, "formVersion": 1, "at": now, "fields": fields, **({"dossier": dossier} if dossier else {}), **more}


class Shared:
    """A child with an answer to everything, a case, consent to all purposes, and two services asked of two people of two agencies."""

    def __init__(self, worker, service, asked, other, mark):
        self.service, self.mark = service, mark
        self.other_service = "education" if service != "education" else "health"
        self.child, self.case, self.consent, self.note, self.referral, self.other = (uuid7() for _ in range(6))
        today = datetime.date.today().isoformat()
        child, self.child_words = answers("child", mark)
        case, self.case_words = answers("case", mark)
        self.name = f"{child['given_name']} {child['family_name']}"
        worker.save(entry("child", self.child, child), entry("case", self.case, case, self.child)).expect(200)
        worker.save(entry("consent", self.consent, {"purpose": ["referral", "tracing"], "asked_on": today, "child_assent": "agrees", "caregiver_consent": "given", "given_by": "mother",
                                                    "not_to": f"{mark}notto"}, self.child), entry("note", self.note, {"text": f"{mark}note"}, self.child)).expect(200)
        for record, what, whom, word in ((self.referral, service, asked, "own"), (self.other, self.other_service, other, "other")):
            worker.save(entry("referral", record, {"service": what, "referred_to": whom, "requested_on": today, "urgency": "weeks", "consent_checked": "yes", "provider_name": f"{mark}{word}provider",
                                                   "shared_note": f"{mark}{word}note"}, self.child)).expect(200)
        self.records = {"child": self.child, "case": self.case, "referral": self.referral}
        self.filled = {kind: set(worker.get(f"/api/v1/records/{record}").expect(200).json()["fields"]) for kind, record in self.records.items()}

    def wanted(self):
        """{form: questions} that whoever is asked sees here."""
        return {kind: fields & self.filled[kind] for kind, fields in template(self.service).items()}

    def forbidden(self):
        """Words and ids that whoever is asked for the service must not meet anywhere."""
        may = template(self.service)
        words = [word for field, word in self.child_words.items() if field not in may["child"]] + [word for field, word in self.case_words.items() if field not in may["case"]]
        return [*words, f"{self.mark}otherprovider", f"{self.mark}othernote", f"{self.mark}note", f"{self.mark}notto", self.other, self.consent, self.note]

    def everything(self):
        """Words and ids of which nothing may be left when the consent is taken back."""
        return [*self.child_words.values(), *self.case_words.values(), f"{self.mark}own", f"{self.mark}other", f"{self.mark}note", f"{self.mark}notto", self.child, self.case, self.referral, self.other]

    def withdraw(self, worker):
        worker.save(entry("consent", uuid7(), {"purpose": ["referral", "tracing"], "asked_on": datetime.date.today().isoformat(), "child_assent": "agrees", "caregiver_consent": "withdrawn"},
                          self.child)).expect(200)
