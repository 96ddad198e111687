"""The directory as a list and as tables, as far as the app shows it: CSV in, reports with faults in their place, importing by
slices. What a table really takes is the box's own proof."""
import csv
import io
import json
import re
import uuid

import mock_forms

SLICE = 2
ID = re.compile(r"[0-9a-f-]{36}")


class Tables:
    def __init__(self, store, refusal):
        self.store, self.refusal = store, refusal
        self.uploads = {}

    def rows(self, form):
        return [one for one in self.store.records.values() if one["form"] == form]

    def name(self, record):
        return record["fields"].get(f"{record['form']}_name", "")

    def listed(self, record):
        fields = record["fields"]
        places = {place["code"]: place["name"] for place in mock_forms.places()}
        provider = self.store.records.get(fields.get("provider"))
        row = {"id": record["id"], "name": self.name(record), "fields": fields, "links": {"provider": self.name(provider)} if provider else {}}
        return {**row, "place": fields["place"], "placeName": places.get(fields["place"], {})} if fields.get("place") else row

    def answer(self, method, path, query, raw, person, may):
        form, *rest = path.split("/")[4:]
        if form not in ("provider", "service") or f"view:{form}" not in may:
            raise self.refusal(404, "not-found")
        if method == "GET" and rest == ["records"]:
            return self.list(form, query, may)
        if method == "GET":
            if query.get("empty") != "1" and f"export:{form}" not in may:
                raise self.refusal(404, "not-found")
            return 200, b"PK\x03\x04" if query.get("as") != "csv" else "\ufeffid,version".encode(), {"Content-Type": "application/octet-stream"}
        if f"create:{form}" not in may:
            raise self.refusal(404, "not-found")
        if rest == ["uploads"]:
            upload = str(uuid.uuid4())
            report, rows = self.report(form, raw)
            self.uploads[upload] = {"rows": rows, "at": 0, "form": form}
            return 200, {"upload": upload, **report}, None
        return self.bring_in(rest[1], person)

    def list(self, form, query, may):
        found = [self.listed(one) for one in self.rows(form)]
        if query.get("of"):
            found = [row for row in found if row["fields"].get("provider") == query["of"]]
        if query.get("service"):
            found = [row for row in found if query["service"] in [row["fields"].get("service"), *row["fields"].get("services", [])]]
        if query.get("free"):
            found = [row for row in found if row["fields"].get("places_free", 0) > 0]
        found = [row for row in found if query.get("q", "").lower() in json.dumps(row, ensure_ascii=False).lower()]
        found.sort(key=lambda row: row["name"].lower())
        at = int(query.get("cursor", 0))
        reply = {"rows": found[at:at + 50], "total": len(found), "may": {action: f"{word}:{form}" in may for action, word in (("create", "create"), ("export", "export"), ("import", "create"))}}
        return 200, {**reply, "next": str(at + 50)} if at + 50 < len(found) else reply, None

    def report(self, form, raw):
        faults, changes, entries = [], [], []
        counts = dict.fromkeys(("rows", "new", "changed", "unchanged", "refused", "cleared", "kept"), 0)
        compiled = mock_forms.form(form)
        fields = {field["name"]: field for field in compiled["fields"]}
        table = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
        header = table[0]

        def fault(severity, code, row, at, **more):
            faults.append({"severity": severity, "code": code, "sheet": form, "row": row, "column": header[at] if header[at] in fields or header[at] in ("id", "version") else "",
                           "letter": "ABCDEFGHIJ"[at], "cell": table[row - 1][at], "words": f"(the box's words for {code})", **more})

        for at, column in enumerate(header):
            if column not in fields and column not in ("id", "version"):
                fault("error", "unknown-column", 1, at, suggestion="provider_name")
        for number, cells in enumerate(table[1:], 2):
            counts["rows"] += 1
            wrong = len(faults)
            said = {name: text for name, text in zip(header, cells) if name in fields and text}
            for at, (column, text) in enumerate(zip(header, cells)):
                codes = [choice["value"] for choice in compiled["lists"].get(fields.get(column, {}).get("list"), [])]
                if text and codes and text not in codes:
                    fault("error", "unknown-choice", number, at, suggestion=codes[0])
            record = self.store.records.get(dict(zip(header, cells)).get("id"))
            twin = None if record else next((one for one in self.rows(form) if self.name(one) == said.get(f"{form}_name")), None)
            if twin:
                fault("warning", "likely-twin", number, header.index(f"{form}_name"), record=twin["id"], suggestion=twin["id"])
            if record and said.get("capacity") and record["version"] > 1:
                fault("error", "conflict", number, header.index("capacity"), record=record["id"], suggestion=str(record["fields"].get("capacity", "")))
            if any(one["severity"] == "error" for one in faults[wrong:]):
                counts["refused"] += 1
                continue
            if record:
                for name, text in said.items():
                    if text != str(record["fields"].get(name, "")):
                        changes.append({"row": number, "record": record["id"], "name": self.name(record), "column": name, "before": str(record["fields"].get(name, "")), "after": text})
                counts["changed"] += 1
            else:
                counts["new"] += 1
            entries.append({"id": str(uuid.uuid4()), "op": "amend" if record else "create", "form": form, "record": record["id"] if record else str(uuid.uuid4()),
                            "base": record["version"] if record else None, "fields": said})
        errors = sum(one["severity"] == "error" for one in faults)
        return {"form": form, "accepted": errors == 0, "counts": counts, "errors": errors, "warnings": len(faults) - errors, "faults": faults,
                "changes": changes, "moreChanges": 0}, entries

    def bring_in(self, upload, person):
        held = self.uploads.get(upload)
        if not held:
            raise self.refusal(410, "upload-gone")
        part = held["rows"][held["at"]:held["at"] + SLICE]
        for entry in part:
            self.store.apply(entry, {"id": person["id"], "name": person["name"]})
        held["at"] += len(part)
        new = sum(entry["op"] == "create" for entry in part)
        return 200, {"new": new, "changed": len(part) - new, "left": len(held["rows"]) - held["at"]}, None
