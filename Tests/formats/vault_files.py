"""Sealed files beside the database: attachments (docs/formats/blobs.md) and the queue of a locked box (locked-queue.md)."""
import struct
from pathlib import Path

from nacl import bindings, exceptions

from vault_keys import Keys, Refused, blake, xopen

BLOB_MAGIC = b"KINBOXBL\0\1" + bytes(6)
PIECE, PIECE_OVERHEAD = 65_536, 17
FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL


def unwrap_erasure(wrapped: bytes, label: bytes, keys: Keys) -> bytes:
    """A key wrapped by the erasure key (76 bytes)."""
    number = struct.unpack_from(">I", wrapped)[0]
    if len(wrapped) != 76 or not number:
        raise Refused("seal-damaged", "this is no wrapped key")
    if number not in keys.erasure:
        raise Refused("scope-erased", f"erasure key {number} was destroyed: this was erased")
    plain = xopen(wrapped[28:], b"kinbox scope 1\0" + label, wrapped[4:28], keys.erasure[number])
    if plain is None:
        raise Refused("seal-damaged", "a wrapped key does not open under its label")
    return plain


def unwrap_item(wrapped: bytes, scope_key: bytes, data: bytes) -> bytes:
    """The key of one attachment from its wrapped form (72 bytes)."""
    plain = xopen(wrapped[24:], b"kinbox item 1\0" + data, wrapped[:24], scope_key) if len(wrapped) == 72 else None
    if plain is None:
        raise Refused("seal-damaged", "an item's key does not open under this scope's key")
    return plain


def read_blob(raw: bytes, name: str, key: bytes) -> bytes:
    if blake(raw).hex() != name:
        raise Refused("blob-damaged", "the sealed file is not what its name says")
    if raw[:16] != BLOB_MAGIC or len(raw) < 40 + PIECE_OVERHEAD:
        raise Refused("blob-damaged", "the file does not begin as an attachment does")
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, raw[16:40], key)
    plain, at, tag = [], 40, None
    while tag != FINAL:
        piece = raw[at:at + PIECE + PIECE_OVERHEAD]
        at += len(piece)
        try:
            if len(piece) < PIECE_OVERHEAD:
                raise ValueError
            message, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, piece)
        except (RuntimeError, ValueError, exceptions.CryptoError):
            raise Refused("blob-damaged", "a piece does not open, or the file ends early") from None
        plain.append(message)
    if at != len(raw):
        raise Refused("blob-damaged", "something follows the last piece")
    return b"".join(plain)


def read_queue(folder: Path, keys: Keys) -> list[bytes | None]:
    """What waits in the queue, oldest first; None for an entry that was sealed to another store."""
    path = folder / "inbox" / "locked.queue"
    raw = path.read_bytes() if path.exists() else b""
    found, at = [], 0
    while (after := whole_record(raw, at)) is not None:
        try:
            found.append(bindings.crypto_box_seal_open(raw[at + 4:after - 16], keys.notice_public, keys.notice_secret))
        except (exceptions.CryptoError, TypeError, ValueError):
            found.append(None)
        at = after
    # What is torn was never acknowledged. A whole record behind a bad one was.
    if at + 20 <= len(raw) and whole_record(raw, at + 20 + struct.unpack_from(">I", raw, at)[0]):
        raise Refused("queue-damaged", f"entry {len(found) + 1} of the queue is damaged, and others lie behind it")
    return found


def whole_record(raw: bytes, at: int) -> int | None:
    """Where the record at this place ends; nothing when it is not whole."""
    if at + 20 > len(raw):
        return None
    end = at + 4 + struct.unpack_from(">I", raw, at)[0]
    return end + 16 if end + 16 <= len(raw) and blake(raw[at:end], 16) == raw[end:end + 16] else None
