"""Hostile bytes from outside: clear refusals, bounded memory, and everybody else is served meanwhile."""
import json
import os
import socket
import ssl
import threading
import time

from box import Box, scratch
from client import note, unverified, uuid7

GROWTH = 150 * 1000 * 1000


class Raw:
    """Bytes over TLS, no library in between."""

    def __init__(self, port: int, timeout: float = 10):
        plain = socket.create_connection(("127.0.0.1", port), timeout=timeout)
        self.tls = unverified().wrap_socket(plain, server_hostname="127.0.0.1")

    def send(self, data: bytes) -> "Raw":
        try:
            self.tls.sendall(data)
        except OSError:
            pass  # refused while we were still talking: what counts is the answer
        return self

    def status(self) -> int:
        """The status of the answer; 0 when the connection was closed without one."""
        got = b""
        try:
            while b"\r\n" not in got and len(got) < 4096:
                piece = self.tls.recv(4096)
                if not piece:
                    break
                got += piece
        except (OSError, ssl.SSLError):
            pass
        words = got.split(b" ")
        return int(words[1]) if len(words) > 2 and got.startswith(b"HTTP/1.") and words[1].isdigit() else 0

    def close(self):
        try:
            self.tls.close()
        except OSError:
            pass


def exchange(port: int, data: bytes, timeout: float = 10) -> int:
    raw = Raw(port, timeout)
    try:
        return raw.send(data).status()
    finally:
        raw.close()


class Watch(threading.Thread):
    """An honest client beside the abuse: it must be answered all the time, and memory must stay bounded."""

    def __init__(self, box: Box):
        super().__init__(daemon=True)
        self.box, self.client, self.on = box, box.client("case_worker"), True
        self.before = box.memory()["VmRSS"]
        self.highest, self.answers, self.slowest, self.trouble = self.before, 0, 0.0, []

    def run(self):
        while self.on:
            begun = time.monotonic()
            try:
                status = self.client.get("/api/v1/my-day").status
                if status != 200:
                    self.trouble.append(status)
            except OSError as fault:
                self.trouble.append(str(fault))
            self.answers += 1
            self.slowest = max(self.slowest, time.monotonic() - begun)
            self.highest = max(self.highest, self.box.memory()["VmRSS"])
            time.sleep(0.1)

    def end(self) -> dict:
        self.on = False
        self.join(60)
        assert not self.trouble, f"others were not served: {self.trouble[:5]}"
        assert self.slowest < 5, f"somebody waited {self.slowest:.1f} s"
        grown = self.highest - self.before
        assert grown < GROWTH, f"memory grew by {grown} bytes"
        return {"honest answers": self.answers, "slowest seconds": round(self.slowest, 2), "grown bytes": grown}


