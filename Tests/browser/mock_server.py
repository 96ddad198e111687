#!/usr/bin/env python3
"""A stand-in for the box: the same addresses, shapes and headers, a fake district in memory. For work on the app alone.

    python3 Tests/browser/mock_server.py [PORT]      then sign in as amal / river lamp seven stone

POST /mock/… switches what a test needs: {"locked": true}, {"full": true}, {"drop": true} (no answers), {"end": true} (sessions end),
{"slow": seconds}, {"publish": form} (somebody else puts a version of it into use), {"forget": true} (uploads are gone),
{"profile": name} (somebody else switches what is asked).
"""
import base64
import functools
import glob
import gzip
import hashlib
import json
import pathlib
import re
import sys
import threading
import time
import urllib.parse
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

sys.path.insert(0, str(pathlib.Path(__file__).parent))
import mock_forms  # noqa: E402
import mock_parts  # noqa: E402
from mock_lists import Lists  # noqa: E402
from mock_profiles import Profiles  # noqa: E402
from mock_publishing import Publishing  # noqa: E402
from mock_store import PEOPLE, RECOVERY, Store, day, name, now, token  # noqa: E402
from mock_tables import Tables  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
WEB = ROOT / "assets" / "web"
CSP = ("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; font-src 'self'; "
       "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'")
CASE_WORK = [f"{action}:{kind}" for action in ("view", "create", "edit") for kind in ("notification", "child", "case", "note", "visit", "family", "family_member")] + ["decide:notification"]
DIRECTORY = [f"{action}:{kind}" for action in ("view", "create", "edit", "export") for kind in ("provider", "service")]
CASE_WORK += ["view:provider", "view:service", "works_case"]
MAY = {"site_administrator": ["people", "devices"], "auditor": ["audit"],
       "supervisor": [*CASE_WORK, "confirms_screening", "approves", "reassign", "duplicates", "asks_erasure", "aggregates", "view:tracing_request", "decide:tracing_request"],
       "helpline_operator": ["create:notification"],
       "gbv_worker": ["view:child", "view:case", *(f"{action}:gbv_case" for action in ("view", "create", "edit"))],
       "tracing_officer": [*(f"{action}:tracing_request" for action in ("view", "create", "edit", "decide")), "view:child", "view:case"],
       "data_officer": ["view:child", "view:notification", "aggregates", "forms", "classifiers", "duplicates", "exports", "asks_erasure", "confirms_erasure", *DIRECTORY]}
