"""Changing forms, as the box answers it: uploads with a report, publications, going back. The reports on the samples are the
real binary's (form_reports.json); any other file is one that cannot be read."""
import csv
import functools
import io
import json
import uuid
import zipfile

import form_samples
import mock_forms

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
REPAIR_WORDS = {"repeated-choices": "Keep choice names that occur more than once in their list (the filter must tell them apart).",
                "bad-names": "Replace signs that names can't have by _, also where the names are used.",
                "missing-labels": "Show the name of a question that has no label."}
LARGEST = 16 * 1024 * 1024


@functools.lru_cache(maxsize=None)
def reports():
    return json.loads(form_samples.REPORTS.read_text(encoding="utf-8"))


def roles_of(form):
    """What each role sees of a form, from the standard rights."""
    with open(mock_forms.STANDARD / "role_rights.csv", newline="", encoding="utf-8") as file:
        rights = list(csv.DictReader(file))
    found = []
    for role in mock_forms.rows(mock_forms.STANDARD / "roles.csv"):
        mine = [one for one in rights if one["role"] == role["role"] and form in one["kinds"].split() and "view" in one["actions"].split()]
        classes = sorted({word for one in mine for word in one["classes_view"].split()})
        if classes:
            found.append({"code": role["role"], "title": mock_forms.texts(role, "label"), "classes": classes})
    return found


