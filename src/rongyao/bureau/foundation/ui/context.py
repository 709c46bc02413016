"""Template context: how this reader wants the page to look, and whose page it is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# Cookie name → the values it may hold. The first is the plain state and writes no attribute.
SWITCHES: dict[str, tuple[str, ...]] = {
    "view": ("std", "elder"),
    "size": ("std", "xl"),
    "contrast": ("std", "high"),
}
HINT_COOKIE = "hint"


def html_lang() -> str:
    """The value of <html lang>: without zh-CN a phone may show Japanese letter forms."""
    return "en" if (get_language() or "").startswith("en") else "zh-CN"


def chosen(request: HttpRequest) -> dict[str, str]:
    """The valid, not-plain choices in this reader's cookies, as {switch: value}."""
    picked = {name: request.COOKIES.get(name, "") for name in SWITCHES}
    wanted = {name: value for name, value in picked.items() if value in SWITCHES[name][1:]}
    # Extra large belongs to the elder view; a stale cookie must not make a third mixture.
    if wanted.get("view") != "elder":
        wanted.pop("size", None)
    return wanted


def _attributes(choices: dict[str, str]) -> SafeString:
    parts = [format_html(' data-{}="{}"', name, value) for name, value in choices.items()]
    return SafeString("".join(parts))


def host() -> dict[str, str]:
    """Who runs this installation, in the reader's language: ``{brand, bureau, phone}``."""
    bureau: dict[str, Any] = getattr(settings, "BUREAU", {})
    is_en = html_lang() == "en"
    brand = bureau.get("brand_en", "Rongyao Lucheng") if is_en else bureau.get("brand_zh", "戎耀鹿城")
    name = bureau.get("name_en", "") if is_en else bureau.get("name_zh", "")
    return {"brand": brand, "bureau": name, "phone": bureau.get("phone", "")}


def plain() -> dict[str, Any]:
    """The same context without a request, for pages shown when all else failed."""
    view = {
        "lang": html_lang(),
        "attrs": "",
        "is_elder": False,
        "is_extra_large": False,
        "is_first_visit": False,
        **host(),
    }
    return {"ui": view, "is_synthetic": getattr(settings, "IS_DEMO", False)}


def html_attrs(request: HttpRequest) -> dict[str, Any]:
    """Context processor.

    ``ui``: lang, attrs (`` data-view="elder" …``, safe), is_elder, is_extra_large, is_first_visit, brand, bureau, phone.
    ``is_synthetic``: True on an installation that shows made-up people.
    """
    choices = chosen(request)
    context = plain()
    context["ui"] |= {
        "attrs": _attributes(choices),
        "is_elder": choices.get("view") == "elder",
        "is_extra_large": choices.get("size") == "xl",
        "is_first_visit": not {"view", HINT_COOKIE} & request.COOKIES.keys(),
    }
    return context
