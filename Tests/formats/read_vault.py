"""Reads a sealed store with its recovery words: an independent reader of docs/formats/vault.md and vault-keys.md.

    python read_vault.py DATA_DIR --words-file FILE --sql "select count(*) from record"

Needs Python 3.11 and PyNaCl (and cryptography for a store with AES-256-GCM). The opened database lives in memory alone:
nothing plain touches a disk. The store must not be served meanwhile; it is only read.
"""
import argparse
import json
import sqlite3
import struct
import sys
from dataclasses import dataclass
from pathlib import Path

import vault_keys
from vault_keys import Keys, Refused
from vault_pages import LOCK_PAGE, NO_LOG, PAGE, Log, StoreCiphers, read_log


@dataclass
class Image:
    """A plain SQLite database in memory, and what it came from."""

    keys: Keys
    plain: bytes
    pages: int
    log: Log

    def connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(":memory:")
        # SQLite takes no database in memory that says WAL (bytes 18 and 19).
        connection.deserialize(self.plain[:18] + b"\1\1" + self.plain[20:])
        connection.execute("pragma query_only = on")
        return connection


def open_store(folder: Path, words: str, with_log: bool = True) -> Image:
    secret = vault_keys.secret_of(words)
    keys = vault_keys.open_keys(folder, vault_keys.RECOVERY, vault_keys.recovery_seed(secret))
    return open_with(folder, keys, with_log)


def open_with(folder: Path, keys: Keys, with_log: bool = True) -> Image:
    try:
        raw = (folder / "vault.db").read_bytes()
    except FileNotFoundError:
        raise Refused("database-missing", "vault.db is missing") from None
    if not raw:
        raise Refused("database-emptied", "vault.db has been emptied")
    if raw.startswith(b"SQLite format 3\0"):
        raise Refused("database-not-sealed", "vault.db is not sealed")
    ciphers = generation_of(keys, raw)
    sealed_log = folder / "vault.db-wal"
    log = read_log(sealed_log.read_bytes(), ciphers) if with_log and sealed_log.exists() else NO_LOG
    return assemble(keys, ciphers, raw, log)


def generation_of(keys: Keys, raw: bytes) -> StoreCiphers:
    """While a rotation is unfinished two generations are there; the first page tells which one the file is under."""
    candidates = [StoreCiphers(keys.store, generation) for generation in keys.generations]
    for ciphers in candidates[1:]:
        if len(raw) >= PAGE and ciphers.open_page(raw[:PAGE], 1) is not None:
            return ciphers
    return candidates[0]


def assemble(keys: Keys, ciphers: StoreCiphers, raw: bytes, log: Log) -> Image:
    opened = dict(log.pages)
    for number in range(1, (len(raw) + PAGE - 1) // PAGE + 1):
        if number in opened or number == LOCK_PAGE:
            continue
        sealed = raw[(number - 1) * PAGE:number * PAGE]
        plain = ciphers.open_page(sealed, number) if len(sealed) == PAGE else None
        if plain is None:
            raise Refused("page-damaged", f"page {number} of vault.db {why(ciphers, raw, number)}")
        opened[number] = plain
    if 1 not in opened:
        raise Refused("database-truncated", "vault.db has no first page")
    first = opened[1]
    if first[:16] != b"SQLite format 3\0" or struct.unpack_from(">H", first, 16) != (PAGE,) or first[20] != 40:
        raise Refused("page-damaged", "page 1 of vault.db opens, but is no first page of ours")
    pages = log.database_pages or struct.unpack_from(">I", first, 28)[0]
    missing = [number for number in range(1, pages + 1) if number not in opened and number != LOCK_PAGE]
    if missing:
        raise Refused("database-truncated", f"vault.db ends too early: page {missing[0]} of {pages} is missing")
    plain = b"".join(opened.get(number) or bytes(PAGE) for number in range(1, pages + 1))
    return Image(keys, plain, pages, log)


def why(ciphers: StoreCiphers, raw: bytes, number: int) -> str:
    """What can be found out about a page that does not open."""
    sealed = raw[(number - 1) * PAGE:number * PAGE]
    if len(sealed) < PAGE:
        return "is cut off"
    if not any(sealed):
        return "holds zeros: never written, or a hole left by the disk"
    for other in range(1, len(raw) // PAGE + 1):
        if other != number and ciphers.open_page(sealed, other) is not None:
            return f"is misplaced: it is a sound page {other}"
    return "does not open: it was altered, or belongs to another store"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, metavar="DATA_DIR")
    parser.add_argument("--words-file", type=Path, required=True, help="file with the recovery words")
    parser.add_argument("--sql", help="a query; its rows are printed as JSON, one a line, bytes as hexadecimal")
    parser.add_argument("--without-log", action="store_true", help="leave vault.db-wal out: what the last checkpoint brought in")
    options = parser.parse_args()
    try:
        image = open_store(options.folder, options.words_file.read_text(), not options.without_log)
    except Refused as refusal:
        print(f"{refusal} ({refusal.code})", file=sys.stderr)
        return 5 if refusal.code not in ("wrong-secret", "recovery-words") else 3
    connection = image.connect()
    if options.sql:
        for row in connection.execute(options.sql):
            print(json.dumps([value.hex() if isinstance(value, bytes) else value for value in row], ensure_ascii=False))
    else:
        sound = connection.execute("pragma integrity_check").fetchone()[0]
        print(json.dumps({"pages": image.pages, "logFrames": image.log.frames, "logCommits": image.log.commits,
                          "keySequence": image.keys.sequence, "integrity": sound}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
