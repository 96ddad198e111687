"""Pages of a sealed database and frames of its sealed log, read from docs/formats/vault.md alone."""
import hashlib
import hmac
import struct
from dataclasses import dataclass

from nacl import bindings

from vault_keys import AES256GCM, XCHACHA20, Generation, Refused, subkey, xopen

PAGE, CONTENT = 4096, 4056
LOG_HEADER, FRAME_HEADER = 32, 24
FRAME = FRAME_HEADER + PAGE
MARK = 32
LOCK_PAGE = (1 << 30) // PAGE + 1
DATABASE, LOG = 1, 2


class Cipher:
    """One of the suites under one key."""

    def __init__(self, suite: int, key: bytes):
        self.suite, self.key = suite, key
        if suite == AES256GCM:
            try:
                from cryptography.hazmat.primitives.ciphers.aead import AESGCM
            except ImportError:
                raise Refused("needs-cryptography", "this store uses AES-256-GCM; reading it needs the Python package cryptography")
            self.aes = AESGCM(key)
        elif suite != XCHACHA20:
            raise Refused("key-file-damaged", f"the key file names an unknown cipher ({suite})")

    def open(self, page: bytes, data: bytes) -> bytes | None:
        """4096 sealed bytes to 4096 plain ones, the last 40 of them zeros; nothing when the tag does not fit."""
        sealed, nonce = page[:CONTENT] + page[4080:], page[CONTENT:4080]
        if self.suite == XCHACHA20:
            plain = xopen(sealed, data, nonce, self.key)
        else:
            plain = self.open_aes(sealed, data, nonce)
        return None if plain is None else plain + bytes(PAGE - CONTENT)

    def open_aes(self, sealed: bytes, data: bytes, nonce: bytes) -> bytes | None:
        from cryptography.exceptions import InvalidTag

        if any(nonce[12:]):
            return None
        try:
            return self.aes.decrypt(nonce[:12], sealed, data)
        except InvalidTag:
            return None


class StoreCiphers:
    """The working keys of one generation."""

    def __init__(self, store: bytes, generation: Generation):
        self.store = store
        self.pages = Cipher(generation.suite, subkey(generation.key, b"kinboxvk", 1))
        self.log = Cipher(generation.suite, subkey(generation.key, b"kinboxvk", 2))
        self.mask = subkey(generation.key, b"kinboxvk", 3, 16)
        self.marks = subkey(generation.key, b"kinboxvk", 6)

    def open_page(self, page: bytes, number: int) -> bytes | None:
        return self.pages.open(page, self.store + struct.pack(">B3xI", DATABASE, number))

    def open_frame(self, frame: bytes, index: int, log_salts: bytes) -> bytes | None:
        salts = frame[8:16]
        if not any(salts):
            salts = log_salts
        bound = self.store + struct.pack(">B3x", LOG) + frame[:8] + salts + struct.pack(">I", index)
        return self.log.open(frame[FRAME_HEADER:], bound)

    def mark(self, frames: int, salts: bytes) -> bytes:
        """What stands behind the last synced frame of a round."""
        told = struct.pack(">I", frames) + salts
        bound = self.store + struct.pack(">B3x", 3) + told
        return bytes(4) + told + hashlib.blake2b(bound, digest_size=16, key=self.marks).digest()


def reveal(key: bytes, header: bytes, offset: int) -> tuple[int, int]:
    """The two checksum words of a frame header that lies at `offset`: four Feistel rounds, taken back."""
    left, right = struct.unpack_from(">II", header, 16)
    for step in (3, 2, 1, 0):
        message = header[8:16] + struct.pack(">QII", offset, step, left)
        digest = bindings.crypto_shorthash_siphash24(message, key)
        left, right = right ^ int.from_bytes(digest[:4], "little"), left
    return left, right


def checksum(data: bytes, order: str, start: tuple[int, int]) -> tuple[int, int]:
    """SQLite's running checksum of its log; `order` as struct writes it."""
    a, b = start
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2]):
        a = a + first + b & 0xFFFFFFFF
        b = b + second + a & 0xFFFFFFFF
    return a, b


