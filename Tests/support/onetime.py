"""Six-digit codes as an authenticator shows them (RFC 6238: SHA-1, 30 s)."""
import base64
import hashlib
import hmac
import struct
import time


def code(secret: str, steps: int = 0, at: float | None = None) -> str:
    """The code `steps` steps of 30 s from now; `secret` is base32 as the set-up page shows it."""
    key = base64.b32decode(secret.upper().replace(" ", "") + "=" * (-len(secret) % 8))
    counter = int((time.time() if at is None else at) // 30) + steps
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 15
    number = int.from_bytes(digest[start:start + 4], "big") & 0x7FFFFFFF
    return f"{number % 1_000_000:06d}"
