"""Worked examples of the sealed formats: what docs/formats/vault.md, vault-keys.md, blobs.md and locked-queue.md print.

Everything that holds no fresh randomness is made anew here and must come out the same; the rest is opened.
`python test_vault_vectors.py --write` makes the file anew after a deliberate change of a format.
"""
import json
import struct
import sys
from pathlib import Path

import pytest
from nacl import bindings

from vault_files import BLOB_MAGIC, FINAL, read_blob, read_queue, unwrap_erasure, unwrap_item
from vault_keys import (AES256GCM, RECOVERY, XCHACHA20, Generation, Keys, Refused, Slot, blake, mix, recovery_seed, root_of, secret_of,
                        subkey, words_of)
from vault_pages import StoreCiphers, checksum, reveal

DOCS = Path(__file__).resolve().parents[2] / "docs/formats"
VECTORS = DOCS / "vectors/vault-steps.json"
STORE = bytes.fromhex("0195f5a0c0007abc8def0123456789ab")
SECRET, ROOT, VAULT_KEY, SALT = bytes(range(32)), bytes(range(32, 64)), bytes(range(64, 96)), bytes(range(16))
NONCE = bytes(range(100, 124))
PLAIN = bytes(index * 7 & 0xFF for index in range(4056))
FRAME_HEAD = struct.pack(">IIII", 2, 5, 0x01020304, 0x05060708)
SUMS = struct.pack(">II", 0x11223344, 0x55667788)


def seal(plain: bytes, data: bytes, nonce: bytes, key: bytes) -> bytes:
    return bindings.crypto_aead_xchacha20poly1305_ietf_encrypt(plain, data, nonce, key)


def hide(key: bytes, head: bytes, sums: bytes, offset: int) -> bytes:
    """The mask as the writer applies it; the readers only take it back."""
    left, right = struct.unpack(">II", sums)
    for step in range(4):
        digest = bindings.crypto_shorthash_siphash24(head[8:16] + struct.pack(">QII", offset, step, right), key)
        left, right = right, left ^ int.from_bytes(digest[:4], "little")
    return struct.pack(">II", left, right)


def page(suite: int, key: bytes, data: bytes) -> bytes:
    if suite == XCHACHA20:
        nonce, sealed = NONCE, seal(PLAIN, data, NONCE, key)
    else:
        aead = pytest.importorskip("cryptography.hazmat.primitives.ciphers.aead")
        nonce, sealed = NONCE[:12] + bytes(12), aead.AESGCM(key).encrypt(NONCE[:12], PLAIN, data)
    return sealed[:-16] + nonce + sealed[-16:]


def slot_vector() -> dict:
    seed, ephemeral_secret = mix("kinbox recovery slot 1", SECRET, SALT), bytes(range(200, 232))
    public, ephemeral = bindings.crypto_scalarmult_base(seed), bindings.crypto_scalarmult_base(ephemeral_secret)
    bound = struct.pack(">BBHIQ", RECOVERY, 1, 0, 0, 0) + SALT + STORE + b"recovery".ljust(48, b"\0") + public
    key = mix("kinbox slot 1", bindings.crypto_scalarmult(ephemeral_secret, public), ephemeral, public)
    sealed = seal(ROOT, bound + STORE, bytes(24), key)
    return {"secret": SECRET.hex(), "salt": SALT.hex(), "seed": seed.hex(), "public": public.hex(), "ephemeral": ephemeral.hex(),
            "root": ROOT.hex(), "sealedRoot": sealed.hex(), "slot": (bound + ephemeral + sealed).hex()}


