"""A small client of the box: one TLS connection kept open, one session."""
import http.client
import json
import os
import secrets
import select
import socket
import ssl
import time
from dataclasses import dataclass

import onetime


def uuid7() -> str:
    """A fresh id as devices make them."""
    raw = bytearray(int(time.time() * 1000).to_bytes(6, "big") + secrets.token_bytes(10))
    raw[6] = raw[6] & 0x0F | 0x70
    raw[8] = raw[8] & 0x3F | 0x80
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


@dataclass
class Answer:
    status: int
    headers: dict
    body: bytes

    def json(self):
        return json.loads(self.body)

    @property
    def code(self) -> str:
        """The stable code of a problem; empty for anything else."""
        try:
            return self.json().get("code", "")
        except (ValueError, AttributeError):
            return ""

    def expect(self, *statuses: int) -> "Answer":
        assert self.status in statuses, f"{self.status} instead of {statuses}: {self.body[:600]!r}"
        return self


def unverified() -> ssl.SSLContext:
    """For load and abuse; that the chain is right has a test of its own."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class _Connection(http.client.HTTPSConnection):
    def connect(self):
        super().connect()
        self.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


class Client:
    def __init__(self, port: int, host: str = "127.0.0.1", timeout: float = 30, context: ssl.SSLContext | None = None,
                 source: str | None = None):
        self.host, self.port, self.timeout = host, port, timeout
        self.context = context or unverified()
        self.source = (source, 0) if source else None
        self.cookie = ""
        self.csrf = ""
        self.session = None
        self.connection = None

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None

    def request(self, method: str, path: str, body=None, headers: dict | None = None, raw: bytes | None = None) -> Answer:
        """One exchange. A connection that the box closed while idle is opened anew once; a broken one is an error."""
        sent = {"Host": f"{self.host}:{self.port}"}
        if self.cookie:
            sent["Cookie"] = self.cookie
        if method not in ("GET", "HEAD") and self.csrf:
            sent["X-Kinbox-CSRF"] = self.csrf
        payload = raw
        if body is not None:
            payload = json.dumps(body, ensure_ascii=False).encode()
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        if self.connection and self.connection.sock and select.select([self.connection.sock], [], [], 0)[0]:
            self.close()  # nothing is awaited on it: what is there to read is its end
        fresh = self.connection is None
        if fresh:
            self.connection = _Connection(self.host, self.port, timeout=self.timeout, context=self.context,
                                          source_address=self.source)
        try:
            self.connection.request(method, path, payload, sent)
            response = self.connection.getresponse()
            content = response.read()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self.close()
            if fresh or method not in ("GET", "HEAD"):
                raise
            return self.request(method, path, body, headers, raw)
        except Exception:
            self.close()
            raise
        got = {name.lower(): value for name, value in response.getheaders()}
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                self._keep(value)
        if response.will_close:
            self.close()
        return Answer(response.status, got, content)

    def _keep(self, line: str):
        pair = line.split(";", 1)[0].strip()
        name = pair.split("=", 1)[0]
        kept = [part for part in self.cookie.split("; ") if part and part.split("=", 1)[0] != name]
        self.cookie = "; ".join([*kept, pair])

    def get(self, path: str, **more) -> Answer:
        return self.request("GET", path, **more)

    def post(self, path: str, body=None, **more) -> Answer:
        return self.request("POST", path, body, **more)

    def put(self, path: str, **more) -> Answer:
        return self.request("PUT", path, **more)

    def break_off(self, method: str, path: str, data: bytes, sent: int):
        """Begins to send `data` on a line of its own that breaks behind `sent` bytes."""
        with socket.create_connection((self.host, self.port), timeout=self.timeout) as line:
            with self.context.wrap_socket(line, server_hostname=self.host) as sealed:
                head = f"{method} {path} HTTP/1.1\r\nHost: {self.host}:{self.port}\r\nCookie: {self.cookie}\r\nX-Kinbox-CSRF: {self.csrf}\r\n"
                sealed.sendall(f"{head}Content-Type: application/octet-stream\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data[:sent])

    def sign_in(self, who: dict, patience: float = 95) -> "Client":
        """`who` is one entry of the demo's sign-in file. A one-time code works once; then the next one is waited for."""
        until = time.time() + patience
        asked = {"user": who["user"], "password": who["password"]}
        answer = self.post("/api/v1/session", asked)
        offsets = [0, -1, 1]
        while answer.status != 200 and who.get("totpSecret") and time.time() < until:
            if answer.code not in ("second-factor-needed", "sign-in-refused", "slow-down"):
                break
            if not offsets:
                time.sleep(5)
                offsets = [1]
            answer = self.post("/api/v1/session", {**asked, "code": onetime.code(who["totpSecret"], offsets.pop(0))})
            if answer.code == "slow-down":
                time.sleep(float(answer.headers.get("retry-after", "2")) + 0.2)
        answer.expect(200)
        self.session = answer.json()
        self.csrf = self.session["csrf"]
        return self

    def save(self, *entries: dict, save_id: str | None = None) -> Answer:
        return self.post("/api/v1/records", {"saveId": save_id or uuid7(), "entries": list(entries)})


def note(dossier: str, text: str, **more) -> dict:
    """An authored entry that adds a note to a dossier."""
    return {"id": uuid7(), "op": "create", "form": "note", "record": uuid7(), "dossier": dossier, "parent": dossier,
            "formVersion": 1, "at": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()), "fields": {"text": text}, **more}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def binary() -> str:
    path = os.environ.get("KINBOX_BIN", "")
    if not path or not os.access(path, os.X_OK):
        raise SystemExit("KINBOX_BIN must name the kinbox binary; `make test` and `make prove-box` set it")
    return os.path.abspath(path)
