"""Reads a sealed store with its recovery words: written from docs/formats/vault.md and vault-keys.md alone, with PyNaCl.

    python read_vault.py FOLDER "twenty-four recovery words" [TABLE]

prints the tables, or the rows of one. The plain database exists in memory only.
"""

import hashlib
import sqlite3
import struct
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from nacl import bindings, pwhash
from nacl.exceptions import CryptoError

PAGE, CONTENT, FRAME = 4096, 4056, 4120
CONSONANTS, VOWELS = "bdfghjklmnprstvz", "aiou"


class Refused(Exception):
    """The store can't be read; the text says why."""


def blake(data: bytes, size: int = 32) -> bytes:
    return hashlib.blake2b(data, digest_size=size).digest()


def mixed(purpose: str, *parts: bytes) -> bytes:
    return blake(purpose.encode() + b"\0" + b"".join(parts))


def subkey(size: int, number: int, context: bytes, key: bytes) -> bytes:
    salt = struct.pack("<Q", number) + bytes(8)
    return hashlib.blake2b(b"", digest_size=size, key=key, salt=salt, person=context + bytes(8)).digest()


def recovery_secret(words: str) -> bytes:
    typed = words.split(":")[-1].lower()
    parts = "".join(c if c.isalnum() else " " for c in typed).split()
    if len(parts) != 24:
        raise Refused(f"a recovery key has 24 words, these are {len(parts)}")
    bits = 0
    for word in parts:
        try:
            a, b, c, d = (row.index(letter) for row, letter in
                          zip((CONSONANTS, VOWELS, CONSONANTS, VOWELS), word, strict=True))
        except ValueError:
            raise Refused(f"{word!r} can't be a word of a recovery key") from None
        bits = bits << 12 | a << 8 | b << 6 | c << 2 | d
    data = bits.to_bytes(36, "big")
    if blake(data[:32])[:4] != data[32:]:
        raise Refused("these words are no recovery key")
    return data[:32]


def recovery_words(secret: bytes) -> str:
    bits = int.from_bytes(secret + blake(secret)[:4], "big")
    values = [bits >> 12 * (23 - place) & 0xFFF for place in range(24)]
    return " ".join(CONSONANTS[v >> 8] + VOWELS[v >> 6 & 3] + CONSONANTS[v >> 2 & 15] + VOWELS[v & 3] for v in values)


@dataclass
class Keys:
    store: bytes
    sequence: int
    generations: list  # (suite, vault key)


def open_keys(data: bytes, recovery: bytes = None, passphrase: str = None) -> Keys:
    if data[:8] != b"KINBOXVK" or data[8:10] != b"\0\1":
        raise Refused("not a key file of this version")
    if blake(data[:-32]) != data[-32:] or struct.unpack(">I", data[12:16])[0] != len(data):
        raise Refused("the key file is damaged")
    store = data[16:32]
    count = struct.unpack(">I", data[40:44])[0]
    body_at = 128 + count * 208 + 24
    for place in range(count):
        slot = data[128 + place * 208:128 + (place + 1) * 208]
        salt, public = slot[16:32], slot[96:128]
        if slot[0] == 4 and recovery is not None:
            seed = mixed("kinbox recovery slot 1", recovery, salt)
        elif slot[0] == 1 and passphrase is not None:
            passes, memory = struct.unpack(">IQ", slot[4:16])
            text = unicodedata.normalize("NFC", passphrase).encode()
            seed = pwhash.argon2id.kdf(32, text, salt, opslimit=passes, memlimit=memory)
        else:
            continue
        if bindings.crypto_scalarmult_base(seed) != public:
            continue
        ephemeral = slot[128:160]
        key = mixed("kinbox slot 1", bindings.crypto_scalarmult(seed, ephemeral), ephemeral, public)
        try:
            root = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(slot[160:], slot[:128] + store, bytes(24), key)
            body = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(
                data[body_at:-32], data[:body_at], data[body_at - 24:body_at], subkey(32, 1, b"kinboxrk", root))
        except CryptoError:
            raise Refused("the key file was altered") from None
        generations = []
        for at in (0, 48):
            number, _, suite = struct.unpack(">IHH", body[at:at + 8])
            if number:
                generations.append((suite, body[at + 16:at + 48]))
        return Keys(store, struct.unpack(">Q", data[32:40])[0], generations)
    raise Refused("this secret opens no slot")


