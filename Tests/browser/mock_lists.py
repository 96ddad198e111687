"""Code lists and places, as the box answers them: what is in use, rows, a file that is checked, putting into use, going back.
Only CSV is read here, and only the faults that the tests look for; the real binary's checks are tested with it."""
import csv
import io
import uuid

import mock_forms
from mock_publishing import Publishing, WORKBOOK

SITE = ("en", "fr", "ar")


class Lists:
    def __init__(self, refusal, now):
        self.refusal, self.now, self.uploads, self.done = refusal, now, {}, []
        self.lists = {}
        for row in mock_forms.rows(mock_forms.STANDARD / "lists.csv"):
            path = "places.csv" if row["name"] == "places" else f"classifiers/{row['name']}.csv"
            rows = mock_forms.rows(mock_forms.STANDARD / path)
            version = {**Publishing.version(None, 1, rows), "inUse": True}
            self.lists[row["name"]] = {"title": mock_forms.texts(row, "label"), "choices": row["list_name"], "versions": [version]}

    def in_use(self, name):
        return next(one for one in self.lists[name]["versions"] if one["inUse"])

    @staticmethod
    def retired(row):
        return row.get("retired") == "yes"

    def shown(self, name):
        one = self.lists[name]
        plain = lambda version: {key: value for key, value in version.items() if key != "content" and value is not None}  # noqa: E731
        rows = self.in_use(name)["content"]
        return {"name": name, "title": one["title"], "kind": "places" if name == "places" else "list", "rows": sum(not self.retired(row) for row in rows),
                "retired": sum(map(self.retired, rows)), "inUse": plain(self.in_use(name)), "publications": [plain(version) for version in one["versions"]]}

    def places(self):
        return [{"code": row["code"], "name": mock_forms.texts(row, "label"), "parent": row["parent"] or None, **({"retired": True} if self.retired(row) else {})}
                for row in self.in_use("places")["content"]]

    # Requests

    def answer(self, method, path, query, handler, person):
        parts = path.split("/")[4:]
        if not parts:
            return 200, {"lists": [self.shown(name) for name in self.lists]}, None
        if parts[0] not in self.lists:
            raise self.refusal(404, "not-found")
        name, *rest = parts
        if rest == ["rows"]:
            return 200, self.rows(name, query.get("q", "").lower(), int(query.get("from", 0))), None
        if rest == ["file"]:
            kind = {"csv": "text/csv; charset=utf-8", "xlsx": WORKBOOK}[query["format"]]
            return 200, self.file(name) if query["format"] == "csv" else Publishing.workbook(), {"Content-Type": kind}
        if rest == ["uploads"]:
            key = str(uuid.uuid4())
            self.uploads[key] = (name, handler.raw)
            return 200, self.report(key), None
        if rest == ["roll-back"]:
            return 200, self.roll_back(name, handler.body, person), None
        if len(rest) == 3 and rest[1] in self.uploads:
            return 200, self.report(rest[1]) if rest[2] == "check" else self.put(rest[1], handler.body, person), None
        raise self.refusal(410, "upload-gone")

    def rows(self, name, words, start):
        rows = self.in_use(name)["content"]
        fits = lambda row: words in row["code"].lower() or any(words in text.lower() for text in mock_forms.texts(row, "label").values())  # noqa: E731
        found = [{"code": row["code"], "names": mock_forms.texts(row, "label"), "retired": self.retired(row), **({"parent": row["parent"]} if row.get("parent") else {})}
                 for row in rows[start:start + 100] if fits(row)]
        return {"rows": found, **({"next": start + 100} if start + 100 < len(rows) else {})}

    def file(self, name):
        rows, out = self.in_use(name)["content"], io.StringIO()
        writer = csv.DictWriter(out, rows[0].keys())
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue().encode()

    def report(self, key):
        name, data = self.uploads[key]
        answer = {"upload": key, "list": name, "title": self.lists[name]["title"], "accepted": False, "faults": [], "moreFaults": 0, "rows": 0, "retired": 0,
                  "changed": [], "kept": []}
        fault = lambda code, row, words, cell="": {"severity": "error", "code": code, "sheet": name, "row": row, "column": "code" if row else "", "letter": "A" if row else "",  # noqa: E731
                                                   "cell": cell, "words": words, "suggestion": "Give one of them another code."}
        if not data.startswith(b"code,"):
            return {**answer, "faults": [fault("workbook-unknown-format", 0, "This is neither an .xlsx workbook nor CSV nor a Markdown table.")]}
        rows, seen = list(csv.DictReader(io.StringIO(data.decode()))), {}
        for number, row in enumerate(rows, 2):
            if row["code"] in seen:
                answer["faults"].append(fault("repeated-name", number, f"The code {row['code']} is already in row {seen[row['code']]}.", row["code"]))
            seen.setdefault(row["code"], number)
        if answer["faults"]:
            return answer
        before = {row["code"]: row for row in self.in_use(name)["content"]}
        gone = [{**row, "retired": "yes"} for code, row in before.items() if code not in seen]
        after, changes = rows + gone, []
        for row in after:
            old, names = before.get(row["code"]), mock_forms.texts(row, "label")
            note = lambda kind, was="", now="", language="", **more: changes.append({"kind": kind, "code": row["code"], "names": names, "before": was, "after": now,  # noqa: E731
                                                                                   "language": language, "row": 0, "words": f"{row['code']} {kind}", **more})
            if old is None:
                note("added")
                continue
            if self.retired(old) != self.retired(row):
                note("retired", records=3) if self.retired(row) else note("returned")
            was = mock_forms.texts(old, "label")
            for language in SITE:
                if was.get(language) != names.get(language):
                    note("relabelled", was.get(language, ""), names.get(language, ""), language)
        counts = {}
        for change in changes:
            counts[change["kind"]] = counts.get(change["kind"], 0) + 1
        self.uploads[key + "/rows"] = after
        followers = {"concern_types": ["case", "closure", "notification"]}.get(name, []) if changes else []
        forms = lambda names: [{"name": one, "title": mock_forms.form(one)["title"]} for one in names]  # noqa: E731
        base = self.in_use(name)["publication"]
        return {**answer, "accepted": True, "rows": sum(not self.retired(row) for row in after), "retired": sum(map(self.retired, after)),
                "difference": {"summary": "", "counts": counts, "changes": changes[:100], "more": max(0, len(changes) - 100)}, "changed": forms(followers), "kept": forms(followers[-1:]),
                **({"base": base} if base else {})}

    def publish_for(self, name, person, note, rows, publication=None):
        versions = self.lists[name]["versions"]
        for one in versions:
            one["inUse"] = False
        version = Publishing.version(publication or str(uuid.uuid4()), max(one["version"] for one in versions) + 1, rows, {"id": person["id"], "name": person["name"]}, note, self.now())
        version["inUse"] = True
        versions.append(version)
        return {"list": name, "version": version["version"], "publication": version["publication"], "forms": []}

    def put(self, key, body, person):
        for done in self.done:
            if done["publication"] == body["publication"]:
                return done
        name = self.uploads[key][0]
        if not body["note"].strip() or not self.report(key)["accepted"]:
            raise self.refusal(422, "list-refused")
        if body.get("base") != self.in_use(name)["publication"]:
            raise self.refusal(409, "list-changed")
        self.done.append(self.publish_for(name, person, body["note"], self.uploads[key + "/rows"], body["publication"]))
        return self.done[-1]

    def roll_back(self, name, body, person):
        if body.get("base") != self.in_use(name)["publication"]:
            raise self.refusal(409, "list-changed")
        target = next(one for one in self.lists[name]["versions"] if one["publication"] == body.get("publication"))
        for one in self.lists[name]["versions"]:
            one["inUse"] = one is target
        return {"list": name, "version": target["version"], "forms": [], **({"publication": target["publication"]} if target["publication"] else {})}
