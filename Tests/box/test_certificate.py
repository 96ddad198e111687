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
        path = os.path.join(box.data, "tls.json")
        with open(path) as file:
            doorway = json.load(file)
        before = doorway["certificate"]["chain"]
        # By the box's clock a hundred days are left.
        doorway["certificate"]["ends"] = int(time.time() * 1000) + 100 * 86_400_000
        with open(path, "w") as file:
            json.dump(doorway, file)
        box.start()
        with open(path) as file:
            after = json.load(file)["certificate"]["chain"]
        assert after != before and after.split("-----END")[1] == before.split("-----END")[1], "a new leaf of the same authority"

        def served():
            return ssl.get_server_certificate(("127.0.0.1", box.port)).strip()
        until = time.time() + 20
        while served() != after[:after.index("-----END CERTIFICATE-----") + 25].strip() and time.time() < until:
            time.sleep(0.2)
        assert served() == after[:after.index("-----END CERTIFICATE-----") + 25].strip()
        box.client("case_worker").get("/api/v1/my-day").expect(200)


def test_old_protocols_are_refused(box):
    for option in ("-tls1", "-tls1_1"):
        told = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{box.port}", option, "-cipher", "ALL:@SECLEVEL=0", "-brief"],
                              input="", capture_output=True, text=True, timeout=30)
        assert told.returncode != 0, option
