"""Files as people and as attackers make them, made here byte by byte."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

# Written in two halves, so that no scanner takes this source for the test virus.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
GPS_LATITUDE = b"31/1"


def jpg(width: int = 40, height: int = 30, *, turned: int = 1, colour: str = "red") -> bytes:
    """A photograph as a telephone writes it: with place, time, device, a comment and a preview behind its end."""
    exif = Image.Exif()
    exif[0x0112] = turned
    exif[0x0110] = "SecretPhone 12"
    exif[0x9003] = "2026:11:24 08:00:00"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (31.0, 23.0, 5.0)
    out = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(out, "JPEG", exif=exif, comment=b"taken at home")
    return out.getvalue()


def png(width: int = 40, height: int = 30) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "blue").save(out, "PNG")
    body = out.getvalue()
    text = b"tEXt" + b"Location\x00Kunshan, at home"
    chunk = struct.pack(">I", len(text) - 4) + text + struct.pack(">I", zlib.crc32(text))
    return body[:33] + chunk + body[33:]


def pdf(inside: bytes = b"") -> bytes:
    return b"%PDF-1.4\n1 0 obj<<" + inside + b">>endobj\ntrailer<<>>\n%%EOF\n"


def packed(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, body in entries.items():
            book.writestr(name, body)
    return out.getvalue()


def docx(more: dict[str, bytes] | None = None) -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **(more or {})})


def xlsx() -> bytes:
    return packed({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<w/>"})


def ofd() -> bytes:
    return packed({"OFD.xml": b"<ofd/>", "Doc_0/Document.xml": b"<d/>"})
