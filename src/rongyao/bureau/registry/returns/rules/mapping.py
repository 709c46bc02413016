"""A form as data: its columns in their exact order, where each comes from and how it is written. See data/README.md."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from django.utils.translation import gettext as _

from rongyao.law.facts import FACTS

COLUMNS = ("heading", "width", "source", "format", "required")
PERSON = ("name", "id_number", "sex", "birth_on", "ethnicity", "phone", "address")
PLACES = ("town", "village")
PLAIN = ("row", "note", "blank")
SECRETS = ("person.id_number", "person.phone")
LAYOUTS = ("official", "ours")
DATE = re.compile(r"date:YYYY([-./年]?)MM(?:([-./月]?)(DD)日?)?月?")
MOST_COLUMNS = 200
MOST_BYTES = 200_000


class UnableToReadMapping(ValueError):
    """The mapping cannot be used; ``problems`` says for each line what is wrong with it."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a form."""

    heading: str
    width: float
    source: str
    format: str = ""
    is_required: bool = False

    @property
    def fact(self) -> str:
        """The fact it shows, "" for anything else."""
        return self.source.removeprefix("fact.") if self.source.startswith("fact.") else ""


@dataclass(frozen=True, slots=True)
class Form:
    """One form. ``tables``: the word printed → the code kept."""

    code: str
    zh: str
    en: str
    layout: str
    basis: str
    title: str
    columns: tuple[Column, ...]
    tables: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def is_official(self) -> bool:
        return self.layout == "official"

    @property
    def has_secrets(self) -> bool:
        return any(column.source in SECRETS for column in self.columns)

    @property
    def facts(self) -> list[str]:
        return [column.fact for column in self.columns if column.fact]


@cache
def built_in() -> dict[str, Form]:
    """The forms that come with the product, by their code."""
    folder = files("rongyao.bureau.registry.returns") / "data"
    texts = [one.read_text(encoding="utf-8") for one in folder.iterdir() if one.name.endswith(".csv")]
    forms = [read_mapping(text) for text in texts]
    return {form.code: form for form in sorted(forms, key=lambda form: form.code)}


def read_mapping(text: str) -> Form:
    """A mapping file as a form.

    Raises:
        UnableToReadMapping: with every line that is wrong, and why.
    """
    reading = _Reading()
    for number, row in enumerate(csv.reader(text.lstrip("\ufeff").splitlines()), start=1):
        cells = [cell.strip() for cell in row]
        if any(cells):
            reading.take(number, cells)
    return reading.form()


class _Reading:
    """One mapping being read, line by line."""

    def __init__(self) -> None:
        self.said: dict[str, str] = {}
        self.tables: dict[str, dict[str, str]] = {}
        self.columns: list[Column] = []
        self.problems: list[str] = []
        self.has_head = False

    def take(self, number: int, cells: list[str]) -> None:
        if cells[0].startswith("@"):
            self._say(number, cells)
        elif not self.has_head:
            self.has_head = True
            if tuple(cells[: len(COLUMNS)]) != COLUMNS:
                self._wrong(
                    number, _("the headings of the columns must be %(names)s") % {"names": ",".join(COLUMNS)}
                )
        else:
            self._column(number, [*cells, *[""] * len(COLUMNS)][: len(COLUMNS)])

    def _wrong(self, number: int, what: str) -> None:
        self.problems.append(_("Line %(n)s: %(what)s") % {"n": number, "what": what})

    def _say(self, number: int, cells: list[str]) -> None:
        name, rest = cells[0][1:], cells[1:]
        if name == "table" and rest:
            self.tables[rest[0]] = self._table(number, rest[1:])
        elif name in ("code", "zh", "en", "title", "layout", "basis") and rest:
            self.said[name] = ",".join(part for part in rest if part)
        else:
            self._wrong(number, _("“%(name)s” is no line of a mapping") % {"name": cells[0]})

    def _table(self, number: int, pairs: list[str]) -> dict[str, str]:
        table = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
        if not table or len(set(table.values())) != len(table):
            self._wrong(number, _("a code table needs word=code, and each code once"))
        return table

    def _column(self, number: int, cells: list[str]) -> None:
        heading, width, source, form, required = cells
        if not heading or heading in {column.heading for column in self.columns}:
            self._wrong(number, _("a heading is missing or stands twice"))
        if not re.fullmatch(r"\d{1,3}(\.\d)?", width):
            self._wrong(number, _("the width must be a number"))
            width = "10"
        for what in (*_source(source), *self._format(source, form)):
            self._wrong(number, what)
        if required not in ("yes", ""):
            self._wrong(number, _("required is “yes” or empty"))
        self.columns.append(Column(heading, float(width), source, form, required == "yes"))

    def _format(self, source: str, form: str) -> Iterator[str]:
        is_date = source == "person.birth_on" or (
            source.startswith("fact.") and getattr(FACTS.get(source[5:]), "kind", "") == "date"
        )
        if form.startswith("table:"):
            if form[6:] not in self.tables:
                yield _("there is no code table “%(name)s”") % {"name": form[6:]}
        elif form.startswith("date:"):
            if not DATE.fullmatch(form) or not is_date:
                yield _("“%(format)s” is no format for this column") % {"format": form}
        elif form:
            yield _("“%(format)s” is no format for this column") % {"format": form}

    def form(self) -> Form:
        """The form, or everything that is wrong."""
        if not re.fullmatch(r"[a-z][a-z0-9_]{1,39}", self.said.get("code", "")):
            self.problems.append(_("@code is missing: small letters, digits and _"))
        if not self.said.get("zh"):
            self.problems.append(_("@zh is missing: the name of the form"))
        if self.said.get("layout") not in LAYOUTS:
            self.problems.append(_("@layout must be “official” or “ours”"))
        if not 1 <= len(self.columns) <= MOST_COLUMNS:
            self.problems.append(_("there must be between 1 and %(most)s columns") % {"most": MOST_COLUMNS})
        if self.problems:
            raise UnableToReadMapping(self.problems)
        said = {name: self.said.get(name, "") for name in ("code", "zh", "en", "layout", "basis", "title")}
        return Form(
            columns=tuple(self.columns), tables=self.tables, **{**said, "en": said["en"] or said["zh"]}
        )


def _source(source: str) -> Iterator[str]:
    area, _dot, name = source.partition(".")
    known = FACTS.get(name) if area == "fact" else None
    is_known = (
        source in PLAIN
        or source.startswith("const:")
        or (area == "person" and name in PERSON)
        or (area == "place" and name in PLACES)
        or (known is not None and not known.judged and name not in ("birth_on", "sex"))
    )
    if not is_known:
        yield _("nothing is known by the source “%(source)s”") % {"source": source}
