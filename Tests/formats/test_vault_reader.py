"""The sealed store, read by other people's code (read_vault.py: PyNaCl and the standard library) from docs/formats alone.

Two kinds of proof: fresh stores made by the real binary (KINBOX_BIN; without it these fail, they are not skipped), and
docs/formats/vectors/vault.json, which keeps the format from drifting with the binary.
`KINBOX_BIN=… python test_vault_reader.py --write` makes the vectors anew after a deliberate change of a format.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parent))
import read_vault as vault  # noqa: E402

VECTORS = Path(__file__).resolve().parents[2] / "docs/formats/vectors/vault.json"
PASSPHRASE = "correct horse battery staple"
SUITES = {"xchacha20": 1, "aes256gcm": 2}


def has_aes() -> bool:
    return " aes " in Path("/proc/cpuinfo").read_text()


def make_store(folder: Path, suite: str) -> str:
    """A store made by the binary; answers its recovery words."""
    binary = os.environ.get("KINBOX_BIN")
    assert binary, "KINBOX_BIN must name the built binary: make format-test sets it"
    folder.mkdir(parents=True)
    passphrase, words = folder / "passphrase", folder / "words"
    passphrase.write_text(PASSPHRASE + "\n")
    passphrase.chmod(0o600)
    subprocess.run(
        [binary, "init", "--data", folder / "data", "--suite", suite, "--passphrase-file", passphrase,
         "--recovery-file", words], check=True, capture_output=True, timeout=120)
    return words.read_text().strip()


@pytest.fixture(scope="module", params=SUITES)
def store(request, tmp_path_factory):
    if request.param == "aes256gcm" and not has_aes():
        pytest.skip("this processor has no AES instructions, so no such store can be made here")
    folder = tmp_path_factory.mktemp("stores") / request.param
    return folder / "data", make_store(folder, request.param)


def sites(plain: bytes) -> int:
    with vault.connect(plain) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return database.execute("SELECT count(*) FROM entry").fetchone()[0]


def test_recovery_words_open_the_store(store):
    folder, words = store
    assert sites(vault.read_store(folder, recovery=vault.recovery_secret(words))) > 0


def test_the_qr_text_is_the_same_key(store):
    _, words = store
    code = "KINBOX-RECOVERY:1:019A0000-0000-7000-8000-000000000000:" + words.upper().replace(" ", "-")
    assert vault.recovery_secret(code) == vault.recovery_secret(words)
    assert vault.recovery_words(vault.recovery_secret(words)) == words


def test_the_passphrase_opens_it_too(store):
    folder, words = store
    plain = vault.read_store(folder, recovery=vault.recovery_secret(words))
    assert vault.read_store(folder, passphrase=PASSPHRASE) == plain


def test_wrong_secrets_are_refused(store):
    folder, words = store
    with pytest.raises(vault.Refused):
        vault.read_store(folder, recovery=bytes(32))
    with pytest.raises(vault.Refused):
        vault.read_store(folder, passphrase="not this one, surely")
    turned = words.split()
    turned[0], turned[1] = turned[1], turned[0]
    if turned != words.split():
        with pytest.raises(vault.Refused):
            vault.recovery_secret(" ".join(turned))


@pytest.mark.parametrize("name", ["vault.db", "vault.db-wal"])
def test_nothing_readable_lies_on_the_disk(store, name):
    folder, words = store
    sealed = (folder / name).read_bytes() if (folder / name).exists() else b""
    plain = vault.read_store(folder, recovery=vault.recovery_secret(words))
    for text in (b"CREATE TABLE", b"SQLite format", b"journal_meta"):
        assert text in plain
        assert text not in sealed


def test_the_log_counts(store, tmp_path):
    """The newest rows lie in the log: a reader that forgot it would show an older store."""
    folder, words = store
    log = (folder / "vault.db-wal").read_bytes() if (folder / "vault.db-wal").exists() else b""
    if len(log) <= 32:
        pytest.skip("the binary brought its log in before it ended; test_vectors reads one all the same")
    secret = vault.recovery_secret(words)
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    whole = vault.read_store(copy, recovery=secret)
    (copy / "vault.db-wal").unlink()
    assert vault.read_store(copy, recovery=secret) != whole
    # A torn end takes its own transaction along and nothing before it.
    (copy / "vault.db-wal").write_bytes(log[:-1000])
    assert len(vault.read_store(copy, recovery=secret)) <= len(whole)


def test_a_damaged_page_is_refused(store, tmp_path):
    folder, words = store
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "vault.db-wal").unlink(missing_ok=True)
    data = bytearray((copy / "vault.db").read_bytes())
    for place in (0, 77, 4055, 4056, 4079, 4095):
        data[place] ^= 1
        (copy / "vault.db").write_bytes(data)
        with pytest.raises(vault.Refused):
            vault.read_store(copy, recovery=vault.recovery_secret(words))
        data[place] ^= 1


def test_one_damaged_copy_of_the_keys_is_enough(store, tmp_path):
    folder, words = store
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    (copy / "vault.keys").write_bytes(b"damaged")
    assert sites(vault.read_store(copy, recovery=vault.recovery_secret(words))) > 0
    (copy / "vault.keys.copy").write_bytes(b"damaged")
    with pytest.raises(vault.Refused):
        vault.read_store(copy, recovery=vault.recovery_secret(words))


@pytest.mark.parametrize("suite", SUITES)
def test_vectors(suite):
    vector = json.loads(VECTORS.read_text())[suite]
    keys = vault.open_keys(bytes.fromhex(vector["keyFile"]), recovery=vault.recovery_secret(vector["words"]))
    assert keys.store.hex() == vector["store"]
    [(number, key)] = keys.generations
    assert number == SUITES[suite] and key.hex() == vector["vaultKey"]
    page_key = vault.subkey(32, 1, b"kinboxvk", key)
    assert page_key.hex() == vector["pageKey"]
    sealed = bytes.fromhex(vector["firstPage"])
    plain = vault.open_page(number, page_key, sealed, keys.store + b"\1\0\0\0\0\0\0\1")
    assert plain is not None and hashlib.sha256(plain).hexdigest() == vector["firstPagePlainSHA256"]
    assert vault.open_page(number, page_key, sealed, keys.store + b"\1\0\0\0\0\0\0\2") is None
    log = bytes.fromhex(vector["log"])
    unmasked = vault.unmasked(log[32:56], 32, vault.subkey(16, 3, b"kinboxvk", key))
    assert unmasked.hex() == vector["firstHeaderUnmasked"] and unmasked != log[32:56]
    pages, size = vault.log_pages(log, keys, number, key)
    assert size == vector["logSize"]
    assert {str(n): hashlib.sha256(p).hexdigest() for n, p in pages.items()} == vector["logPagesPlainSHA256"]


def write_vectors() -> None:
    """Takes a store's key file, its first page and its log up to the end of the first transaction."""
    vectors = {}
    for suite in SUITES:
        with tempfile.TemporaryDirectory() as folder:
            words = make_store(Path(folder) / "store", suite)
            data = Path(folder) / "store/data"
            key_file = (data / "vault.keys").read_bytes()
            first = (data / "vault.db").read_bytes()[:4096]
            log = (data / "vault.db-wal").read_bytes()
        keys = vault.open_keys(key_file, recovery=vault.recovery_secret(words))
        [(number, key)] = keys.generations
        page_key = vault.subkey(32, 1, b"kinboxvk", key)
        plain = vault.open_page(number, page_key, first, keys.store + b"\1\0\0\0\0\0\0\1")
        end = 0
        while not any(log[32 + end * 4120 + 4:32 + end * 4120 + 8]):
            end += 1
        log = log[:32 + (end + 1) * 4120]
        pages, size = vault.log_pages(log, keys, number, key)
        vectors[suite] = {
            "words": words, "store": keys.store.hex(), "keyFile": key_file.hex(), "vaultKey": key.hex(),
            "pageKey": page_key.hex(), "firstPage": first.hex(),
            "firstPagePlainSHA256": hashlib.sha256(plain).hexdigest(), "log": log.hex(),
            "firstHeaderUnmasked": vault.unmasked(log[32:56], 32, vault.subkey(16, 3, b"kinboxvk", key)).hex(),
            "logSize": size,
            "logPagesPlainSHA256": {str(n): hashlib.sha256(p).hexdigest() for n, p in sorted(pages.items())},
        }
    VECTORS.write_text(json.dumps(vectors, indent=1) + "\n")


if __name__ == "__main__" and "--write" in sys.argv:
    write_vectors()
