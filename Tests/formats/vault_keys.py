"""The key file of a sealed store, read from docs/formats/vault-keys.md alone: recovery words, slots, root, body."""
import hashlib
import struct
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from nacl import bindings, exceptions

CONSONANTS, VOWELS = "bdfghjklmnprstvz", "aiou"
PASSPHRASE, STICK, MACHINE_AND_OFFICE, RECOVERY, MACHINE_ONLY = 1, 2, 3, 4, 5
XCHACHA20, AES256GCM = 1, 2
HEADER, SLOT, BODY, TAG = 128, 208, 256, 16
KEY_FILES = ("vault.keys", "vault.keys.copy")


class Refused(Exception):
    """The store, or what should open it, is not what the format says. `code` is stable."""

    def __init__(self, code: str, text: str):
        super().__init__(text)
        self.code = code


def blake(data: bytes, size: int = 32) -> bytes:
    return hashlib.blake2b(data, digest_size=size).digest()


def subkey(master: bytes, context: bytes, number: int, size: int = 32) -> bytes:
    """crypto_kdf_derive_from_key: keyed BLAKE2b of nothing, number as salt, context as personalisation."""
    return hashlib.blake2b(b"", digest_size=size, key=master, salt=struct.pack("<Q", number), person=context).digest()


def mix(purpose: str, *parts: bytes) -> bytes:
    return blake(purpose.encode() + b"\0" + b"".join(parts))


def xopen(sealed: bytes, data: bytes, nonce: bytes, key: bytes) -> bytes | None:
    """XChaCha20-Poly1305; nothing when the tag does not fit."""
    try:
        return bindings.crypto_aead_xchacha20poly1305_ietf_decrypt(sealed, data, nonce, key)
    except exceptions.CryptoError:
        return None


# Recovery words

def words_of(secret: bytes) -> list[str]:
    number = int.from_bytes(secret + blake(secret)[:4], "big")
    twelves = [number >> 12 * (23 - index) & 0xFFF for index in range(24)]
    return [CONSONANTS[v >> 8] + VOWELS[v >> 6 & 3] + CONSONANTS[v >> 2 & 15] + VOWELS[v & 3] for v in twelves]


def secret_of(text: str) -> bytes:
    """The 32 bytes behind typed words or the text of the printed code."""
    typed = "".join(c if c.isalnum() else " " for c in text.split(":")[-1].lower()).split()
    if len(typed) != 24:
        raise Refused("recovery-words", f"a recovery key has 24 words, these are {len(typed)}")
    number = 0
    for position, word in enumerate(typed, 1):
        if len(word) != 4 or any(c not in (CONSONANTS, VOWELS)[i % 2] for i, c in enumerate(word)):
            raise Refused("recovery-words", f"word {position} can't be a word of a recovery key")
        a, b, c, d = (((CONSONANTS, VOWELS)[i % 2]).index(letter) for i, letter in enumerate(word))
        number = number << 12 | a << 8 | b << 6 | c << 2 | d
    bits = number.to_bytes(36, "big")
    if blake(bits[:32])[:4] != bits[32:]:
        raise Refused("recovery-words", "the words' checksum does not fit: one is mistyped or misplaced")
    return bits[:32]


# The file

@dataclass
class Slot:
    raw: bytes
    kind: int
    passes: int
    memory: int
    salt: bytes
    public: bytes
    ephemeral: bytes
    sealed_root: bytes


@dataclass
class KeyFile:
    raw: bytes
    suite: int
    flags: int
    store: bytes
    sequence: int
    notice_public: bytes
    recovery_public: bytes
    slots: list[Slot]


@dataclass
class Generation:
    number: int
    current: bool
    suite: int
    sealed_pages: int
    key: bytes


@dataclass
class Keys:
    store: bytes
    sequence: int
    generations: list[Generation]
    erasure: dict[int, bytes]
    notice_secret: bytes
    notice_public: bytes
    device_seed: bytes


def damaged(what: str) -> Refused:
    return Refused("key-file-damaged", f"the key file is damaged: {what}")


