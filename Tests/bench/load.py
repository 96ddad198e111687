"""A steady stream of requests from signed-in clients, whether or not the box keeps up.

Open loop: request k is due at k/rate seconds, and its time counts from when it was due. A box that stalls for a second
therefore has a hundred slow answers and not one. Requests and answers are plain bytes over TLS, so that little of what
is measured is the generator's.
"""
import gc
import json
import queue
import random
import socket
import ssl
import sys
import threading
import time
from urllib.parse import quote

from client import note, unverified, uuid7


CONTEXT = unverified()


class Line:
    """One kept TLS connection with a session on it."""

    def __init__(self, port: int, cookie: str = "", csrf: str = ""):
        self.port = port
        self.head = "Host: 127.0.0.1\r\n" + (f"Cookie: {cookie}\r\n" if cookie else "")
        self.csrf = f"X-Kinbox-CSRF: {csrf}\r\nContent-Type: application/json\r\n" if csrf else "Content-Type: application/json\r\n"
        self.tls = None

    def connect(self):
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=30)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.tls = CONTEXT.wrap_socket(plain, server_hostname="127.0.0.1")

    def exchange(self, method: str, path: str, body: bytes = b"") -> tuple:
        """Status and bytes of the answer."""
        if self.tls is None:
            self.connect()
        head = f"{method} {path} HTTP/1.1\r\n{self.head}"
        if method != "GET":
            head += f"{self.csrf}Content-Length: {len(body)}\r\n"
        try:
            self.tls.sendall(head.encode() + b"\r\n" + body)
            return self._answer()
        except (OSError, ssl.SSLError):
            self.close()
            raise

    def _answer(self) -> tuple:
        got = b""
        while b"\r\n\r\n" not in got:
            piece = self.tls.recv(65536)
            if not piece:
                raise OSError("closed")
            got += piece
        head, _, body = got.partition(b"\r\n\r\n")
        lines = head.lower().split(b"\r\n")
        length = next((int(line[15:]) for line in lines if line.startswith(b"content-length:")), 0)
        while len(body) < length:
            body += self.tls.recv(65536)
        if b"connection: close" in lines:
            self.close()
        return int(head[9:12]), body

    def close(self):
        if self.tls:
            try:
                self.tls.close()
            except OSError:
                pass
            self.tls = None


class Worker(threading.Thread):
    def __init__(self, line: Line, done):
        super().__init__(daemon=True)
        self.line, self.done, self.work = line, done, queue.SimpleQueue()

    def run(self):
        while (job := self.work.get()) is not None:
            due, kind, method, path, body = job
            began = time.perf_counter()
            try:
                status, _ = self.line.exchange(method, path, body)
            except (OSError, ssl.SSLError):
                status = 0
            self.done(kind, status, time.perf_counter() - due, time.perf_counter() - began)


class Stream:
    """`ask` makes the next request of a kind for a session: (method, path, body)."""

    def __init__(self, sessions: list, port: int):
        self.results, self.lock = [], threading.Lock()
        self.workers = [Worker(Line(port, session["cookie"], session["csrf"]), self._done) for session in sessions]
        for worker in self.workers:
            worker.line.connect()
            worker.start()

    def _done(self, kind, status, waited, served):
        with self.lock:
            self.results.append((kind, status, waited, served))

    def run(self, rate: float, seconds: float, plan) -> dict:
        """`plan(k)` answers (session index, kind, method, path, body). Returns figures per kind, in milliseconds."""
        self.results = []
        count = int(rate * seconds)
        plans = [plan(k) for k in range(count)]
        gc.collect()
        gc.disable()
        sys.setswitchinterval(0.0005)
        begun = time.perf_counter() + 0.2
        for k, (session, kind, method, path, body) in enumerate(plans):
            due = begun + k / rate
            pause = due - time.perf_counter()
            if pause > 0:
                time.sleep(pause)
            self.workers[session].work.put((due, kind, method, path, body))
        until = time.time() + 120
        while len(self.results) < count and time.time() < until:
            time.sleep(0.05)
        took = time.perf_counter() - begun
        gc.enable()
        return figures(self.results, count, took)

    def end(self):
        for worker in self.workers:
            worker.work.put(None)


