"""What a file is, told by its content and never by its name; what may come in, and why the rest may not."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

import puremagic
from django.utils.translation import gettext as _

LARGEST = 20 * 1024 * 1024
# A packed document that unpacks to more than this, or more than so many times its size, is a trap.
LARGEST_UNPACKED, MOST_TIMES, MOST_ENTRIES = 200 * 1024 * 1024, 200, 5000
# The end of a PDF may be followed by a line or two, not by another file.
TAIL = 1024
OTHER_FILES_INSIDE = (
    b"%PDF-",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"Rar!\x1a\x07",
    b"7z\xbc\xaf\x27\x1c",
    b"MZ\x90\x00",
    b"\x7fELF",
)
MARKUP = re.compile(rb"<\s*(script|html|svg|iframe)\b", re.IGNORECASE)


class UnableToKeepFile(Exception):
    """The file is not taken; the message says why and what to do."""


@dataclass(frozen=True)
class Kind:
    """One kind of file that is taken: its code, the extensions it may carry, its MIME type."""

    code: str
    extensions: tuple[str, ...]
    mime: str


PDF = Kind("pdf", (".pdf",), "application/pdf")
JPG = Kind("jpg", (".jpg", ".jpeg"), "image/jpeg")
PNG = Kind("png", (".png",), "image/png")
XLSX = Kind("xlsx", (".xlsx",), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
DOCX = Kind("docx", (".docx",), "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
OFD = Kind("ofd", (".ofd",), "application/ofd")
KINDS = {kind.code: kind for kind in (PDF, JPG, PNG, XLSX, DOCX, OFD)}
ACCEPT = ",".join(extension for kind in KINDS.values() for extension in kind.extensions)
# The file inside a packed document that says which one it is.
MARKS = {"xl/workbook.xml": XLSX, "word/document.xml": DOCX, "OFD.xml": OFD}


def tell(name: str, body: bytes) -> Kind:
    """What this file is, if it may come in.

    Raises:
        UnableToKeepFile: empty, too large, of a kind not taken, two kinds at once, or named as something else.
    """
    if not body:
        raise UnableToKeepFile(_("The file is empty. Take the photograph again, or choose another file."))
    if len(body) > LARGEST:
        raise UnableToKeepFile(
            _(
                "The file is larger than 20 MB. Photograph it again with a lower resolution, or send the pages apart."
            )
        )
    kind = _by_content(body)
    extension = PurePath(name).suffix.lower()
    if extension not in kind.extensions:
        raise UnableToKeepFile(
            _(
                "The name ends in “%(extension)s”, but inside it is %(kind)s. Save it anew under its right name."
            )
            % {"extension": extension or "—", "kind": kind.code.upper()}
        )
    return kind


def _by_content(body: bytes) -> Kind:
    if body.startswith(b"%PDF-"):
        return _pdf(body)
    if body.startswith(b"\xff\xd8\xff"):
        return JPG
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if body.startswith(b"PK\x03\x04"):
        return _packed(body)
    raise UnableToKeepFile(_why_not(body))


def _why_not(body: bytes) -> str:
    """Why this kind is not taken, in words for the person who chose it."""
    if body[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc", b"ftypmsf1"):
        return _(
            "This is an iPhone picture (HEIC), which cannot be checked here. On the telephone choose Settings, Camera, "
            "Formats, Most Compatible; or take a screenshot of the picture and send that."
        )
    if body.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _(
            "This is an old Office file, or one with a password. Save it as xlsx, docx or PDF without a password."
        )
    if body.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")):
        return _archive()
    if body.startswith((b"MZ", b"\x7fELF", b"#!")):
        return _("This is a program, not a paper. Programs are never taken.")
    return _(
        "This kind of file (%(kind)s) is not taken. Send a photograph (JPG, PNG), PDF, OFD, DOCX or XLSX."
    ) % {"kind": _guess(body)}


def _archive() -> str:
    return _("This is an archive of files. Send the papers themselves, several at once if you like.")


def _guess(body: bytes) -> str:
    """The second opinion's name for it; it never lets a file in."""
    try:
        return str(puremagic.from_string(body[:8192])).lstrip(".") or "?"
    except (puremagic.PureError, ValueError):
        return "?"


def _pdf(body: bytes) -> Kind:
    end = body.rfind(b"%%EOF")
    if end < 0:
        raise UnableToKeepFile(_("The PDF is cut off at its end. Send it once more."))
    if len(body) - end > TAIL or holds_another(body[end:]) or body[-65_557:].find(b"PK\x05\x06") >= 0:
        raise UnableToKeepFile(two_at_once())
    if re.search(rb"/Launch\b|/JavaScript\b|/EmbeddedFile\b", body):
        raise UnableToKeepFile(
            _("This PDF carries a program or another file inside. Print it to a new PDF and send that.")
        )
    return PDF


def two_at_once() -> str:
    return _(
        "This file is two kinds of file at once, as harmful files are. Photograph the paper and send the picture."
    )


def holds_another(tail: bytes) -> bool:
    return any(mark in tail for mark in OTHER_FILES_INSIDE) or MARKUP.search(tail) is not None


def _packed(body: bytes) -> Kind:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            return _document(packed, body)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, ValueError) as error:
        raise UnableToKeepFile(
            _("The file is damaged. Open and save it once more, then send it again.")
        ) from error


def _document(packed: zipfile.ZipFile, body: bytes) -> Kind:
    entries = packed.infolist()
    names = {entry.filename for entry in entries}
    kinds = {kind for mark, kind in MARKS.items() if mark in names}
    if not kinds or (kinds != {OFD} and "[Content_Types].xml" not in names):
        raise UnableToKeepFile(_archive())
    # The central directory must end where the file ends: nothing is hung on behind, nothing put before.
    if (
        len(kinds) > 1
        or packed.comment
        or entries[0].header_offset != 0
        or body.rfind(b"PK\x05\x06") != len(body) - 22
    ):
        raise UnableToKeepFile(two_at_once())
    if any(
        PurePath(name).suffix.lower() in (".bin", ".exe", ".dll", ".js", ".vbs")
        for name in names
        if _is_code(name)
    ):
        raise UnableToKeepFile(
            _("This document carries macros. Save it without macros (xlsx, docx) and send that.")
        )
    _check_size(entries, len(body))
    return kinds.pop()


def _is_code(name: str) -> bool:
    """Printer settings and embedded pictures are .bin as well; macros and programs are meant."""
    return "vbaproject" in name.lower() or "activex" in name.lower() or not name.lower().endswith(".bin")


def _check_size(entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    too_much = unpacked > LARGEST_UNPACKED or unpacked > MOST_TIMES * max(size, 1024)
    if too_much or len(entries) > MOST_ENTRIES or any(entry.flag_bits & 1 for entry in entries):
        raise UnableToKeepFile(
            _(
                "This document is packed so tightly, or locked with a password, that it cannot be checked. Send it as PDF."
            )
        )