def open_page(suite: int, key: bytes, sealed: bytes, data: bytes) -> bytes:
    text = sealed[:CONTENT] + sealed[4080:]
    try:
        if suite == 1:
            plain = bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(text, data, sealed[CONTENT:4080], key)
        elif suite == 2:
            if any(sealed[CONTENT + 12:4080]):
                raise CryptoError
            plain = bindings.crypto_aead_aes256gcm_decrypt(text, data, sealed[CONTENT:CONTENT + 12], key)
        else:
            raise Refused(f"unknown cipher {suite}")
    except CryptoError:
        return None
    return plain + bytes(40)


def unmasked(header: bytes, offset: int, key: bytes) -> bytes:
    left, right = struct.unpack(">II", header[16:24])
    for turn in (3, 2, 1, 0):
        message = header[8:16] + struct.pack(">QII", offset, turn, left)
        mask = int.from_bytes(bindings.crypto_shorthash_siphash24(message, key), "little") & 0xFFFFFFFF
        left, right = right ^ mask, left
    return header[:16] + struct.pack(">II", left, right)


def checksum(data: bytes, start: tuple, order: str) -> tuple:
    a, b = start
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2]):
        a = a + first + b & 0xFFFFFFFF
        b = b + second + a & 0xFFFFFFFF
    return a, b


def log_pages(log: bytes, keys: Keys, suite: int, vault: bytes):
    """Pages of finished transactions, and the number of pages of the database after the last of them."""
    if len(log) < 32:
        return {}, None
    page_key, mask_key = subkey(32, 2, b"kinboxvk", vault), subkey(16, 3, b"kinboxvk", vault)
    order = ">" if log[3] & 1 else "<"
    salts, total = log[16:24], struct.unpack(">II", log[24:32])
    if checksum(log[:24], (0, 0), order) != total:
        return {}, None
    done, waiting, size = {}, {}, None
    for index in range((len(log) - 32) // FRAME):
        at = 32 + index * FRAME
        header = unmasked(log[at:at + 24], at, mask_key)
        if header[8:16] != salts:
            break
        data = keys.store + b"\2\0\0\0" + header[:16] + struct.pack(">I", index)
        plain = open_page(suite, page_key, log[at + 24:at + FRAME], data)
        if plain is None:
            break
        total = checksum(plain, checksum(header[:8], total, order), order)
        if struct.pack(">II", *total) != header[16:24]:
            break
        page, commit = struct.unpack(">II", header[:8])
        waiting[page] = plain
        if commit:
            done.update(waiting)
            waiting, size = {}, commit
    return done, size


def read_store(folder, recovery: bytes = None, passphrase: str = None) -> bytes:
    """The plain SQLite file, with the log's finished transactions in it."""
    folder = Path(folder)
    found, fault = [], None
    for name in ("vault.keys", "vault.keys.copy"):
        try:
            found.append(open_keys((folder / name).read_bytes(), recovery, passphrase))
        except (Refused, OSError) as reason:
            fault = fault or reason
    if not found:
        raise Refused(str(fault))
    keys = max(found, key=lambda one: one.sequence)
    database = (folder / "vault.db").read_bytes()
    log_path = folder / "vault.db-wal"
    log = log_path.read_bytes() if log_path.exists() else b""
    for suite, vault in keys.generations:
        key = subkey(32, 1, b"kinboxvk", vault)
        in_log, size = log_pages(log, keys, suite, vault)
        size = size or len(database) // PAGE
        if open_page(suite, key, database[:PAGE], keys.store + b"\1\0\0\0" + struct.pack(">I", 1)) is None and 1 not in in_log:
            continue
        pages = []
        for number in range(1, size + 1):
            plain = in_log.get(number)
            if plain is None:
                sealed = database[(number - 1) * PAGE:number * PAGE]
                data = keys.store + b"\1\0\0\0" + struct.pack(">I", number)
                plain = open_page(suite, key, sealed, data) if len(sealed) == PAGE else None
            if plain is None:
                raise Refused(f"page {number} does not open")
            pages.append(plain)
        # Byte 18 and 19 say WAL, which a database in memory can't be.
        first = pages[0][:18] + b"\1\1" + pages[0][20:]
        return b"".join([first] + pages[1:])
    raise Refused("vault.db does not belong to this key file")


def connect(plain: bytes) -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    connection.deserialize(plain)
    return connection


def main() -> None:
    folder, words = sys.argv[1:3]
    with connect(read_store(folder, recovery=recovery_secret(words))) as database:
        if len(sys.argv) > 3:
            for row in database.execute(f'SELECT * FROM "{sys.argv[3]}"'):
                print(row)
        else:
            for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"):
                print(name)


if __name__ == "__main__":
    try:
        main()
    except Refused as reason:
        sys.exit(f"Refused: {reason}")
