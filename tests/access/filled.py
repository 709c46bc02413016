"""Forms sent as a browser sends them: every box of a drawn page filled with what stands in it or with something plain."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

PLAIN = {"date": "2026-11-24", "number": "1", "email": "somebody@example.org", "tel": "", "search": ""}
LEFT_OUT = ("csrfmiddlewaretoken",)


@dataclass
class Drawn:
    """One form of a page: where it goes and what its boxes hold."""

    action: str
    values: dict[str, str] = field(default_factory=dict)
    has_file: bool = False


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Drawn] = []
        self._now: Drawn | None = None
        self._select, self._text = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            is_post = told.get("method", "").lower() == "post"
            self._now = Drawn(told.get("action", "")) if is_post else None
            self.forms += [self._now] if self._now else []
        elif self._now is not None and tag in ("input", "textarea", "select", "option", "button"):
            self._box(tag, told)

    def _box(self, tag: str, told: dict[str, str]) -> None:
        assert self._now is not None
        values, name, kind = self._now.values, told.get("name", ""), told.get("type", "text")
        if tag == "option":
            if self._select and ((told.get("value") and "selected" in told) or not values.get(self._select)):
                values[self._select] = told.get("value", "")
        elif tag == "select":
            self._select = name
            values.setdefault(name, "")
        elif not name or name in LEFT_OUT or (tag == "button" and name in values):
            return
        elif kind == "file":
            self._now.has_file = True
        elif kind in ("radio", "checkbox"):
            if "checked" in told or (kind == "radio" and name not in values):
                values[name] = told.get("value", "on")
        else:
            values[name] = told.get("value", "") or PLAIN.get(kind, "示例文字" if tag != "button" else "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._now = None
        elif tag == "select":
            self._select = ""


def forms(page: str, address: str) -> list[Drawn]:
    """The forms of a page that are sent (POST), each with its whole address."""
    found = _Forms()
    found.feed(page)
    for one in found.forms:
        one.action = urljoin(address, one.action) if one.action else address
    return found.forms
