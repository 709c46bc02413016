"""Pictures without what the camera wrote into them: place, time, device. The picture itself stays bit for bit.

Only how the picture is to be turned is kept, or it would lie on its side.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

from django.utils.translation import gettext as _
from PIL import Image

from rongyao.bureau.foundation.files.rules.kinds import (
    JPG,
    PNG,
    Kind,
    UnableToKeepFile,
    holds_another,
    two_at_once,
)

MOST_PIXELS = 120_000_000
# Segments of a JPEG that draw the picture: JFIF header, colour profile, Adobe's colour marker.
APPS_KEPT = {0xE0: b"JFIF\x00", 0xE2: b"ICC_PROFILE\x00", 0xEE: b"Adobe"}
SOS, EOI = 0xDA, 0xD9
PNG_KEPT = {
    b"IHDR",
    b"PLTE",
    b"IDAT",
    b"IEND",
    b"tRNS",
    b"cHRM",
    b"gAMA",
    b"iCCP",
    b"sBIT",
    b"sRGB",
    b"bKGD",
    b"pHYs",
}
ORIENTATION = 0x0112


def cleaned(kind: Kind, body: bytes) -> bytes:
    """The picture without place, time and device; anything else unchanged.

    Raises:
        UnableToKeepFile: damaged, larger than can be drawn, or with another file hung on behind.
    """
    if kind not in (JPG, PNG):
        return body
    turned = _check(body)
    try:
        return _clean_jpeg(body, turned) if kind == JPG else _clean_png(body)
    except (struct.error, IndexError) as error:
        raise UnableToKeepFile(_damaged()) from error


def _damaged() -> str:
    return _("The picture is damaged or cut off. Take the photograph again.")


def _check(body: bytes) -> int:
    """That it can be drawn to its last line; how it is turned (1: upright)."""
    try:
        with Image.open(io.BytesIO(body), formats=("JPEG", "PNG")) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise UnableToKeepFile(
                    _("The picture has too many points. Photograph it with a lower resolution.")
                )
            turned = picture.getexif().get(ORIENTATION, 1)
            picture.load()
    except UnableToKeepFile:
        raise
    except Exception as error:  # Pillow raises many kinds; each means that the picture cannot be drawn
        raise UnableToKeepFile(_damaged()) from error
    return turned if turned in range(1, 9) else 1


def _clean_jpeg(body: bytes, turned: int) -> bytes:
    out = [b"\xff\xd8", _turning(turned) if turned != 1 else b""]
    for marker, segment in _segments(body):
        if _is_kept(marker, segment):
            out.append(segment)
    return b"".join(out)


def _is_kept(marker: int, segment: bytes) -> bool:
    if marker == 0xFE:
        return False
    if 0xE0 <= marker <= 0xEF:
        mark = APPS_KEPT.get(marker)
        return mark is not None and segment[4:].startswith(mark)
    return True


def _segments(body: bytes) -> Iterator[tuple[int, bytes]]:
    """Each segment with its marker; the drawn data goes with the marker that begins it. Ends at the end marker."""
    at = 2
    while True:
        while body[at : at + 2] == b"\xff\xff":
            at += 1
        if body[at] != 0xFF:
            raise UnableToKeepFile(_damaged())
        marker = body[at + 1]
        if marker == EOI:
            yield marker, b"\xff\xd9"
            _check_tail(body[at + 2 :])
            return
        end = at + 2 + struct.unpack(">H", body[at + 2 : at + 4])[0]
        if marker == SOS:
            end = _end_of_scan(body, end)
        yield marker, body[at:end]
        at = end


def _end_of_scan(body: bytes, at: int) -> int:
    """Where drawn data ends: the next marker that is neither a stuffed zero nor a restart."""
    while True:
        at = body.index(b"\xff", at)
        if body[at + 1] != 0 and not 0xD0 <= body[at + 1] <= 0xD7 and body[at + 1] != 0xFF:
            return at
        at += 1


def _check_tail(tail: bytes) -> None:
    """Telephones hang previews behind a picture: they are cut off. Another file there is refused."""
    if holds_another(tail):
        raise UnableToKeepFile(two_at_once())


def _turning(turned: int) -> bytes:
    """An Exif segment that says how to turn the picture, and nothing else."""
    tiff = b"MM\x00*\x00\x00\x00\x08" + struct.pack(">HHHIHHI", 1, ORIENTATION, 3, 1, turned, 0, 0)
    payload = b"Exif\x00\x00" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(payload) + 2) + payload


def _clean_png(body: bytes) -> bytes:
    out, at = [body[:8]], 8
    while True:
        length, name = struct.unpack(">I4s", body[at : at + 8])
        end = at + 12 + length
        chunk = body[at:end]
        if len(chunk) != 12 + length or zlib.crc32(chunk[4:-4]) != struct.unpack(">I", chunk[-4:])[0]:
            raise UnableToKeepFile(_damaged())
        if name in PNG_KEPT:
            out.append(chunk)
        if name == b"IEND":
            if body[end:].strip(b"\x00\r\n "):
                raise UnableToKeepFile(two_at_once())
            return b"".join(out)
        at = end
