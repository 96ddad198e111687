"""The certificate as a phone in the office sees it."""
import json
import os
import shutil
import ssl
import subprocess
import time

from box import Box, scratch
from client import Client


def test_the_chain_holds_with_the_downloaded_authority(box):
    folder = scratch("ca")
    try:
        answer = box.client().get("/ca.crt").expect(200)
        path = os.path.join(folder, "ca.crt")
        pem = answer.body if answer.body.startswith(b"-----") else ssl.DER_cert_to_PEM_cert(answer.body).encode()
        with open(path, "wb") as file:
            file.write(pem)
        context = ssl.create_default_context(cafile=path)
        Client(box.port, context=context).get("/healthz").expect(200)
        told = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{box.port}", "-CAfile", path, "-verify_ip", "127.0.0.1", "-brief"],
                              input="", capture_output=True, text=True, timeout=30)
        assert "Verification: OK" in told.stderr + told.stdout, told.stderr
    finally:
        shutil.rmtree(folder)


def test_a_leaf_near_its_end_is_renewed_at_the_unlocking_and_served_at_once():
    with Box(scratch("renewal"), children=60) as box:
        box.stop()
        before = near_its_end(box)
        box.start()
        after = chain(box)
        assert after != before and after.split("-----END")[1] == before.split("-----END")[1], "a new leaf of the same authority"

        assert served(box) == first(after)
        box.client("case_worker").get("/api/v1/my-day").expect(200)


def test_a_leaf_renewed_while_serving_is_served_without_a_restart():
    """A box that starts locked serves its old leaf, and the new one once somebody has unlocked it."""
    with Box(scratch("renewal"), children=20) as box:
        box.stop()
        old = near_its_end(box)
        box.starts += 1
        box.process = subprocess.Popen([*box.command, "--locked"], stdin=subprocess.DEVNULL, stdout=open(box.log("stdout"), "wb"),
                                       stderr=open(box.log("stderr"), "wb"), start_new_session=True)
        until = time.time() + 60
        while not answers(box) and time.time() < until:
            time.sleep(0.1)
        assert served(box) == first(old)
        with open(os.path.join(box.data, "demo.json")) as card:
            box.client().post("/api/v1/unlock", {"passphrase": json.load(card)["passphrase"]}).expect(200)
        while (not answers(box) or served(box) == first(old)) and time.time() < until:
            time.sleep(0.1)
        assert served(box) == first(chain(box)) != first(old)
        box.client("case_worker").get("/api/v1/my-day").expect(200)


def chain(box):
    with open(os.path.join(box.data, "tls.json")) as file:
        return json.load(file)["certificate"]["chain"]


def first(pem):
    return pem[:pem.index("-----END CERTIFICATE-----") + 25].strip()


def served(box):
    return ssl.get_server_certificate(("127.0.0.1", box.port)).strip()


def answers(box):
    try:
        return box.client().get("/healthz").status == 200
    except OSError:
        return False


def near_its_end(box):
    """Makes the leaf end in a hundred days by the box's own note of it; answers the chain."""
    path = os.path.join(box.data, "tls.json")
    with open(path) as file:
        doorway = json.load(file)
    doorway["certificate"]["ends"] = int(time.time() * 1000) + 100 * 86_400_000
    with open(path, "w") as file:
        json.dump(doorway, file)
    return doorway["certificate"]["chain"]


def test_old_protocols_are_refused(box):
    for option in ("-tls1", "-tls1_1"):
        told = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{box.port}", option, "-cipher", "ALL:@SECLEVEL=0", "-brief"],
                              input="", capture_output=True, text=True, timeout=30)
        assert told.returncode != 0, option