def parse(raw: bytes) -> KeyFile:
    """The clear part. The plain checksum tells damage from a wrong secret; it is no proof against anybody."""
    if len(raw) < HEADER + 24 + BODY + TAG + 32 or raw[:8] != b"KINBOXVK":
        raise damaged("not a key file, or cut off")
    version, suite, flags, total = struct.unpack_from(">HBBI", raw, 8)
    if version != 1:
        raise Refused("newer-format", f"the key file has version {version}")
    if blake(raw[:-32]) != raw[-32:]:
        raise damaged("its checksum does not fit")
    store, sequence, count = raw[16:32], *struct.unpack_from(">QI", raw, 32)
    if total != len(raw) or count > 8 or flags & ~3 or suite not in (XCHACHA20, AES256GCM):
        raise damaged("its header")
    if len(raw) != HEADER + count * SLOT + 24 + BODY + TAG + 32:
        raise damaged("its length")
    slots = [slot(raw[at:at + SLOT]) for at in range(HEADER, HEADER + count * SLOT, SLOT)]
    return KeyFile(raw, suite, flags, store, sequence, raw[48:80], raw[80:112], slots)


def slot(raw: bytes) -> Slot:
    kind, version, zeros, passes, memory = struct.unpack_from(">BBHIQ", raw)
    if kind not in range(1, 6) or version != 1 or zeros:
        raise damaged("a slot")
    return Slot(raw, kind, passes, memory, raw[16:32], raw[96:128], raw[128:160], raw[160:208])


def root_of(slot: Slot, seed: bytes, store: bytes) -> bytes | None:
    """The root key from the seed of the slot's key pair; nothing when the seed is another slot's."""
    if bindings.crypto_scalarmult_base(seed) != slot.public:
        return None
    shared = bindings.crypto_scalarmult(seed, slot.ephemeral)
    key = mix("kinbox slot 1", shared, slot.ephemeral, slot.public)
    root = xopen(slot.sealed_root, slot.raw[:128] + store, bytes(24), key)
    if root is None:
        raise damaged("a slot does not open with its own secret")
    return root


def body_of(file: KeyFile, root: bytes) -> bytes:
    """The secret body. Its tag covers everything before it, so it is the MAC of the file."""
    at = HEADER + len(file.slots) * SLOT
    nonce, sealed = file.raw[at:at + 24], file.raw[at + 24:at + 24 + BODY + TAG]
    body = xopen(sealed, file.raw[:at + 24], nonce, subkey(root, b"kinboxrk", 1))
    if body is None:
        raise damaged("its seal does not fit, so it was altered")
    return body


def keys_of(file: KeyFile, body: bytes) -> Keys:
    generations = []
    for at in (0, 48):
        number, state, suite, sealed = struct.unpack_from(">IHHQ", body, at)
        if number:
            generations.append(Generation(number, state == 1, suite, sealed, body[at + 16:at + 48]))
    erasure = {struct.unpack_from(">I", body, at)[0]: body[at + 4:at + 36] for at in (96, 132)}
    erasure.pop(0, None)
    if not generations or not erasure:
        raise damaged("its body holds no key")
    if bindings.crypto_scalarmult_base(body[168:200]) != file.notice_public:
        raise damaged("its notice key does not belong to its body")
    return Keys(file.store, file.sequence, generations, erasure, body[168:200], file.notice_public, body[200:232])


def recovery_seed(secret: bytes):
    return lambda slot: mix("kinbox recovery slot 1", secret, slot.salt)


def passphrase_seed(text: str):
    raw = unicodedata.normalize("NFC", text).encode()

    def seed(slot: Slot) -> bytes:
        if not (2 <= slot.passes <= 16 and 19 << 20 <= slot.memory <= 2 << 30):
            raise Refused("key-derivation-out-of-bounds", "the key file asks for too little or too much work; it was altered")
        return bindings.crypto_pwhash_alg(32, raw, slot.salt, slot.passes, slot.memory, 2)

    return seed


def open_keys(folder: Path, kind: int, seed_for) -> Keys:
    """Newest sound copy first; the older one where that does not open."""
    files, fault = [], None
    for name in KEY_FILES:
        if (folder / name).exists():
            try:
                files.append(parse((folder / name).read_bytes()))
            except Refused as refusal:
                fault = fault or refusal
    if not files:
        raise fault or Refused("not-a-vault", "there is no key file here")
    fault = None
    for file in sorted(files, key=lambda file: -file.sequence):
        for candidate in file.slots:
            if candidate.kind != kind:
                continue
            try:
                root = root_of(candidate, seed_for(candidate), file.store)
                if root is not None:
                    if not file.flags & 1:
                        raise Refused("unfinished-creation", "the making of this store was cut off")
                    return keys_of(file, body_of(file, root))
            except Refused as refusal:
                fault = fault or refusal
    raise fault or Refused("wrong-secret", "no slot of this store opens with this secret")
