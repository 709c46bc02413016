"""One cell of the people workbook: how a recorded value is written there, and what an edited cell says."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rongyao.bureau.foundation.exchange.lost import LostValue
from rongyao.bureau.foundation.exchange.problems import Problem, Severity, declare, problem
from rongyao.bureau.foundation.exchange.writing import FORMULA_LIKE, safe_text
from rongyao.bureau.registry.forms.words import is_chinese
from rongyao.bureau.registry.identity.names import read_name
from rongyao.bureau.registry.identity.numbers import read_id_number
from rongyao.bureau.registry.identity.phones import read_phone
from rongyao.bureau.registry.roster.dates import read_date
from rongyao.bureau.registry.roster.values import read_fact
from rongyao.bureau.registry.rules import IDENTITY_FIELDS, UnableToReadValue, check_value
from rongyao.law.facts import FACTS, FactDef

# The town is changed by moving the file, which needs the right at both ends.
EDITABLE_IDENTITY = tuple(name for name in IDENTITY_FIELDS if name != "division")
FOLLOWS_THE_NUMBER = ("birth_on", "sex")
NEVER_BLANK = ("name", "id_number")
LONGEST = {"name": 60, "ethnicity": 20, "address": 200}
SEXES = {"男": "male", "女": "female", "male": "male", "female": "female", "m": "male", "f": "female"}
FEN = 100

declare(
    Severity.ERROR,
    {
        "sheet_mask_typed": (
            "“{written}”带星号，不是完整号码，没有采用",
            "“{written}” is a masked number, not a whole one; it was not taken",
            "不改号码就保持原样；要改请写完整号码",
            "leave it as it was, or write the whole number",
        ),
        "sheet_follows_number": (
            "出生日期和性别以身份证号为准，不能单独改",
            "birth date and sex follow from the identity number and cannot differ from it",
            "请核对身份证号；号码有误就改号码",
            "compare the identity number; mend it if it is wrong",
        ),
        "sheet_never_blank": (
            "这一项不能删空",
            "this cannot be left empty",
            "请写上原来的内容，或改成对的",
            "write what it was, or what is right",
        ),
        "sheet_unread": (
            "“{written}”看不懂：{why}",
            "“{written}” could not be read: {why}",
            "请改正后再上传",
            "mend it and upload again",
        ),
        "sheet_too_long": (
            "超过 {limit} 个字",
            "longer than {limit} characters",
            "请写短一些",
            "write it shorter",
        ),
        "sheet_formula": (
            "这一格是公式，没有采用",
            "the cell holds a formula and was not taken",
            "请复制后“选择性粘贴—数值”",
            "paste it as a value",
        ),
        "sheet_merged": (
            "这一格合并到了 {anchor}，分不清是不是这个人的",
            "the cell is merged into {anchor}; it does not say whose it is",
            "请取消合并，每人一格",
            "unmerge it, one cell a person",
        ),
    },
)


@dataclass(frozen=True, slots=True)
class Read:
    """What a cell says: a value in the form it is kept in, and how it is shown again."""

    value: Any
    shown: str


def written_value(name: str, value: Any) -> str:
    """A recorded value as its cell shows it: masks for secrets, words for codes, "" where nothing is known."""
    if value is None or (value == "" and name in IDENTITY_FIELDS):
        return ""
    if name == "sex" and name in IDENTITY_FIELDS:
        return _sex(value)
    return str(value) if name in IDENTITY_FIELDS else _fact_words(FACTS[name], value)


def _sex(value: str) -> str:
    words = {"male": ("男", "male"), "female": ("女", "female")}.get(value)
    return "" if words is None else words[0 if is_chinese() else 1]


def _fact_words(known: FactDef, value: Any) -> str:
    which = 0 if is_chinese() else 1
    if known.kind == "bool":
        return (("是", "否"), ("yes", "no"))[which][0 if value else 1]
    if known.kind == "money":
        return f"{value // FEN}.{value % FEN:02d}"
    if known.kind == "category":
        return known.choices[value][which]
    if known.kind == "categories":
        # Chinese words, for there is one reader of honours and it reads those.
        return "、".join(known.choices[code][0] for code in value) or "无"
    return str(value)


def kept_text(text: str) -> str:
    """The text as a workbook gives it back: what no cell can hold is gone, formula-like text has its apostrophe."""
    return safe_text(text.replace("\r\n", "\n").replace("\r", "\n"))


def cell_words(cell: Any) -> str:
    """A cell as text: dates as ISO, numbers without a needless point."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(" ")
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    return str(cell)


