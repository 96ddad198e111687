"""Stores that the binary made once (docs/formats/vectors/vault.json): they keep format and reader from drifting together.

`KINBOX_BIN=… python test_vault_recorded.py --write` makes them anew after a deliberate change of a format.
"""
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from read_vault import open_store
from stores import killed
from vault_keys import RECOVERY, Generation, open_keys, recovery_seed, secret_of, subkey, words_of
from vault_pages import FRAME, LOG_HEADER, StoreCiphers, read_log, reveal

VECTORS = Path(__file__).resolve().parents[2] / "docs/formats/vectors/vault.json"
SUITES = {"xchacha20": 1, "aes256gcm": 2}
PASSPHRASE = "correct horse battery staple"


def keys_in(folder: Path, words: str):
    return open_keys(folder, RECOVERY, recovery_seed(secret_of(words)))


def told(keys, first: bytes, log: bytes) -> dict:
    """What a vector says of its store, as this reader finds it."""
    [generation] = keys.generations
    ciphers = StoreCiphers(keys.store, generation)
    left, right = reveal(ciphers.mask, log[LOG_HEADER:LOG_HEADER + 24], LOG_HEADER)
    taken = read_log(log, ciphers)
    return {
        "store": keys.store.hex(), "vaultKey": generation.key.hex(), "pageKey": subkey(generation.key, b"kinboxvk", 1).hex(),
        "firstPagePlainSHA256": hashlib.sha256(ciphers.open_page(first, 1)).hexdigest(),
        "firstHeaderUnmasked": log[LOG_HEADER:LOG_HEADER + 16].hex() + f"{left:08x}{right:08x}",
        "logSize": taken.database_pages,
        "logPagesPlainSHA256": {str(n): hashlib.sha256(page).hexdigest() for n, page in sorted(taken.pages.items())},
    }


@pytest.mark.parametrize("suite", SUITES)
def test_recorded_stores_read_as_ever(suite, tmp_path):
    if suite == "aes256gcm":
        pytest.importorskip("cryptography")
    vector = json.loads(VECTORS.read_text())[suite]
    (tmp_path / "vault.keys").write_bytes(bytes.fromhex(vector["keyFile"]))
    keys = keys_in(tmp_path, vector["words"])
    assert keys.generations[0].suite == SUITES[suite]
    first, log = bytes.fromhex(vector["firstPage"]), bytes.fromhex(vector["log"])
    found = told(keys, first, log)
    assert found == {name: vector[name] for name in found}
    stranger = StoreCiphers(keys.store, Generation(1, True, SUITES[suite], 0, bytes(32)))
    assert stranger.open_page(first, 1) is None and stranger.open_frame(log[LOG_HEADER:LOG_HEADER + FRAME], 0, log[16:24]) is None


def test_the_text_of_the_printed_code_is_the_same_key():
    words = json.loads(VECTORS.read_text())["xchacha20"]["words"]
    code = "KINBOX-RECOVERY:1:019A0000-0000-7000-8000-000000000000:" + words.upper().replace(" ", "-")
    assert secret_of(code) == secret_of(words)
    assert words_of(secret_of(words)) == words.split()


def initialised(folder: Path, suite: str) -> tuple[Path, str]:
    """A new, real site: not a demo."""
    passphrase, words = folder / "passphrase", folder / "words"
    passphrase.write_text(PASSPHRASE + "\n")
    passphrase.chmod(0o600)
    subprocess.run([os.environ["KINBOX_BIN"], "init", "--data", folder / "data", "--suite", suite, "--passphrase-file", passphrase,
                    "--recovery-file", words], check=True, capture_output=True, timeout=120)
    return folder / "data", words.read_text().strip()


def test_a_new_site_reads_and_shows_nothing_on_the_disk(tmp_path):
    folder, words = initialised(tmp_path, "xchacha20")
    image = open_store(folder, words)
    assert image.connect().execute("select count(*) from entry").fetchone()[0] > 0
    for text in (b"CREATE TABLE", b"SQLite format", b"journal_meta"):
        assert text in image.plain
        for path in folder.rglob("*"):
            assert not path.is_file() or text not in path.read_bytes(), path


def write_vectors():
    """A store's key file, its first page, and its log up to the end of the first transaction."""
    vectors = {}
    for suite in SUITES:
        with tempfile.TemporaryDirectory() as place:
            store = killed(Path(place), "--suite", suite, saves=2)
            folder, words = store.folder, store.words
            keys = keys_in(folder, words)
            key_file, first = (folder / "vault.keys").read_bytes(), (folder / "vault.db").read_bytes()[:4096]
            log = (folder / "vault.db-wal").read_bytes()
        end = LOG_HEADER
        while not any(log[end + 4:end + 8]):
            end += FRAME
        log = log[:end + FRAME]
        vectors[suite] = {"words": words, "keyFile": key_file.hex(), "firstPage": first.hex(), "log": log.hex(), **told(keys, first, log)}
    VECTORS.write_text(json.dumps(vectors, indent=1) + "\n")


if __name__ == "__main__" and "--write" in sys.argv:
    write_vectors()