TYPES = {".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".json": "application/json", ".svg": "image/svg+xml", ".wasm": "application/wasm"}


def preact():
    places = [f"{ROOT}/build/venv/lib/python3*/site-packages"] + sys.path
    for place in places:
        for path in glob.glob(f"{place}/datasette_preact/static/preact-*-htm-*.min.js"):
            return pathlib.Path(path).read_bytes()
    raise SystemExit("The browser library is missing: pip install datasette-preact==0.0.1")


@functools.lru_cache(maxsize=None)
def engine():
    path = ROOT / "build" / "engine" / "forms.wasm"
    if not path.exists():
        raise SystemExit("The rules engine is missing: tools/build-wasm")
    return path.read_bytes()


def web_files():
    """Path below /a/HASH/ → bytes, as the pack of the box holds them."""
    files = {str(path.relative_to(WEB)): path.read_bytes() for path in WEB.rglob("*") if path.is_file()}
    return {**files, "vendor/preact.js": preact(), "engine/forms.wasm": engine()}


def draft_key(user):
    """The same at each sign-in of a person, as on the box."""
    return base64.urlsafe_b64encode(hashlib.sha256(f"drafts of {user}".encode()).digest()).decode().rstrip("=")


class Refusal(Exception):
    def __init__(self, status, code, **more):
        self.status, self.body = status, {"type": f"urn:kinbox:problem:{code}", "title": code, "status": status, "code": code, **more}


class Mock:
    """State shared by all requests of one server."""

    def __init__(self):
        self.store, self.sessions, self.lock = Store(), {}, threading.RLock()
        self.locked = self.full = self.drop = False
        self.publishing, self.lists = Publishing(self.store, Refusal, now), Lists(Refusal, now)
        self.tables = Tables(self.store, Refusal)
        self.profiles = Profiles(self.publishing, Refusal)
        self.slow, self.asked = 0, []
        self.links, self.invited, self.public, self.tries = {"first-link": "ion"}, [], 0, 0
        self.idle = 900
        self.answered = []
        self.attachments = {}
        self.requests = [{"id": str(uuid.uuid4()), "what": "account", "person": {"id": str(uuid.uuid4()), "name": "Dana Lupu"}, "role": "case_worker",
                          "asker": {"id": PEOPLE["root"]["id"], "name": "Site Keeper"}, "reason": "", "at": now()}]

    def files(self):
        files = web_files()
        digest = hashlib.sha256(b"".join(path.encode() + data for path, data in sorted(files.items()))).hexdigest()[:12]
        return digest, files


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    mock: Mock

    def log_message(self, *_):
        pass

    def do_GET(self):
        self.run("GET")

    def do_POST(self):
        self.run("POST")

    def do_PUT(self):
        self.run("PUT")

    def do_DELETE(self):
        self.run("DELETE")

    def run(self, method):
        url = urllib.parse.urlsplit(self.path)
        self.query = dict(urllib.parse.parse_qsl(url.query))
        self.raw = body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            self.body = json.loads(body) if body and self.headers.get("Content-Type", "").startswith("application/json") else {}
        except ValueError:
            return self.send(400, {"code": "not-json"})
        self.mock.asked.append((method, self.path))
        if url.path.startswith("/mock/"):
            return self.steer()
        time.sleep(self.mock.slow)
        if self.mock.drop:
            self.close_connection = True
            return None
        try:
            with self.mock.lock:
                status, answer, extra = self.answer(method, url.path)
            return self.send(status, answer, extra)
        except Refusal as refusal:
            return self.send(refusal.status, refusal.body, {"Content-Type": "application/problem+json", **({"Retry-After": "2"} if refusal.status == 429 else {})})

    def steer(self):
        for key, value in self.body.items():
            setattr(self.mock, key, value)
        if self.body.get("end"):
            self.mock.sessions.clear()
        if self.body.get("publish"):
            self.mock.publishing.publish_for(self.body["publish"], PEOPLE["ion"], "A word spelt better", "standard")
        if self.body.get("list"):
            self.mock.lists.publish_for(self.body["list"], PEOPLE["ion"], "A word spelt better", self.mock.lists.in_use(self.body["list"])["content"])
        if self.body.get("profile"):
            self.mock.profiles.switch(self.body["profile"])
        if self.body.get("forget"):
            self.mock.publishing.uploads.clear()
            self.mock.tables.uploads.clear()
        if self.body.get("foreign"):
            self.mock.store.apply({"id": str(uuid.uuid4()), "op": "amend", **self.body["foreign"]}, PEOPLE["ion"])
        self.send(200, {})

    def send(self, status, answer, extra=None):
        headers = {"Content-Security-Policy": CSP, "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer", "Cache-Control": "no-store",
                   "Content-Type": "application/json", **(extra or {})}
        data = answer if isinstance(answer, bytes) else b"" if answer is None else json.dumps(answer, ensure_ascii=False).encode()
        if len(data) > 600 and "gzip" in self.headers.get("Accept-Encoding", ""):
            data = gzip.compress(data, 9)
            headers["Content-Encoding"] = "gzip"
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        if status not in (204, 304):
            self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        if status not in (204, 304):
            self.wfile.write(data)

    # Pages and files

    def answer(self, method, path):
        if method == "GET" and path in ("/", "/notify"):
            digest, files = self.mock.files()
            page = files["index.html" if path == "/" else "notify.html"].replace(b"{{base}}", f"/a/{digest}".encode())
            return 200, page, {"Content-Type": TYPES[".html"], "Cache-Control": "no-cache"}
        found = re.fullmatch(r"/a/\w+/(.+)", path)
        if found:
            data = web_files().get(found.group(1))
            if data is None:
                raise Refusal(404, "not-found")
            return 200, data, {"Content-Type": TYPES[pathlib.Path(found.group(1)).suffix], "Cache-Control": "public, max-age=31536000, immutable"}
        if path == "/healthz":
            return 200, {"status": "locked" if self.mock.locked else "read-only" if self.mock.full else "ok", "version": "mock"}, None
        return self.api(method, path)

    def person(self, write):
        if self.mock.locked:
            raise Refusal(503, "locked")
        cookie = re.search(r"kinbox=([\w-]+)", self.headers.get("Cookie", ""))
        session = self.mock.sessions.get(cookie and cookie.group(1))
        if not session:
            raise Refusal(401, "session-ended")
        if write and self.headers.get("X-Kinbox-CSRF") != session["csrf"]:
            raise Refusal(403, "csrf-mismatch")
        if write and self.mock.full:
            raise Refusal(507, "no-space")
        return session

    def api(self, method, path):
        store = self.mock.store
        key = (method, path)
        if key == ("GET", "/api/v1/unlock"):
            return 200, {"locked": self.mock.locked}, None
        if key == ("POST", "/api/v1/unlock"):
            if "correct horse" not in (self.body.get("passphrase") or self.body.get("recovery") or ""):
                raise Refusal(401, "wrong-secret")
            self.mock.locked = False
            return 200, {"locked": False}, None
        if key == ("POST", "/api/v1/setup"):
            return self.set_up()
        if path == "/api/v1/session":
            return self.session(method)
        if key == ("GET", "/api/v1/forms"):
            return self.of_edition({"forms": [{"name": one, "version": 1, "title": mock_forms.form(one)["title"]} for one in mock_forms.names()]})
        if re.fullmatch(r"/api/v1/forms/(publications|uploads.*|\w+/(roll-back|roll-back/ask|workbook))", path):
            person = self.person(method != "GET")["person"]
            if person["role"] != "data_officer":
                raise Refusal(403, "not-allowed")
            return self.mock.publishing.answer(method, path, self.query, self, person)
        if method == "GET" and path.startswith("/api/v1/forms/"):
            if path.rsplit("/", 1)[1] not in mock_forms.names():
                raise Refusal(404, "not-found")
            return self.of_edition(self.mock.profiles.compiled(self.mock.publishing.compiled(path.rsplit("/", 1)[1])))
        if path == "/api/v1/profiles" or path.startswith("/api/v1/profiles/"):
            if self.person(method != "GET")["person"]["role"] != "data_officer":
                raise Refusal(403, "not-allowed")
            return self.mock.profiles.answer(method, path, self.body)
        if key == ("GET", "/api/v1/places"):
            return 200, {"places": self.mock.lists.places()}, {"ETag": f'"p{len(self.mock.lists.lists["places"]["versions"])}"'}
        if path == "/api/v1/lists" or path.startswith("/api/v1/lists/"):
            person = self.person(method != "GET")["person"]
            if person["role"] != "data_officer":
                raise Refusal(403, "not-allowed")
            return self.mock.lists.answer(method, path, self.query, self, person)
        if key == ("POST", "/api/v1/notifications"):
            return self.notify()
        session = self.person(method != "GET")
        person = session["person"]
        if path.startswith("/api/v1/tables/"):
            return self.mock.tables.answer(method, path, self.query, self.raw, person, session["body"]["may"])
        if key == ("POST", "/api/v1/attachments"):
            return self.attach()
        if method == "DELETE" and re.fullmatch(r"/api/v1/attachments/[0-9a-f-]+", path):
            return 204, self.mock.attachments.pop(path.rsplit("/", 1)[1], None) and None, None
        found = re.fullmatch(r"/api/v1/records/([\w-]+)/attachments/([\w-]+)", path)
        if found:
            return self.attachment(*found.groups())
        for part in mock_parts.found():
            answer = part.answer(self, method, path, person)
            if answer is not None:
                return answer
        found = re.fullmatch(r"/api/v1/(notifications|dossiers|records|conflicts)/([\w-]+)(?:/(\w+))?", path)
        if found:
            return self.one(method, *found.groups(), person)
        if key == ("GET", "/api/v1/my-day"):
            return 200, mock_parts.my_day(self, self.my_day(person), person), None
        if key == ("GET", "/api/v1/notifications"):
            rows = [self.alert(one) for one in store.of("notification") if one["status"] == self.query.get("status", "new")]
            return 200, {"rows": sorted(rows, key=lambda row: not row["urgent"])}, None
        if key == ("GET", "/api/v1/search"):
            wanted = self.query.get("state")
            return 200, {"rows": [row for row in store.search(self.query.get("q", "")) if not wanted or (row["status"] == "closed") == (wanted == "closed")], "more": False}, None
        if key == ("POST", "/api/v1/records"):
            return 200, self.save(self.body, person), None
        if key == ("GET", "/api/v1/colleagues"):
            return 200, {"colleagues": [{"id": "0190a1b2-0000-7000-8000-00000000c011", "name": "Dr Salma Idris", "role": "specialist"}]}, None
        if path == "/api/v1/people":
            return self.people(method, person)
        return self.own(method, path, person)

    def of_edition(self, answer):
        """One tag for all forms and their list, as the box makes it from the bytes of all of them."""
        profiles, versions = self.mock.profiles, self.mock.publishing.versions
        parts = [profiles.in_use, *(f"{name}{self.mock.publishing.in_use(name)['publication']}" for name in versions if any(one["inUse"] for one in versions[name])), *map(repr, mock_forms.GUESTS.items())]
        tag = f'"{hashlib.sha256("".join(parts).encode()).hexdigest()[:16]}"'
        return (304 if self.headers.get("If-None-Match") == tag else 200), answer, {"ETag": tag}

    def own(self, method, path, person):
        """One's account, and what needs two persons."""
        mock = self.mock
        if path == "/api/v1/requests":
            rows = [{**one, "mayAnswer": person["role"] == "supervisor", "mayTakeBack": False} for one in mock.requests if person["role"] in ("supervisor", "site_administrator")]
            forms = mock.publishing.waiting(person) if person["role"] in ("supervisor", "site_administrator", "data_officer") else []
            return 200, {"requests": rows + forms}, None
        if path.startswith("/api/v1/requests/") and any(one["id"] == path.split("/")[4] for one in mock.publishing.requests):
            mock.publishing.answer_request(path.split("/")[4], self.body["agree"], person)
            return 200, {}, None
        if path.startswith("/api/v1/requests/"):
            mock.answered.append((path.split("/")[4], self.body["agree"]))
            mock.requests = [one for one in mock.requests if one["id"] != path.split("/")[4]]
            return 200, {}, None
        if path == "/api/v1/notices":
            return 200, {"notices": []}, None
        if path == "/api/v1/sessions":
            return 200, {"sessions": [{"id": str(uuid.uuid4()), "began": now(), "peer": "127.0.0.1", "current": True}]}, None
        if path == "/api/v1/password":
            if self.body["old"] != person["password"]:
                raise Refusal(401, "sign-in-refused")
            return 204, None, None
        if path == "/api/v1/trail":
            row = {"position": 1, "at": now(), "action": "view", "actor": {"id": person["id"], "name": person["name"]}, "subject": str(uuid.uuid4()), "detail": {}}
            return 200, {"rows": [row]}, None
        raise Refusal(404, "not-found")

    # Attachments

    def attach(self):
        """As the box: the type by the first bytes; the metadata stays, taking it out is the box's own proof."""
        kinds = {b"\xff\xd8\xff": "image/jpeg", b"\x89PNG": "image/png", b"%PDF": "application/pdf", b"\x1aE\xdf\xa3": "audio/webm"}
        kind = next((kind for magic, kind in kinds.items() if self.raw.startswith(magic)), None)
        if not kind:
            raise Refusal(415, "attachment-type")
        one, name_ = str(uuid.uuid4()), self.query.get("name", "")
        value = f"{one} {kind} {len(self.raw)} {hashlib.sha256(self.raw).hexdigest()} {name_}".rstrip()
        self.mock.attachments[one] = {"record": self.query["record"], "field": self.query["field"], "kind": kind, "bytes": self.raw, "value": value}
        return 201, {"attachment": {"id": one, "type": kind, "size": len(self.raw), "name": name_, "digest": ""}, "value": value}, None

    def attachment(self, record, one):
        found = self.mock.attachments.get(one)
        if not found or found["record"] != record:
            raise Refusal(404, "not-found")
        return 200, found["bytes"], {"Content-Type": found["kind"], "Content-Disposition": "inline"}

    # Sessions

    def set_up(self):
        user = self.mock.links.pop(self.body.get("token"), None)
        if not user:
            raise Refusal(410, "setup-link-invalid")
        if len(self.body.get("password", "")) < 12:
            raise Refusal(422, "password-too-short")
        secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
        return 200, {"user": user, "totpSecret": secret, "totpURI": f"otpauth://totp/Kinbox:{user}?secret={secret}&issuer=Kinbox",
                     "recoveryCodes": [f"kite-rain-{number}" for number in range(9021, 9029)]}, None

    def session(self, method):
        if method == "DELETE":
            self.mock.sessions.clear()
            return 204, None, None
        if method == "GET":
            session = self.person(False)
            return 200, session["body"], None
        if self.mock.locked:
            raise Refusal(503, "locked")
        found = PEOPLE.get(self.body.get("user"))
        if not found or found["password"] != self.body.get("password"):
            self.mock.tries += 1
            raise Refusal(429, "slow-down") if self.mock.tries > 4 else Refusal(401, "sign-in-refused")
        if found["totp"]:
            if not self.body.get("code"):
                raise Refusal(401, "second-factor-needed")
            if self.body["code"] not in (found["totp"], RECOVERY):
                raise Refusal(401, "sign-in-refused")
        self.mock.tries = 0
        value, csrf = token(), token()
        body = {"user": {"id": found["id"], "name": found["name"], "user": self.body["user"], "role": found["role"]}, "csrf": csrf,
                "draftKey": draft_key(self.body["user"]), "may": MAY.get(found["role"], CASE_WORK), "idleSeconds": self.mock.idle}
        self.mock.sessions[value] = {"person": found, "csrf": csrf, "body": body}
        return 200, body, {"Set-Cookie": f"kinbox={value}; Path=/; HttpOnly; SameSite=Strict"}

    def people(self, method, person):
        if person["role"] != "site_administrator":
            raise Refusal(403, "not-allowed")
        if method == "POST":
            if self.body["user"] in PEOPLE:
                raise Refusal(409, "user-name-taken")
            self.mock.invited.append({"id": str(uuid.uuid4()), "name": self.body["name"], "user": self.body["user"], "role": self.body["role"], "active": True, "setUp": False})
            link = token()
            self.mock.links[link] = self.body["user"]
            return 201, {"id": self.mock.invited[-1]["id"], "setupLink": f"/#/setup/{link}", "waitsForSecond": True}, None
        return 200, {"people": [{"id": one["id"], "name": one["name"], "user": user, "role": one["role"], "active": True, "setUp": True} for user, one in PEOPLE.items()] + self.mock.invited}, None

    # Case work

    def one(self, method, kind, record, part, person):
        store = self.mock.store
        found = store.records.get(record)
        if not found:
            raise Refusal(404, "not-found")
        if kind == "conflicts" and method == "POST":
            target = store.records[found["fields"]["target"]]
            entry = {"id": self.body["saveId"], "op": "decide", "form": target["form"], "record": target["id"], "fields": {self.body["field"]: self.body["value"]}}
            answer = self.save({"saveId": self.body["saveId"], "entries": [entry]}, person)
            del store.records[record]
            return 200, answer, None
        if kind == "notifications":
            children = [store.shown(one) for one in store.of("notified_child", parent=record)]
            return 200, {"record": store.shown(found), "children": children, "mayTriage": person["role"] in ("case_worker", "supervisor")}, None
        if part == "timeline":
            rows = [{key: value for key, value in entry.items() if key != "dossier"} for entry in store.entries if entry["dossier"] == record]
            return 200, {"rows": sorted(rows, key=lambda row: row["at"], reverse=True)[:30]}, None
        if part == "history":
            return 200, {"fields": found["history"]}, None
        if kind == "dossiers":
            others = [store.shown(one) for one in store.of(dossier=record) if one["form"] not in ("child", "case", "conflict_task")]
            create = ["visit", "note", "risk_assessment", "care_plan", "referral", "placement", "closure", "family_member", "everything", *mock_forms.GUESTS,
                      *(["quality_review", "review_comment"] if person["role"] == "supervisor" else [])]
            return 200, {"id": record, "child": store.shown(found), "cases": [store.shown(one) for one in store.of("case", record)], "summary": store.summary(record), "consent": "given",
                         "records": others[::-1], "may": {"create": create}}, None
        if found["form"] == "conflict_task":
            return 200, store.task(found, person), None
        return 200, store.shown(found), {"ETag": f'"v{found["version"]}"'}

    def alert(self, record):
        children = self.mock.store.of("notified_child", parent=record["id"])
        fields = record["fields"]
        return {"id": record["id"], "received": fields.get("received_on"), "urgent": fields.get("urgent") == "yes", "concern": fields.get("concern", []), **({"asks": fields["asks_for"]} if fields.get("asks_for") else {}),
                "place": fields.get("place"), "placeName": mock_forms.place_name(fields.get("place")), "notifierKind": fields.get("notifier_kind"),
                "children": [{"id": one["id"], "name": name(one["fields"]), "age": one["fields"].get("age_years"), "sex": one["fields"].get("sex")} for one in children],
                "status": record["status"], "version": record["version"]}

    def my_day(self, person):
        store = self.mock.store
        sections = {"urgent": [], "today": [], "waiting": [], "changed": []}
        for record in store.of("notification"):
            if record["status"] == "new":
                alert = self.alert(record)
                args = {"children": len(alert["children"]), "concern": alert["concern"], "place": alert["place"]}
                cut_off = record["fields"].get("call_back") == "yes"
                asks = record["fields"].get("asks_for")
                args |= {"asks": asks} if asks else {}
                code = "asks_for" if asks and not alert["concern"] and not alert["urgent"] else ("urgent_call_back" if cut_off else "urgent_notification") if alert["urgent"] else "call_back" if cut_off else "new_notification"
                sections["urgent" if alert["urgent"] else "today"].append({"kind": "notification", "record": record["id"], "reason": {"code": code, "args": args}, "action": "triage"})
        rows = []
        for child in store.of("child"):
            summary = store.summary(child["id"])
            if summary["worker"] and summary["worker"]["id"] == person["id"]:
                rows.append({"dossier": child["id"], **{key: summary[key] for key in ("name", "age", "ageEstimated", "sex", "caseNumber", "risk", "lastSeen", "stage")}})
                if summary["risk"] == "high":
                    sections["urgent"].append({"kind": "case_unseen", "record": child["id"], "dossier": child["id"], "name": summary["name"],
                                               "reason": {"code": "not_seen", "args": {"days": 16, "limit": 14}}, "action": "visit"})
        for visit in store.of("visit")[:1]:
            sections["today"].append({"kind": "promise", "record": visit["id"], "dossier": visit["dossier"], "name": store.summary(visit["dossier"])["name"],
                                      "title": visit["fields"].get("promise"), "reason": {"code": "promise", "args": {}}, "due": day(0), "action": "visit"})
        for task in store.of("conflict_task"):
            sections["changed"].append({"kind": "conflict", "record": task["id"], "dossier": task["dossier"], "name": store.summary(task["dossier"])["name"],
                                        "reason": {"code": "conflict", "args": {"fields": task["fields"]["conflicting_fields"]}}, "action": "decide"})
        return {"today": day(0), "sections": [{"id": key, "rows": value} for key, value in sections.items()], "caseload": {"total": len(rows), "rows": rows}}

    def save(self, body, person):
        store = self.mock.store
        if body["saveId"] in store.saves:
            return {**store.saves[body["saveId"]], "duplicate": True}
        faults = [{"entry": entry["id"], **fault} for entry in body["entries"] for fault in mock_forms.check(entry["form"], entry["fields"], entry["op"] == "create")]
        if faults:
            raise Refusal(422, "faults", faults=faults)
        for entry in body["entries"]:
            record = store.records.get(entry["record"])
            if entry.get("status") and record and record["form"] == "notification" and record["status"] not in ("new", "registered", "screening_out") and record["status"] != entry["status"]:
                raise Refusal(409, "step-refused")
        records = {}
        for entry in body["entries"]:
            conflicts = store.apply(entry, person)
            records[entry["record"]] = {"id": entry["record"], "version": store.records[entry["record"]]["version"], "conflicts": conflicts}
        store.saves[body["saveId"]] = {"saveId": body["saveId"], "duplicate": False, "records": list(records.values()), "savedAt": now()}
        return store.saves[body["saveId"]]

    def notify(self):
        signed_in = "kinbox=" in self.headers.get("Cookie", "") and not self.mock.locked
        person = self.person(True)["person"] if signed_in else {"id": str(uuid.uuid4()), "name": "Public form"}
        if not signed_in:
            self.mock.public += 1
            if self.mock.public > 5:
                raise Refusal(429, "slow-down")
            if self.mock.locked:
                return 202, {"acknowledgement": "K99-LCK", "queued": True}, None
        saved = self.mock.store.saves.get(self.body.get("saveId"))
        if not saved:
            faults = mock_forms.check("notification", self.body["fields"], True)
            if faults:
                raise Refusal(422, "faults", faults=faults)
            record = self.mock.store.new("notification", person, self.body["fields"])
            for child in self.body.get("children", []):
                self.mock.store.new("notified_child", person, child, parent=record)
            saved = {"acknowledgement": self.mock.store.records[record]["fields"]["acknowledgement"], **({"id": record} if signed_in else {})}
            self.mock.store.saves[self.body.get("saveId")] = saved
        return 201, saved, None


class QuietServer(ThreadingHTTPServer):
    """Browsers cut connections as they like; that is no fault of a test."""

    daemon_threads = True
    request_queue_size = 128  # five would let a busy machine drop connections, which a browser tries again only after seconds

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError)):
            super().handle_error(request, client_address)


def serve(port=0):
    """Starts the mock on a thread; answers the server (its address is `server.server_address`)."""
    handler = type("BoundHandler", (Handler,), {"mock": Mock()})
    server = QuietServer(("127.0.0.1", port), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


if __name__ == "__main__":
    running = serve(int(sys.argv[1]) if len(sys.argv) > 1 else 8900)
    print(f"http://127.0.0.1:{running.server_address[1]}  amal / {PEOPLE['amal']['password']}  ion / {PEOPLE['ion']['password']} + {PEOPLE['ion']['totp']}")
    threading.Event().wait()
