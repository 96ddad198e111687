"""Messages of the real binary: a mail by TLS, a file for gammu-smsd, escalation after a minute that the box was killed in, nothing twice."""
import base64
import email
import glob
import http.client
import os
import shutil
import socketserver
import ssl
import subprocess
import threading
import time

import pytest

from box import Box, run, scratch
from client import uuid7

QUIET = 8


class MailServer(socketserver.ThreadingTCPServer):
    """As much SMTP as a client says. `security`: none, starttls or tls; keeps letters and sign-ins; while it `holds`, a letter is taken and never answered for."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, security, certificate):
        self.security, self.letters, self.sign_ins, self.holds = security, [], [], False
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(*certificate)
        super().__init__(("127.0.0.1", 0), Talk)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]


class Talk(socketserver.BaseRequestHandler):
    def say(self, text):
        self.request.sendall(text.encode() + b"\r\n")

    def handle(self):
        try:
            self.talk()
        except OSError:
            pass

    def talk(self):
        server, secure = self.server, self.server.security == "tls"
        if secure:
            self.request = server.context.wrap_socket(self.request, server_side=True)
        self.say("220 ready")
        lines, letter = self.request.makefile("rb"), None
        while line := lines.readline():
            word = line.strip().decode()
            if letter is not None:
                if word != ".":
                    letter.append(line)
                    continue
                server.letters.append(email.message_from_bytes(b"".join(letter)))
                letter = None
                while server.holds:
                    time.sleep(0.05)
                self.say("250 taken")
            elif word.startswith("EHLO"):
                offers = ["mail.test"] + (["STARTTLS"] if server.security == "starttls" and not secure else []) + (["AUTH LOGIN PLAIN"] if secure else [])
                for one in offers[:-1]:
                    self.say(f"250-{one}")
                self.say(f"250 {offers[-1]}")
            elif word == "STARTTLS":
                self.say("220 go on")
                self.request, secure = server.context.wrap_socket(self.request, server_side=True), True
                lines = self.request.makefile("rb")
            elif word.startswith("AUTH PLAIN "):
                server.sign_ins.append(base64.b64decode(word.split()[2]).decode().split("\0")[1:])
                self.say("235 welcome")
            elif word == "DATA":
                letter = []
                self.say("354 go on")
            elif word == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 good")


@pytest.fixture(scope="module")
def certificate():
    folder = scratch("mail-ca")
    key, pem = os.path.join(folder, "key.pem"), os.path.join(folder, "cert.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", key, "-out", pem, "-days", "30",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"], check=True, capture_output=True)
    yield pem, key
    shutil.rmtree(folder)


@pytest.fixture
def office():
    folder = scratch("messages")
    box = Box(folder, children=30)
    made = run("demo", "--data", box.data, "--children", "30", "--seed", "7", "--sign-ins", box.signs, "--make-only")
    assert made.returncode == 0, made.stderr
    yield box
    box.stop()
    shutil.rmtree(folder, ignore_errors=True)


def messages(box, *arguments, administrator=True, stdin=""):
    who = ["--as", box.sign_ins()["site_administrator"]["user"]] if administrator else []
    return run("messages", *arguments, *who, data=box.data, stdin=stdin)


def good(done):
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def secret(box, text):
    path = os.path.join(box.folder, "password")
    with open(path, "w", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(text + "\n")
    return path


def wait(what, seconds=30):
    until = time.time() + seconds
    while time.time() < until:
        found = what()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it did not come")


def words(letter):
    return letter.get_payload(decode=True).decode()


def report(client):
    return client.post("/api/v1/notifications", {"saveId": uuid7(), "fields": {"notifier_kind": "teacher", "concern": ["neglect"], "urgent": "yes", "description": "Alone at the market since Friday."},
                                                 "children": [{"given_name": "Zaynab", "sex": "female", "age_years": 6}]})


def wants(client, **ways):
    return client.post("/api/v1/alerts/ways", {"language": "en", "ways": [], **ways}).expect(200).json()


@pytest.mark.parametrize("security", ("tls", "starttls", "none"))
def test_a_test_mail_arrives(office, certificate, security):
    with MailServer(security, certificate) as server:
        arguments = ["set-mail", "localhost", "--port", str(server.port), "--security", security, "--from", "kinbox@office.example"]
        if security != "none":
            arguments += ["--authority", certificate[0], "--sign-in", "kinbox", "--password-file", secret(office, "open sesame")]
        good(messages(office, *arguments))
        shown = good(messages(office, "show", administrator=False))
        assert "localhost" in shown and "sesame" not in shown
        good(messages(office, "test", "--mail", "amal@office.example", "--language", "ar", administrator=False))
        assert len(server.letters) == 1 and server.letters[0]["To"] == "<amal@office.example>" and "Kinbox" in words(server.letters[0])
        assert server.sign_ins == ([] if security == "none" else [["kinbox", "open sesame"]])
        server.shutdown()


def test_a_server_that_cannot_be_proven_gets_no_word(office, certificate):
    with MailServer("tls", certificate) as server:
        good(messages(office, "set-mail", "localhost", "--port", str(server.port), "--from", "kinbox@office.example", "--sign-in", "k", "--password-file", secret(office, "sesame")))
        done = messages(office, "test", "--mail", "amal@office.example", administrator=False)
        assert done.returncode == 1 and "secure connection" in done.stderr and not server.letters and not server.sign_ins
        server.shutdown()
    done = messages(office, "set-mail", "localhost", "--security", "none", "--from", "k@office.example", "--sign-in", "k")
    assert done.returncode == 2 and "never sent without TLS" in done.stderr


def test_only_the_administrator_sets_up_and_faults_are_named(office):
    done = run("messages", "pause", "--as", office.sign_ins()["case_worker"]["user"], data=office.data)
    assert done.returncode == 1 and "Your role does not allow this" in done.stderr
    rules = os.path.join(office.folder, "escalation.csv")
    with open(rules, "w") as file:
        file.write("level,after_minutes,role,without_sight\n1,30,nobody,skip\n")
    assert messages(office, "set-escalation", rules).returncode == 2
    with open(rules, "w") as file:
        file.write("level,after_minutes,role,without_sight\n1,soon,supervisor,skip\n")
    done = messages(office, "set-escalation", rules)
    assert done.returncode == 1 and "row 2" in done.stderr


def test_an_urgent_report_goes_out_escalates_over_a_kill_and_is_told_once(office, certificate):
    spool = os.path.join(office.folder, "outbox")
    os.mkdir(spool)
    rules = os.path.join(office.folder, "escalation.csv")
    with open(rules, "w") as file:
        file.write("level,after_minutes,role,without_sight\n1,1,supervisor,skip\n2,1,district_manager,count\n")
    with MailServer("starttls", certificate) as server:
        good(messages(office, "set-mail", "localhost", "--port", str(server.port), "--security", "starttls", "--from", "kinbox@office.example", "--authority", certificate[0]))
        good(messages(office, "set-sms-folder", spool))
        good(messages(office, "set-escalation", rules))
        office.start()
        lead, manager = office.client("supervisor"), office.client("district_manager")
        for one in (lead, manager):
            one.post("/api/v1/alerts/seen", {"keys": [alert["key"] for alert in one.get("/api/v1/alerts").expect(200).json()["alerts"]]}).expect(200)
        assert wants(lead, mail="lead@office.example", ways=["mail"])["offered"] == ["mail", "sms"]
        wants(manager, phone="+373 60 123 456", ways=["sms"], language="ar")
        time.sleep(QUIET)
        assert not server.letters and not os.listdir(spool), "what was seen is told to nobody"
        server.holds = True
        report(lead).expect(201)
        first = wait(lambda: [one for one in lead.get("/api/v1/alerts").expect(200).json()["alerts"] if one["kind"] == "notification" and one["urgent"] and not one["seen"]])
        # Killed after the server has the letter and before it said so: sent once more, never lost.
        wait(lambda: server.letters)
        office.kill()
        server.holds = False
        time.sleep(62)
        office.start()
        wait(lambda: len(server.letters) == 2)
        lead, manager = office.client("supervisor"), office.client("district_manager")
        escalated = wait(lambda: [one for one in lead.get("/api/v1/alerts").expect(200).json()["alerts"] if one["kind"] == "escalation" and one.get("record") == first[0]["record"]])
        assert escalated[0]["urgent"]
        shown = manager.get("/api/v1/alerts").expect(200).json()["alerts"]
        assert shown and all(one["kind"] == "escalation" and not {"record", "dossier", "name", "title"} & set(one) for one in shown)
        # The manager's short message: a whole file, named as gammu-smsd reads it, without a word of the child.
        wait(lambda: glob.glob(os.path.join(spool, "OUT*")))
        time.sleep(QUIET)
        [name] = os.listdir(spool)
        assert name.startswith("OUTA2") and "_+37360123456_" in name and name.endswith(".txt")
        with open(os.path.join(spool, name), "rb") as file:
            text = file.read().decode("utf-16")
        assert "Kinbox" in text and "Zaynab" not in text and len(text) <= 70
        # Seen by somebody who can deal with it: nobody is told any more.
        lead.post("/api/v1/alerts/seen", {"keys": [first[0]["key"]]}).expect(200)
        assert not [one for one in lead.get("/api/v1/alerts").expect(200).json()["alerts"] if one["kind"] == "escalation" and one.get("record") == first[0]["record"]]
        office.kill()
        office.start()
        time.sleep(QUIET)
        assert os.listdir(spool) == [name] and len(server.letters) == 2, "told once"
        for letter in server.letters:
            assert "Zaynab" not in letter.as_string() + words(letter) and "market" not in words(letter)
        office.stop()
        server.shutdown()


def test_the_stream_says_look_and_ends_with_the_session(office):
    office.start()
    lead, other = office.client("supervisor"), office.client("case_worker")
    cookie = lead.cookie
    stream = http.client.HTTPSConnection("127.0.0.1", office.port, context=ssl._create_unverified_context(), timeout=30)
    stream.request("GET", "/api/v1/alerts/stream", headers={"Cookie": cookie})
    answer = stream.getresponse()
    assert answer.status == 200 and answer.headers["Content-Type"] == "text/event-stream" and answer.headers["X-Accel-Buffering"] == "no"
    assert answer.readline() == b"data: look\n" and answer.readline() == b"\n"
    time.sleep(3)
    report(other).expect(201)
    line, start = b"", time.time()
    while not line.startswith(b"data"):
        line = answer.readline()
    assert line == b"data: look\n" and time.time() - start < 10
    lead.request("DELETE", "/api/v1/session").expect(204)
    rest = answer.read()
    assert b"Zaynab" not in rest
    nobody = http.client.HTTPSConnection("127.0.0.1", office.port, context=ssl._create_unverified_context(), timeout=30)
    nobody.request("GET", "/api/v1/alerts/stream", headers={"Cookie": cookie})
    assert nobody.getresponse().status == 401
