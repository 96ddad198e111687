"""The journal's formats, computed by other people's code (cbor2, hashlib, PyNaCl) from docs/formats/journal.md alone.

`python test_journal_vectors.py --write` makes the file anew after a deliberate change of a format.
"""

import hashlib
import json
import struct
import sys
import unicodedata
from pathlib import Path

import cbor2
import pytest
from nacl import bindings

VECTORS = Path(__file__).resolve().parents[2] / "docs/formats/vectors/journal.json"
DECIMAL_TAG = 30270


def blake(data: bytes) -> bytes:
    return hashlib.blake2b(data, digest_size=32).digest()


def cbor(value) -> bytes:
    return cbor2.dumps(value, canonical=True)


def plain(value):
    """A value of the vector file as cbor2 takes it: {"$bytes": hex} and {"$decimal": text} stand for themselves."""
    if isinstance(value, dict):
        if set(value) == {"$bytes"}:
            return bytes.fromhex(value["$bytes"])
        if set(value) == {"$decimal"}:
            return cbor2.CBORTag(DECIMAL_TAG, value["$decimal"])
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value


def identifier(text: str) -> bytes:
    return bytes.fromhex(text.replace("-", ""))


def seal(message: bytes, data: bytes, nonce: bytes, key: bytes) -> bytes:
    return nonce + bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(message, data, nonce, key)


def opened(sealed: bytes, data: bytes, key: bytes) -> bytes:
    return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed[24:], data, sealed[:24], key)


def authored(entry: dict) -> bytes:
    header = entry["header"]
    payload = entry["payload"]
    items = [
        1, identifier(header["id"]), identifier(header["device"]), header["deviceSeq"], header["at"],
        header["scopeKind"], identifier(header["scope"]), identifier(header["record"]), header["base"],
        identifier(header["save"]), header["clock"],
    ]
    # An array of twelve; the payload's associated data is everything before the twelfth.
    prefix = b"\x8c" + b"".join(cbor(item) for item in items)
    body = cbor([payload["kind"], payload["op"], identifier(payload["actor"]), payload["formVersion"], plain(payload["fields"])])
    return prefix + cbor(seal(body, prefix, bytes.fromhex(entry["nonce"]), bytes.fromhex(entry["payloadKey"])))


def how(offset_minutes: int, trust: int) -> int:
    return (offset_minutes + 1440) * 4 + trust


def link(entry: dict, digest: bytes) -> bytes:
    place = entry["link"]
    return (
        b"kinbox link 1" + identifier(place["site"]) + struct.pack(">Q", place["epoch"]) + bytes.fromhex(place["epochTag"])
        + struct.pack(">q", place["seq"]) + bytes.fromhex(place["previous"]) + struct.pack(">q", place["received"])
        + struct.pack(">Q", how(*place["receivedHow"])) + struct.pack(">Q", place["hlc"]) + digest
    )


def attestation(entry: dict, digest: bytes) -> bytes:
    place = entry["link"]
    return b"kinbox entries 1" + identifier(place["site"]) + struct.pack(">q", place["position"]) + struct.pack(">Q", 1) + digest


def trail(line: dict) -> bytes:
    item = [
        identifier(line["site"]), line["position"], line["at"], how(*line["how"]), line["actor"] and identifier(line["actor"]),
        line["device"] and identifier(line["device"]), line["action"], line["subject"] and identifier(line["subject"]),
        plain(line["detail"]), line["month"], line["words"] and bytes.fromhex(line["words"]),
    ]
    return b"kinbox trail 1" + bytes.fromhex(line["previous"]) + cbor(item)


def compute(vectors: dict) -> dict:
    for vector in vectors["cbor"]:
        vector["hex"] = cbor(plain(vector["value"])).hex()
    entry = vectors["entry"]
    made = authored(entry)
    digest = blake(made)
    entry["authored"] = made.hex()
    entry["wrappedKey"] = seal(
        bytes.fromhex(entry["payloadKey"]), b"payload " + identifier(entry["header"]["id"]),
        bytes.fromhex(entry["wrapNonce"]), bytes.fromhex(entry["scopeKey"])).hex()
    entry["digest"] = digest.hex()
    entry["linkHash"] = blake(link(entry, digest)).hex()
    entry["attestation"] = attestation(entry, digest).hex()
    vectors["trail"]["linkHash"] = blake(trail(vectors["trail"])).hex()
    vectors["conflictTask"]["id"] = conflict_task(vectors["conflictTask"]["record"])
    return vectors


def conflict_task(record: str) -> str:
    digest = bytearray(blake(b"kinbox conflict task" + identifier(record))[:16])
    digest[6] = digest[6] & 0x0F | 0x80
    digest[8] = digest[8] & 0x3F | 0x80
    text = digest.hex()
    return "-".join([text[:8], text[8:12], text[12:16], text[16:20], text[20:]])


@pytest.fixture(scope="module")
def vectors() -> dict:
    return json.loads(VECTORS.read_text())


def test_every_vector_comes_out_of_the_inputs(vectors):
    assert compute(json.loads(VECTORS.read_text())) == vectors


def test_refused_encodings_are_not_what_a_canonical_encoder_writes(vectors):
    for vector in vectors["refused"]:
        data = bytes.fromhex(vector["hex"])
        try:
            value = cbor2.loads(data)
        except Exception:
            continue
        try:
            same = cbor(unicodedata.normalize("NFC", value) if isinstance(value, str) else value) == data
        except Exception:
            continue
        assert not same or vector["code"] in ("encoding-unsupported", "encoding-out-of-range"), vector


def test_an_entry_reads_back(vectors):
    entry = vectors["entry"]
    made = bytes.fromhex(entry["authored"])
    items = cbor2.loads(made)
    assert len(items) == 12 and items[0] == 1
    sealed = items[11]
    prefix = made[: len(made) - len(cbor(sealed))]
    key = opened(bytes.fromhex(entry["wrappedKey"]), b"payload " + items[1], bytes.fromhex(entry["scopeKey"]))
    kind, op, actor, form_version, fields = cbor2.loads(opened(sealed, prefix, key))
    assert (kind, op, actor.hex(), form_version) == ("child", "create", identifier(entry["payload"]["actor"]).hex(), 1)
    assert fields == plain(entry["payload"]["fields"])


def test_another_header_does_not_open_the_payload(vectors):
    entry = vectors["entry"]
    made = bytes.fromhex(entry["authored"])
    sealed = cbor2.loads(made)[11]
    prefix = bytearray(made[: len(made) - len(cbor(sealed))])
    prefix[-1] ^= 1
    with pytest.raises(Exception):
        opened(sealed, bytes(prefix), bytes.fromhex(entry["payloadKey"]))


if __name__ == "__main__" and "--write" in sys.argv:
    VECTORS.write_text(json.dumps(compute(json.loads(VECTORS.read_text())), indent=1, ensure_ascii=False) + "\n")
