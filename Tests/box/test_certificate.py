"""The certificate as a phone in the office sees it."""
import os
import shutil
import ssl
import subprocess

from box import scratch
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


def test_old_protocols_are_refused(box):
    for option in ("-tls1", "-tls1_1"):
        told = subprocess.run(["openssl", "s_client", "-connect", f"127.0.0.1:{box.port}", option, "-cipher", "ALL:@SECLEVEL=0", "-brief"],
                              input="", capture_output=True, text=True, timeout=30)
        assert told.returncode != 0, option