class Publishing:
    def __init__(self, store, refusal, now):
        self.store, self.refusal, self.now = store, refusal, now
        self.uploads, self.done = {}, []
        # What waits for a second person, as /api/v1/requests answers it; with what to put into use behind it.
        self.requests = []
        self.versions, self.owns = {}, {}
        for name in mock_forms.names():
            self.versions[name] = [self.version(None, mock_forms.form(name)["version"], "standard")]
        earlier = {"id": str(uuid.uuid4()), "name": "Dora Lee"}
        self.versions["note"].append(self.version(str(uuid.uuid4()), 2, "standard", earlier, "Two topics more, asked for by the helpline", "2026-05-03T09:20:00.000Z"))
        for name, versions in self.versions.items():
            versions[-1]["inUse"] = True

    @staticmethod
    def version(publication, number, content, by=None, note="", at=None):
        """`content` names the sample that holds its sheets; it is not sent."""
        return {"publication": publication, "version": number, "at": at, "by": by, "note": note, "inUse": False, "content": content}

    def own(self, name, follows, title):
        """A form that only this site has."""
        self.owns[name] = {"rightsAs": follows, "title": title}
        self.versions[name] = [self.version(str(uuid.uuid4()), 1, "standard", {"id": str(uuid.uuid4()), "name": "Dora Lee"}, "We count shoes", "2026-05-03T09:20:00.000Z")]
        self.versions[name][0]["inUse"] = True

    def listed(self, name, versions):
        shown = lambda one: {key: value for key, value in one.items() if key != "content"}  # noqa: E731
        own = self.owns.get(name)
        offered = any(one["inUse"] for one in versions)
        in_use = {key: value for key, value in shown(self.in_use(name)).items() if key != "inUse"} if offered else {"version": 0, "note": ""}
        return {"name": name, "title": own["title"] if own else mock_forms.form(name)["title"], "standard": not own, "offered": offered, "inUse": in_use,
                "publications": [shown(one) for one in versions], **({"rightsAs": own["rightsAs"]} if own else {})}

    def in_use(self, name):
        return next(one for one in self.versions[name] if one["inUse"])

    def compiled(self, name):
        content = self.in_use(name)["content"] if name in self.versions else "standard"
        if content == "standard":
            return mock_forms.form(name)
        return {**self.preview(content, ()), "version": self.in_use(name)["version"]}

    @staticmethod
    def preview(content, repairs):
        sheets = form_samples.mended(form_samples.SAMPLES[content](), repairs)
        return mock_forms.compiled_sheets(sheets["survey"], sheets["choices"], sheets["settings"][0])

    def publish_for(self, name, person, note, content, publication=None):
        for one in self.versions[name]:
            one["inUse"] = False
        version = self.version(publication or str(uuid.uuid4()), max(one["version"] for one in self.versions[name]) + 1, content, {"id": person["id"], "name": person["name"]}, note, self.now())
        version["inUse"] = True
        self.versions[name].append(version)
        return {"form": name, "version": version["version"], "publication": version["publication"]}

    # Requests

    def answer(self, method, path, query, handler, person):
        parts = path.split("/")[4:]
        if path == "/api/v1/forms/publications" and method == "GET":
            return 200, {"forms": [self.listed(name, versions) for name, versions in self.versions.items()]}, None
        if path == "/api/v1/forms/uploads" and method == "POST":
            return 200, self.upload(handler.raw, handler.headers.get("Content-Type"), [one for one in query.get("repairs", "").split(",") if one]), None
        if parts[:1] == ["uploads"] and method == "POST":
            if parts[1] not in self.uploads:
                raise self.refusal(404, "not-found")
            if parts[2] == "check":
                self.uploads[parts[1]]["repairs"] = handler.body["repairs"]
                return 200, self.report(parts[1]), None
            if parts[2] == "ask":
                return 201, self.ask(parts[1], handler.body, person), None
            return 200, self.put(parts[1], handler.body, person), None
        if parts[1:] == ["roll-back", "ask"] and method == "POST":
            return 201, self.ask_back(parts[0], handler.body, person), None
        if parts[1:] == ["roll-back"] and method == "POST":
            return 200, self.roll_back(parts[0], handler.body, person), None
        if parts[1:] == ["workbook"] and method == "GET":
            wanted = query.get("publication")
            if parts[0] not in self.versions or wanted not in [None, "standard"] + [one["publication"] for one in self.versions[parts[0]]]:
                raise self.refusal(404, "not-found")
            return 200, self.workbook(), {"Content-Type": WORKBOOK, "Content-Disposition": f'attachment; filename="{parts[0]}.xlsx"'}
        raise self.refusal(404, "not-found")

    @staticmethod
    def workbook():
        """Stands for a workbook: the app passes it on unread."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as file:
            file.writestr("[Content_Types].xml", "<Types/>")
        return out.getvalue()

    def upload(self, data, kind, repairs):
        if kind not in (WORKBOOK, "text/markdown"):
            raise self.refusal(415, "wrong-type")
        if len(data) > LARGEST:
            raise self.refusal(413, "too-large")
        found = [name for name, digest in reports()["of"].items() if digest == form_samples.digest(data)]
        key = str(uuid.uuid4())
        self.uploads[key] = {"sample": found[0] if found else None, "repairs": repairs}
        return self.report(key)

    def report(self, key):
        sample, repairs = self.uploads[key]["sample"], self.uploads[key]["repairs"]
        check = reports()["check"][form_samples.report_key(sample, repairs)] if sample else reports()["unreadable"]
        offered = sorted(set(check["repairs"]) | set(repairs))
        answer = {"upload": key, "form": {"name": "", "title": {}, "version": 0}, "accepted": check["accepted"], "faults": check["faults"],
                  "repairs": [{"code": code, "words": REPAIR_WORDS[code], "chosen": code in repairs} for code in offered],
                  "translations": [], "difference": None, "loosened": [], "preview": None, "roles": roles_of("visit")}
        if sample:
            settings = form_samples.SAMPLES[sample]()["settings"][0]
            answer["form"] = {"name": settings["form_id"], "title": mock_forms.texts(settings, "cm::title"), "version": int(settings["version"])}
        if check["accepted"]:
            preview = self.preview(sample, repairs)
            answer |= {"preview": preview, "difference": self.difference(sample, repairs), "loosened": self.loosened(preview),
                       "translations": [{"language": code, "missing": sum(not one["label"].get(code) for one in preview["fields"])} for code in preview["languages"]]}
        answer["verdict"] = self.verdict(answer)
        return answer

    @staticmethod
    def verdict(answer):
        if not answer["accepted"]:
            return "faults"
        if answer["difference"]["refused"]:
            return "refused"
        if answer["loosened"]:
            return "second"
        return "usable" if answer["difference"]["changes"] else "unchanged"

    def difference(self, sample, repairs):
        base = self.in_use("visit")["content"]
        found = reports()["diff"][f"{base}>{form_samples.report_key(sample, repairs)}"]
        records = self.store.of("visit")
        touched = lambda name: sum(one["fields"].get(name) not in (None, "", []) for one in records)  # noqa: E731
        plain = lambda change: change["field"].split(" (")[0]  # noqa: E731
        known = {field["name"] for field in self.compiled("visit")["fields"]}
        return {"summary": found["summary"], "refused": found["refused"], "changes": [{"refusal": None, **change, "records": touched(plain(change)) if plain(change) in known else None} for change in found["changes"]]}

    def loosened(self, preview):
        before = {field["name"]: field.get("permission", "general") for field in self.compiled("visit")["fields"]}
        now = {field["name"]: field.get("permission", "general") for field in preview["fields"]}
        titles = {one["code"]: one for one in roles_of("visit")}
        gain = lambda old: [{"code": code, "title": one["title"]} for code, one in titles.items() if "general" in one["classes"] and old not in one["classes"]]  # noqa: E731
        labels = {field["name"]: field["label"] for field in preview["fields"]}
        return [{"kind": "class", "field": name, "label": labels[name], "from": before[name], "to": now[name], "roles": gain(before[name]), "records": len(self.store.of("visit"))}
                for name in now if name in before and before[name] != now[name] == "general"]

    def put(self, key, body, person):
        for done in self.done:
            if done["publication"] == body["publication"]:
                return done
        report = self.report(key)
        if report["verdict"] in ("faults", "refused") or not body["note"].strip():
            raise self.refusal(422, "faults")
        if body["base"] != self.in_use("visit")["publication"]:
            raise self.refusal(409, "form-changed")
        if report["loosened"]:
            raise self.refusal(403, "second-person-needed")
        self.done.append(self.publish_for("visit", person, body["note"], self.uploads[key]["sample"], body["publication"]))
        return self.done[-1]

    def wait(self, body, person, name, version, goes_back, loosened, content):
        if not any(one["id"] == body["request"] for one in self.requests):
            self.requests.append({"id": body["request"], "what": "form", "asker": {"id": person["id"], "name": person["name"]}, "reason": body["reason"], "at": self.now(),
                                  "form": {"name": name, "title": mock_forms.form(name)["title"], "version": version, "goesBack": goes_back, "loosened": loosened, "lapsed": False},
                                  "content": content, "base": body["base"], "publication": body["publication"]})
        return {"request": body["request"]}

    def ask(self, key, body, person):
        report = self.report(key)
        version = max(one["version"] for one in self.versions["visit"]) + 1
        return self.wait(body, person, "visit", version, False, report["loosened"], self.uploads[key]["sample"])

    def ask_back(self, name, body, person):
        target = next(one for one in self.versions[name] if one["publication"] == body["publication"])
        return self.wait(body, person, name, target["version"], True, self.opened_by_going_back, target["content"])

    def waiting(self, person):
        """As the box lists them for this person."""
        shown = []
        for one in self.requests:
            lapsed = one["base"] != self.in_use(one["form"]["name"])["publication"]
            mine = one["asker"]["id"] == person["id"]
            shown.append({**{key: value for key, value in one.items() if key not in ("content", "base", "publication")}, "form": {**one["form"], "lapsed": lapsed},
                          "mayAnswer": not mine and not lapsed and person["role"] in ("supervisor", "data_officer"), "mayTakeBack": mine})
        return shown

    def answer_request(self, one, agree, person):
        found = next(each for each in self.requests if each["id"] == one)
        self.requests.remove(found)
        if agree:
            name = found["form"]["name"]
            done = self.publish_for(name, found["asker"], found["reason"], found["content"], None if found["form"]["goesBack"] else found["publication"])
            self.in_use(name)["second"] = {"id": person["id"], "name": person["name"]}
            self.done.append(done)

    # What the box finds when somebody goes back; none unless a test says so.
    opened_by_going_back = ()

    def roll_back(self, name, body, person):
        for done in self.done:
            if done.get("id") == body["id"]:
                return {key: value for key, value in done.items() if key != "id"}
        if self.opened_by_going_back:
            raise self.refusal(403, "second-person-needed")
        if name in self.owns:
            for one in self.versions[name]:
                one["inUse"] = one["publication"] == body.get("publication")
            return {"form": name, **({"version": 1} if body.get("publication") else {})}
        if body["base"] != self.in_use(name)["publication"]:
            raise self.refusal(409, "form-changed")
        target = next(one for one in self.versions[name] if one["publication"] == body["publication"])
        done = self.publish_for(name, person, body["note"], target["content"])
        self.done.append({**done, "id": body["id"]})
        return done
