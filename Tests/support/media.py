"""Small real files for attachments, made byte by byte: nobody's photo, nobody's voice."""
import struct
import zlib

TELLTALE = b"TellTale Camera"


def _segment(marker: int, content: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(content) + 2) + content


def _exif() -> bytes:
    """The maker's name and a place: 40°10'40" N, 44°30'45" E."""
    maker = TELLTALE + b"\0"
    first = struct.pack("<H", 2) + struct.pack("<HHII", 0x010F, 2, len(maker), 100) + struct.pack("<HHII", 0x8825, 4, 1, 38) + struct.pack("<I", 0)
    place = struct.pack("<H", 4) + struct.pack("<HHI4s", 1, 2, 2, b"N\0") + struct.pack("<HHII", 2, 5, 3, 120) + struct.pack("<HHI4s", 3, 2, 2, b"E\0") \
        + struct.pack("<HHII", 4, 5, 3, 144) + struct.pack("<I", 0)
    tiff = (b"II" + struct.pack("<HI", 42, 8) + first + place).ljust(100, b"\0") + maker
    tiff = tiff.ljust(120, b"\0") + struct.pack("<6I", 40, 1, 10, 1, 40, 1) + struct.pack("<6I", 44, 1, 30, 1, 45, 1)
    return b"Exif\0\0" + tiff


def jpeg(width: int = 640, height: int = 480, tells: bool = True) -> bytes:
    """A grey photo that every browser draws; `tells` puts place and maker in, as a telephone does."""
    table = bytes([1] + [0] * 15 + [0])
    blocks = -(-width // 8) * -(-height // 8)
    head = _segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0")
    told = _segment(0xE1, _exif()) + _segment(0xFE, b"by " + TELLTALE) if tells else b""
    frame = _segment(0xDB, bytes([0]) + b"\x01" * 64) + _segment(0xC0, bytes([8]) + struct.pack(">HH", height, width) + bytes([1, 1, 0x11, 0]))
    codes = _segment(0xC4, b"\0" + table) + _segment(0xC4, b"\x10" + table) + _segment(0xDA, bytes([1, 1, 0, 0, 63, 0]))
    data = b"\0" * (blocks * 2 // 8) + (b"\x3f" if blocks % 4 else b"")
    return b"\xff\xd8" + head + told + frame + codes + data + b"\xff\xd9"


def png(width: int = 64, height: int = 64, noise: bytes = b"") -> bytes:
    """`noise` fills the rows, so that the file gets as large as wanted."""
    row = width * 3
    rows = b"".join(b"\0" + (noise[at * row:(at + 1) * row]).ljust(row, b"\x80") for at in range(height))

    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"tEXt", b"Author\0" + TELLTALE) \
        + chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")


def pdf(size: int = 600) -> bytes:
    return b"%PDF-1.7\n" + b"%" + b"x" * size + b"\n%%EOF\n"


def size_of_jpeg(data: bytes):
    """(width, height) by the frame's head."""
    at = 2
    while at < len(data):
        marker, length = data[at + 1], struct.unpack(">H", data[at + 2:at + 4])[0]
        if 0xC0 <= marker <= 0xC3:
            height, width = struct.unpack(">HH", data[at + 5:at + 9])
            return width, height
        at += 2 + length
    raise ValueError("no frame")