def compute() -> dict:
    keys = [subkey(VAULT_KEY, b"kinboxvk", number) for number in (1, 2)]
    mask = subkey(VAULT_KEY, b"kinboxvk", 3, 16)
    page_data = STORE + struct.pack(">B3xI", 1, 7)
    frame_data = STORE + struct.pack(">B3x", 2) + FRAME_HEAD + struct.pack(">I", 9)
    pages = {str(suite): {"page": blake(page(suite, keys[0], page_data)).hex(), "frame": blake(page(suite, keys[1], frame_data)).hex()}
             for suite in (XCHACHA20, AES256GCM)}
    backup = mix("kinbox recovery backup 1", SECRET)
    return {
        "recovery": {"secret": SECRET.hex(), "words": " ".join(words_of(SECRET)), "backupPublic": bindings.crypto_scalarmult_base(backup).hex()},
        "slot": slot_vector(),
        "subkeys": {"vaultKey": VAULT_KEY.hex(), "pages": keys[0].hex(), "log": keys[1].hex(), "mask": mask.hex(),
                    "root": ROOT.hex(), "body": subkey(ROOT, b"kinboxrk", 1).hex()},
        "pages": {"store": STORE.hex(), "plain": "byte i is 7 i mod 256, 4056 bytes", "nonce": NONCE.hex(), "pageData": page_data.hex(),
                  "frameData": frame_data.hex(), "blake2bOfSealed": pages},
        "mask": {"header": (FRAME_HEAD + SUMS).hex(), "offset": 32 + 9 * 4120,
                 "hidden": hide(mask, FRAME_HEAD, SUMS, 32 + 9 * 4120).hex()},
        "mark": {"frames": 10, "bytes": StoreCiphers(STORE, Generation(1, True, XCHACHA20, 0, VAULT_KEY)).mark(10, FRAME_HEAD[8:]).hex()},
        "checksum": {"bytes": PLAIN[:24].hex(), "377f0682": "%08x%08x" % checksum(PLAIN[:24], "<", (0, 0)),
                     "377f0683": "%08x%08x" % checksum(PLAIN[:24], ">", (0, 0))},
    }


def random_ones() -> dict:
    """With fresh randomness in them: written once, opened by the test."""
    erasure, scope, item, notice = (bytes([number]) * 32 for number in (1, 2, 3, 4))
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    header = bindings.crypto_secretstream_xchacha20poly1305_init_push(state, item)
    blob = BLOB_MAGIC + header + bindings.crypto_secretstream_xchacha20poly1305_push(state, b"a photo", None, FINAL)
    public = bindings.crypto_scalarmult_base(notice)
    sealed = bindings.crypto_box_seal(b"a concern", public)
    record = struct.pack(">I", len(sealed)) + sealed
    return {
        "scopeKey": {"erasureKey": erasure.hex(), "id": 1, "label": "a scope", "key": scope.hex(),
                     "wrapped": (struct.pack(">I", 1) + NONCE + seal(scope, b"kinbox scope 1\0a scope", NONCE, erasure)).hex()},
        "blob": {"key": item.hex(), "plain": b"a photo".hex(), "file": blob.hex(), "name": blake(blob).hex(),
                 "wrappedKey": (NONCE + seal(item, b"kinbox item 1\0kinbox blob 1", NONCE, scope)).hex()},
        "queue": {"noticeSecret": notice.hex(), "noticePublic": public.hex(), "entry": b"a concern".hex(), "file": (record + blake(record, 16)).hex()},
    }


@pytest.fixture(scope="module")
def vectors() -> dict:
    return json.loads(VECTORS.read_text())


def test_what_can_be_made_anew_comes_out_the_same(vectors):
    made = compute()
    assert {name: vectors[name] for name in made} == made


def test_words_slot_and_mask_read_back(vectors):
    assert secret_of(vectors["recovery"]["words"]) == SECRET
    raw = bytes.fromhex(vectors["slot"]["slot"])
    assert len(raw) == 208
    slot = Slot(raw, RECOVERY, 0, 0, raw[16:32], raw[96:128], raw[128:160], raw[160:])
    assert root_of(slot, recovery_seed(SECRET)(slot), STORE) == ROOT
    with pytest.raises(Refused):
        root_of(slot, recovery_seed(SECRET)(slot), bytes(16))
    hidden = FRAME_HEAD + bytes.fromhex(vectors["mask"]["hidden"])
    key = bytes.fromhex(vectors["subkeys"]["mask"])
    assert struct.pack(">II", *reveal(key, hidden, vectors["mask"]["offset"])) == SUMS