def figures(results: list, asked: int, took: float) -> dict:
    kinds = {}
    for kind in sorted({result[0] for result in results}):
        mine = [result for result in results if result[0] == kind]
        waited = sorted(result[2] for result in mine)
        kinds[kind] = {"requests": len(mine), "failed": sum(1 for result in mine if not 200 <= result[1] < 300),
                       "p50": milliseconds(waited, 0.50), "p95": milliseconds(waited, 0.95), "p99": milliseconds(waited, 0.99),
                       "max": round(waited[-1] * 1000, 2)}
        statuses = {}
        for result in mine:
            statuses[str(result[1])] = statuses.get(str(result[1]), 0) + 1
        kinds[kind]["statuses"] = statuses
    return {"asked": asked, "answered": len(results), "rate": round(asked / max(took, 0.001), 1), "kinds": kinds}


def milliseconds(ordered: list, part: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * part))] * 1000, 2)


class District:
    """What the clients may ask for: their dossiers, names that occur, and the most common first name."""

    def __init__(self, sessions: list, port: int, seed: int = 1):
        self.dice = random.Random(seed)
        self.sessions = sessions
        self.writers, first, names = [], {}, set()
        for index, session in enumerate(sessions):
            line = Line(port, session["cookie"], session["csrf"])
            rows = json.loads(line.exchange("GET", "/api/v1/my-day")[1]).get("caseload", {}).get("rows", [])
            session["dossiers"] = [row["dossier"] for row in rows]
            if rows and session["role"] == "case_worker":
                self.writers.append(index)
            for row in rows:
                words = row["name"].split()
                first[words[0]] = first.get(words[0], 0) + 1
                names |= set(words)
            session["line"] = line
        assert self.writers, "no client has a case to write to"
        self.supervisors = [index for index, session in enumerate(sessions) if session["role"] == "supervisor"]
        self.names = sorted(names)
        self._widen(first)
        self.common = max(first, key=first.get)
        for session in sessions:
            session.pop("line").close()
        self.readers = [index for index, session in enumerate(sessions) if session["dossiers"]]

    def _widen(self, first: dict):
        """Those who may see more than their own cases find them by search, as they would."""
        for session in self.sessions:
            found = dict.fromkeys(session["dossiers"])
            for name in self.dice.sample(self.names, min(60, len(self.names))):
                status, body = session["line"].exchange("GET", f"/api/v1/search?q={quote(name)}")
                for row in json.loads(body)["rows"] if status == 200 else []:
                    found[row["dossier"]] = None
                    word = row["name"].split()[0]
                    first[word] = first.get(word, 0) + 1
            session["dossiers"] = list(found)

    def plan(self, _: int) -> tuple:
        draw = self.dice.random()
        if draw < 0.40:
            session = self.dice.choice(self.readers)
            return session, "open dossier", "GET", f"/api/v1/dossiers/{self.dice.choice(self.sessions[session]['dossiers'])}", b""
        if draw < 0.55:
            words = self.dice.sample(self.names, 1 if self.dice.random() < 0.7 else 2)
            return self.dice.randrange(len(self.sessions)), "search by name", "GET", f"/api/v1/search?q={quote(' '.join(words))}", b""
        if draw < 0.65:
            return self.dice.randrange(len(self.sessions)), "search by a common first name", "GET", f"/api/v1/search?q={quote(self.common)}", b""
        if draw < 0.70 and self.supervisors:
            return self.dice.choice(self.supervisors), "supervisor's board", "GET", "/api/v1/supervisor/board", b""
        if draw < 0.80:
            return self.dice.choice(self.readers), "my day", "GET", "/api/v1/my-day", b""
        session = self.dice.choice(self.writers)
        dossier = self.dice.choice(self.sessions[session]["dossiers"])
        body = json.dumps({"saveId": uuid7(), "entries": [note(dossier, "Visited; everybody was at home. " * 6)]}).encode()
        return session, "durable save", "POST", "/api/v1/records", body


def health_plan(sessions: int):
    """The floor of this generator, this TLS and this server: an answer that needs no work."""
    return lambda k: (k % sessions, "healthz", "GET", "/healthz", b"")
