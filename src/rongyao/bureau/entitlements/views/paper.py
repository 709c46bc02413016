"""A letter on paper: its context, its QR code, and the PDF."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import segno
from django.contrib.staticfiles import finders
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from rongyao.bureau.entitlements.models import Letter
from rongyao.bureau.foundation.access.middleware import Request
from rongyao.bureau.foundation.clock.queries import calendar, deadline_of
from rongyao.bureau.foundation.clock.rules import Deadline

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.fonts", "~/.local/share/fonts", "/Library/Fonts",
                "/System/Library/Fonts", "C:/Windows/Fonts")  # fmt: skip
# Parts of file names of fonts that carry Hanzi.
CHINESE_FONTS = ("cjk", "fangsong", "simfang", "simsun", "songti", "sourcehan", "notoserifsc", "notosanssc", "wqy",
                 "pingfang", "lxgw", "uming", "ukai", "stfang")  # fmt: skip


class UnableToMakePdf(Exception):
    """This machine has no WeasyPrint or no Chinese font. Printing from the browser always works."""


def context(request: Request, letter: Letter, key: str) -> dict[str, Any]:
    """What the print view needs. ``key``: zh (the letter that counts) or en (its reading)."""
    path = f"/verify/{letter.verify_code}/"
    return {
        "letter": letter,
        "text": letter.body[key],
        "letter_key": key,
        "letter_lang": "zh-CN" if key == "zh" else "en",
        "deadlines": deadlines(letter),
        "deadline_texts": [one.text(key) for one in deadlines(letter)],
        "qr": qr(request.build_absolute_uri(path)),
        "is_synthetic": bool(letter.body.get("is_synthetic")),
        "css_path": "",
    }


def deadlines(letter: Letter) -> list[Deadline]:
    """Until when one may ask for review and go to court; empty before service."""
    clocks = [clock for clock in (letter.review_clock, letter.court_clock) if clock is not None]
    cal = calendar() if clocks else None
    return [deadline_of(clock, cal) for clock in clocks]


def qr(address: str) -> SafeString:
    """The address as an SVG drawing without inline style: only an opaque code, no personal data."""
    out = BytesIO()
    code = segno.make(address, error="m")
    code.save(
        out,
        kind="svg",
        border=4,
        xmldecl=False,
        svgns=True,
        omitsize=True,
        title=_("Code to check this letter"),
    )
    return SafeString(out.getvalue().decode())  # drawn by us, no input of a person in it


def as_pdf(html: str) -> bytes:
    """The print view as PDF.

    Raises:
        UnableToMakePdf: no WeasyPrint, or no font with Chinese characters (the text would vanish).
    """
    try:
        import weasyprint
    except (ImportError, OSError) as error:
        raise UnableToMakePdf(_no_pdf()) from error
    if not _has_chinese_font():
        raise UnableToMakePdf(_no_pdf())
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            content, kind = _own_file(url)
            return URLFetcherResponse(url, content, {"Content-Type": kind})

    document = weasyprint.HTML(string=html, base_url="file:///", url_fetcher=OwnFiles())
    return bytes(document.write_pdf())


def _no_pdf() -> str:
    return _(
        "This machine cannot make PDF (it lacks Pango or a Chinese font). Print from the browser instead."
    )


@cache
def _has_chinese_font() -> bool:
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    names = (
        file.name.lower() for folder in folders if folder.is_dir() for file in folder.rglob("*.[tToO]t[fFcC]")
    )
    return any(part in name.replace("-", "").replace("_", "") for name in names for part in CHINESE_FONTS)


def _own_file(url: str) -> tuple[bytes, str]:
    """A static file of ours and its type; nothing leaves the machine."""
    name = url.partition("/static/")[2]
    found = finders.find(_unhashed(name)) if name else None
    if not found:
        raise ValueError(f"a letter reads nothing from {url}")
    kind = "text/css" if str(found).endswith(".css") else "image/svg+xml"
    return Path(str(found)).read_bytes(), kind


def _unhashed(name: str) -> str:
    """ "ui/css/letter.1a2b3c4d5e6f.css" → "ui/css/letter.css"."""
    parts = name.split(".")
    return ".".join([parts[0], parts[-1]]) if len(parts) > 2 else name