def post(path: str, body: bytes, kind: str = "application/json", extra: str = "", length: int | None = None) -> bytes:
    head = (f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {len(body) if length is None else length}\r\n{extra}\r\n")
    return head.encode() + body


def session_head(client) -> str:
    return f"Cookie: {client.cookie}\r\nX-Kinbox-CSRF: {client.csrf}\r\n"


def refused_clearly(_):
    """Oversize, malformed, too deep, wrong encodings, path tricks: each answered with a 4xx (or closed), never 5xx."""
    with Box(scratch("bad"), children=60) as box:
        client = box.client("case_worker")
        head = session_head(client)
        port = box.port
        dossier = client.get("/api/v1/my-day").json()["caseload"]["rows"][0]["dossier"]
        deep = b"[" * 100_000 + b"]" * 100_000
        nested = b'{"a":' * 20_000 + b"1" + b"}" * 20_000
        good = {"saveId": uuid7(), "entries": [note(dossier, "x")]}
        records = "/api/v1/records"
        cases = {
            "body declared as 100 GB": post(records, b"{}", extra=head, length=100_000_000_000),
            "body declared negative": f"POST {records} HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n{head}\r\n".encode(),
            "two lengths": f"POST {records} HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n{head}\r\n{{}}".encode(),
            "20 MB of body": post(records, b'{"saveId":"' + b"a" * 20_000_000 + b'"}', extra=head),
            "chunked without end": f"POST {records} HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n{head}\r\n".encode()
                                   + b"ffff\r\n" + b"a" * 0xFFFF + b"\r\n" + b"zz\r\n",
            "JSON arrays 100,000 deep": post(records, deep, extra=head),
            "JSON objects 20,000 deep": post(records, nested, extra=head),
            "bad UTF-8": post(records, b'{"saveId":"\xff\xfe\xc0\xaf"}', extra=head),
            "half a surrogate": post(records, b'{"saveId":"\\ud800"}', extra=head),
            "not JSON": post(records, b"\x00\x01\x02", extra=head),
            "empty body": post(records, b"", extra=head),
            "cut JSON": post(records, json.dumps(good).encode()[:-7], extra=head),
            "a number too large": post(records, b'{"saveId":' + b"9" * 5000 + b"}", extra=head),
            "multipart where JSON belongs": post(records, b"--x\r\nContent-Disposition: form-data; name=\r\n\r\n", "multipart/form-data; boundary=x", head),
            "multipart without boundary": post(records, b"--\r\n\r\n", "multipart/form-data", head),
            "long target": b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: a\r\n\r\n",
            "many headers": b"GET / HTTP/1.1\r\nHost: a\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(20_000)) + b"\r\n",
            "one large header": b"GET / HTTP/1.1\r\nHost: a\r\nX: " + b"a" * 500_000 + b"\r\n\r\n",
            "large cookie": b"GET /api/v1/session HTTP/1.1\r\nHost: a\r\nCookie: kinbox=" + b"a" * 7_000 + b"\r\n\r\n",
            "method nobody knows": b"BREW /api/v1/records HTTP/1.1\r\nHost: a\r\n\r\n",
            "no such version": b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
            "line noise": bytes(range(256)) * 8 + b"\r\n\r\n",
            "header with a NUL": b"GET / HTTP/1.1\r\nHost: a\r\nX: a\x00b\r\nContent-Length: x\r\n\r\n",
        }
        for path in ("/../../etc/passwd", "/..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/a/%00/x", "/a/../vault.keys",
                     "/api/v1/dossiers/../people", "/api/v1/dossiers/%00", "/api/v1/dossiers/%ff%fe", "/api/v1/records/' OR 1=1 --",
                     "/a/..\\..\\vault.db", "/api/v1/dossiers/" + "9" * 4000):
            quoted = path.replace(" ", "%20")
            cases[f"path {path[:40]}"] = f"GET {quoted} HTTP/1.1\r\nHost: 127.0.0.1\r\n{head}\r\n".encode()
        watch = Watch(box)
        watch.start()
        answers = {}
        for name, data in cases.items():
            answers[name] = exchange(port, data)
        found = watch.end()
        # 505 is what RFC 9110 asks for there.
        right = answers.pop("no such version") in (0, 400, 505)
        assert right, "a version that is not there was taken"
        bad = {name: status for name, status in answers.items() if status and not 400 <= status < 500}
        assert not bad, f"not refused clearly: {bad}"
        closed = [name for name, status in answers.items() if not status]
        # Some garbage gets no answer by design; ordinary mistakes of an honest client must get one.
        must = [name for name in closed if name.startswith(("JSON", "bad UTF", "half", "not JSON", "empty", "cut", "multipart", "path", "20 MB", "body declared as"))]
        assert not must, f"closed without a word: {must}"
        return {**found, "cases": len(cases), "closed without answer": closed, "answers": answers}


def slow_and_idle(options):
    """Hundreds of idle and dripping connections: others are served, memory is bounded, and the slow ones are shut out."""
    count = 150 if options.short else 600
    with Box(scratch("slow"), children=60) as box:
        watch = Watch(box)
        watch.start()
        idle, refused = [], 0
        for number in range(count):
            try:
                plain = socket.create_connection(("127.0.0.1", box.port), timeout=5)
                plain.settimeout(5)
                idle.append(plain)
                if number % 3 == 0:  # a handshake that never ends
                    plain.sendall(b"\x16\x03\x01")
                elif number % 3 == 1:
                    idle[-1] = unverified().wrap_socket(plain, server_hostname="127.0.0.1")
                    idle[-1].sendall(b"POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 4000\r\n\r\n")
                    idle[-1].sendall(b"{")
            except OSError:
                refused += 1
        until = time.monotonic() + (15 if options.short else 60)
        while time.monotonic() < until:
            for connection in idle:
                try:
                    connection.sendall(b" ")
                except OSError:
                    pass
            time.sleep(2)
        open_now = sum(1 for connection in idle if alive(connection))
        found = watch.end()
        for connection in idle:
            connection.close()
        box.client("case_worker").get("/api/v1/my-day").expect(200)
        return {**found, "connections": count, "refused at the door": refused, "still open": open_now}


def alive(connection) -> bool:
    try:
        connection.settimeout(0.01)
        return connection.recv(1) != b""
    except (TimeoutError, ssl.SSLWantReadError):
        return True
    except OSError:
        return False


PROOFS = [refused_clearly, slow_and_idle]