@dataclass
class Log:
    pages: dict[int, bytes]
    database_pages: int
    frames: int
    commits: int


NO_LOG = Log({}, 0, 0, 0)


def commits_of_any_round(raw: bytes, ciphers: StoreCiphers) -> int:
    """Frames that open and end a transaction."""
    found = 0
    for number in range((len(raw) - LOG_HEADER) // FRAME):
        at = LOG_HEADER + number * FRAME
        if any(raw[at + 4:at + 8]):
            found += ciphers.open_frame(raw[at:at + FRAME], number, bytes(8)) is not None
    return found


def ends_transaction(frame: bytes, index: int, ciphers: StoreCiphers, salts: bytes) -> bool:
    """Whether the frame's header says so, where it can be believed: it opens, or page number and size lie in one disk
    sector with the salts."""
    if frame[8:16] != salts or not any(frame[4:8]) or not any(frame[:4]):
        return False
    return (LOG_HEADER + index * FRAME + 8) % 512 != 0 or ciphers.open_frame(frame, index, salts) is not None


def behind(raw: bytes, index: int, ciphers: StoreCiphers, salts: bytes) -> tuple[int, int]:
    """Ends of transactions of this round behind `index`, and how many frames were synced by the last mark there."""
    commits, synced = 0, 0
    for number in range(index, (len(raw) - LOG_HEADER) // FRAME + 1):
        frame = raw[LOG_HEADER + number * FRAME:][:FRAME]
        if number and hmac.compare_digest(frame[:MARK], ciphers.mark(number, salts)):
            synced = number
        elif number > index and len(frame) == FRAME:
            commits += ends_transaction(frame, number, ciphers, salts)
    return commits, synced


def log_damaged(what: str, commits: int) -> Refused:
    return Refused("log-damaged", f"{what} is damaged and {commits} finished saves lie behind it")


def log_head(raw: bytes) -> tuple[str, bytes, tuple[int, int]] | None:
    """Byte order, salts and checksum of the header; nothing when SQLite would not take it for one."""
    magic, version, size = struct.unpack_from(">III", raw)
    if magic not in (0x377F0682, 0x377F0683) or size != PAGE or version != 3007000:
        return None
    order = ">" if magic & 1 else "<"
    told = struct.unpack_from(">II", raw, 24)
    return (order, raw[16:24], told) if checksum(raw[:24], order, (0, 0)) == told else None


def read_log(raw: bytes, ciphers: StoreCiphers) -> Log:
    """The pages of the last finished transaction and all before it, as SQLite takes them in."""
    if len(raw) <= LOG_HEADER:
        return NO_LOG
    head = log_head(raw)
    if head is None:
        lost = commits_of_any_round(raw, ciphers)
        if lost:
            raise log_damaged("the header of the log", lost)
        return NO_LOG
    order, salts, running = head
    done, pending = Log({}, 0, 0, 0), {}
    for index in range((len(raw) - LOG_HEADER) // FRAME):
        at = LOG_HEADER + index * FRAME
        frame = raw[at:at + FRAME]
        number, commit = struct.unpack_from(">II", frame)
        plain = ciphers.open_frame(frame, index, salts)
        if frame[8:16] != salts or not number:
            plain = None  # perhaps sound, of an older round
        if plain is not None:
            running = checksum(plain, order, checksum(frame[:8], order, running))
        if plain is None or reveal(ciphers.mask, frame, at) != running:
            lost, synced = behind(raw, index, ciphers, salts)
            # More was synced than is sound; or two ends of transactions, of which a power cut leaves one at the most.
            if synced > done.frames or lost + ends_transaction(frame, index, ciphers, salts) >= 2:
                raise log_damaged(f"frame {index} of the log", lost)
            break
        pending[number] = plain
        if commit:
            done = Log({**done.pages, **pending}, commit, index + 1, done.commits + 1)
            pending = {}
    return done