def is_untouched(cell: Any, issued: str) -> bool:
    """Does the cell still say what was written into it? Spaces at its ends, and none inside, may differ."""
    return _plain(cell_words(cell)) == _plain(kept_text(issued))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def read_cell(name: str, cell: Any) -> Read | Problem:
    """What an edited cell says of a field; a Problem where it says nothing that can be kept."""
    if isinstance(cell, LostValue):
        return problem("sheet_formula")
    if name in ("id_number", "phone") and re.search(r"[*＊•×]", cell_words(cell)):
        return problem("sheet_mask_typed", written=cell_words(cell))
    reader = _IDENTITY.get(name)
    return reader(name, _unmarked(cell)) if reader else _fact(FACTS[name], _unmarked(cell))


def _unmarked(cell: Any) -> Any:
    """Without the apostrophe that our own writing puts before formula-like text."""
    is_marked = isinstance(cell, str) and cell.startswith("'") and FORMULA_LIKE.match(cell[1:])
    return cell[1:] if is_marked else cell


def _fact(known: FactDef, cell: Any) -> Read | Problem:
    if known.kind == "categories" and isinstance(cell, str):
        cell = cell.replace("none", "无")
    found = read_fact(known, cell)
    if isinstance(found, Problem):
        return problem("sheet_unread", written=cell_words(cell), why=(found.text("zh"), found.text("en")))
    try:
        value = check_value(known, found.value)
    except UnableToReadValue as error:
        return problem("sheet_unread", written=cell_words(cell), why=str(error))
    return Read(value, _fact_words(known, value))


def _name(_field: str, cell: Any) -> Read | Problem:
    found = read_name(cell)
    if found.name is None:
        return found.problems[0]
    return _text("name", found.name)


def _number(name: str, cell: Any) -> Read | Problem:
    readings: dict[str, Any] = {"id_number": read_id_number, "phone": read_phone}
    found = readings[name](cell)
    if not found.number or any(one.code == "phone_several" for one in found.problems):
        first = found.problems[0] if found.problems else None
        why = (first.text("zh"), first.text("en")) if first else _("not a whole number")
        return problem("sheet_unread", written=cell_words(cell), why=why)
    return Read(found.number, found.number)


def _sex_of(_field: str, cell: Any) -> Read | Problem:
    code = SEXES.get(cell_words(cell).strip().lower())
    if code is None:
        return problem("sheet_unread", written=cell_words(cell), why=_("write 男 or 女"))
    return Read(code, _sex(code))


def _born(_field: str, cell: Any) -> Read | Problem:
    found = read_date(cell)
    if isinstance(found, Problem):
        return problem("sheet_unread", written=cell_words(cell), why=(found.text("zh"), found.text("en")))
    return Read(found, found)


def _text(name: str, cell: Any) -> Read | Problem:
    text = " ".join(cell_words(cell).split())
    if len(text) > LONGEST[name]:
        return problem("sheet_too_long", limit=LONGEST[name])
    return Read(text, text)


_IDENTITY: dict[str, Any] = {
    "name": _name,
    "id_number": _number,
    "phone": _number,
    "sex": _sex_of,
    "birth_on": _born,
    "ethnicity": _text,
    "address": _text,
}