@pytest.mark.parametrize("suite", [XCHACHA20, AES256GCM])
def test_sealed_pages_open_at_their_place_only(suite):
    ciphers = StoreCiphers(STORE, Generation(1, True, suite, 0, VAULT_KEY))
    sealed = page(suite, ciphers.pages.key, STORE + struct.pack(">B3xI", 1, 7))
    assert ciphers.open_page(sealed, 7) == PLAIN + bytes(40) and ciphers.open_page(sealed, 8) is None
    frame = FRAME_HEAD + SUMS + page(suite, ciphers.log.key, STORE + struct.pack(">B3x", 2) + FRAME_HEAD + struct.pack(">I", 9))
    assert ciphers.open_frame(frame, 9, bytes(8)) == PLAIN + bytes(40)
    assert ciphers.open_frame(frame, 10, bytes(8)) is None and ciphers.open_page(frame[24:], 2) is None


def test_attachment_scope_key_and_queue_open(vectors, tmp_path):
    scope, blob, queue = vectors["scopeKey"], vectors["blob"], vectors["queue"]
    notice = bytes.fromhex(queue["noticeSecret"])
    keys = Keys(STORE, 1, [], {1: bytes.fromhex(scope["erasureKey"])}, notice, bytes.fromhex(queue["noticePublic"]), b"")
    scope_key = unwrap_erasure(bytes.fromhex(scope["wrapped"]), scope["label"].encode(), keys)
    assert scope_key.hex() == scope["key"]
    item = unwrap_item(bytes.fromhex(blob["wrappedKey"]), scope_key, b"kinbox blob 1")
    raw = bytes.fromhex(blob["file"])
    assert item.hex() == blob["key"] and read_blob(raw, blob["name"], item).hex() == blob["plain"]
    for wrong in (raw[:-1], raw + b"\0", raw[:50] + bytes([raw[50] ^ 1]) + raw[51:]):
        with pytest.raises(Refused, match="not what its name says"):
            read_blob(wrong, blob["name"], item)
        with pytest.raises(Refused):
            read_blob(wrong, blake(wrong).hex(), item)
    with pytest.raises(Refused, match="destroyed"):
        unwrap_erasure(bytes.fromhex(scope["wrapped"]), scope["label"].encode(), Keys(STORE, 1, [], {2: bytes(32)}, b"", b"", b""))
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox/locked.queue").write_bytes(bytes.fromhex(queue["file"]))
    assert [entry.hex() for entry in read_queue(tmp_path, keys)] == [queue["entry"]]


def test_the_pages_of_the_docs_print_these_vectors(vectors):
    keys = (DOCS / "vault-keys.md").read_text()
    assert vectors["recovery"]["words"] in " ".join(keys.split())
    for value in (vectors["slot"]["seed"], vectors["subkeys"]["body"]):
        assert value in keys
    vault = (DOCS / "vault.md").read_text()
    for value in (vectors["subkeys"]["pages"], vectors["subkeys"]["mask"], vectors["mask"]["hidden"], vectors["mark"]["bytes"], vectors["pages"]["frameData"]):
        assert value in vault


if __name__ == "__main__" and "--write" in sys.argv:
    kept = json.loads(VECTORS.read_text()) if VECTORS.exists() else {}
    everything = {"about": "Computed by Tests/formats/test_vault_vectors.py. Bytes are hexadecimal."}
    everything |= compute() | {name: kept.get(name, value) for name, value in random_ones().items()}
    VECTORS.write_text(json.dumps(everything, indent=1) + "\n")
