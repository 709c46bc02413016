"""A list of organisations as it came in Excel or CSV: its headings found, every cell read or reported."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from rongyao.bureau.foundation.exchange.lost import LostValue
from rongyao.bureau.foundation.exchange.problems import Problem, Severity, declare, problem
from rongyao.bureau.foundation.exchange.reading import Row, Table, UnableToReadTable, address
from rongyao.bureau.registry.organisations.classifications import INDUSTRIES
from rongyao.bureau.registry.organisations.models import Organisation
from rongyao.bureau.registry.organisations.rules import (
    FIELDS,
    UnableToReadCode,
    read_credit_code,
    read_public_code,
    refuse_of_unit,
)

MOST_ROWS = 5000
HEADING_WITHIN = 15
# Headings as they occur in lists, without spaces and brackets; the first is the one of our own template.
HEADINGS: dict[str, tuple[str, ...]] = {
    "name": (
        "名称",
        "单位名称",
        "企业名称",
        "公司名称",
        "学校名称",
        "机构名称",
        "部门名称",
        "培训机构名称",
        "name",
    ),
    "short_name": ("简称", "单位简称", "shortname"),
    "credit_code": ("统一社会信用代码", "信用代码", "社会信用代码", "creditcode", "unifiedsocialcreditcode"),
    "public_code": ("公开代号", "部队代号", "publiccode"),
    "is_member": ("领导小组成员单位", "成员单位", "member"),
    "school_kind": ("学校类别", "机构类别", "类别"),
    "industry": ("行业", "行业代码", "所属行业", "行业类别", "industry"),
    "scale": ("规模", "企业规模", "单位规模", "scale"),
    "headcount": ("职工人数", "从业人数", "从业人员", "人数", "员工人数", "headcount", "peopleemployed"),
    "address": ("地址", "单位地址", "注册地址", "办公地址", "address", "officeaddress"),
    "contact_name": ("联系人", "单位联系人", "contact"),
    "contact_phone": ("办公电话", "联系电话", "电话", "单位电话", "telephone", "officetelephone"),
}
SCALES = {"大": "large", "中": "medium", "小": "small", "微": "micro"}
SCHOOLS = {
    "大学": "university", "高校": "university", "高等": "university", "学院": "university", "技师": "technician",
    "技工": "technician", "中职": "vocational", "职业": "vocational", "中专": "vocational", "培训": "training",
    "中学": "basic", "小学": "basic",
}  # fmt: skip
YES, NO = ("是", "yes", "√", "1"), ("否", "no", "×", "0")

declare(
    Severity.ERROR,
    {
        "list_no_heading": (
            "找不到“名称”这一列的表头",
            "no heading “名称” (name) was found",
            "请在前十五行内写表头，或下载空白模板",
            "write the headings within the first fifteen rows, or use the empty template",
        ),
        "list_too_long": (
            "超过 {limit} 行",
            "there are more than {limit} rows",
            "请分成几个文件",
            "split it into several files",
        ),
        "list_no_name": ("没有写名称", "the name is missing", "请补写名称", "write the name"),
        "list_unreadable_cell": (
            "单元格里是错误值或没有算出的公式",
            "the cell holds an error or a formula nobody calculated",
            "请改成文字或数字",
            "write the text or number itself",
        ),
        "list_bad_code": ("{said}", "{said}"),
        "list_bad_number": (
            "“{written}”不是整数",
            "“{written}” is no whole number",
            "请只写数字",
            "write digits only",
        ),
        "list_unknown_choice": (
            "“{written}”不在可选项中",
            "“{written}” is none of the choices",
            "请按模板里的写法填写",
            "write it as the template does",
        ),
        "list_unknown_industry": (
            "“{written}”不是 GB/T 4754-2017 里唯一的行业",
            "“{written}” is not one industry of GB/T 4754-2017",
            "请写行业代码",
            "write the code of the industry",
        ),
        "list_twice": (
            "与第 {other} 行是同一个代码",
            "the same code stands in row {other}",
            "请删去一行",
            "delete one of the rows",
        ),
        "list_elsewhere": (
            "该代码已登记在您管理范围以外的单位名下",
            "the code belongs to an entry outside the places you keep",
            "请联系市局",
            "ask the city's office",
        ),
        "list_too_wide": (
            "表头右边还有内容",
            "there is something to the right of the headings",
            "请给这一列写表头，或删去",
            "write a heading above it, or remove it",
        ),
    },
)
declare(
    Severity.WARNING,
    {
        "list_differs": (
            "已登记为“{recorded}”，与表中“{written}”不同，保留已登记的",
            "recorded is “{recorded}”, the list says “{written}”; what is recorded stays",
            "如以表为准，请在该单位页面更改",
            "if the list is right, change it on the organisation's page",
        ),
        "list_alike": (
            "与已登记的“{other}”名称相近，可能是同一单位",
            "the name is like “{other}”, which is recorded: perhaps the same",
            "请人工确认",
            "a person decides",
        ),
    },
)


@dataclass
class Line:
    """One row: what was written (by heading), what it means (by field), what is wrong."""

    number: int
    cells: dict[str, str] = field(default_factory=dict)
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_rejected(self) -> bool:
        return any(one.severity == Severity.ERROR for one in self.problems)


@dataclass
class Headings:
    """Which column holds which field; headings nobody here reads."""

    row: int
    fields: dict[int, str]
    texts: dict[int, str]

    @property
    def unread(self) -> list[str]:
        return [f"{address(1, c)[:-1]} {text}" for c, text in self.texts.items() if c not in self.fields]


def read(table: Table, kind: str) -> tuple[Headings, list[Line]]:
    """Every row of the first shown sheet.

    Raises:
        UnableToReadTable: no headings, or too many rows.
    """
    sheet = next((one.name for one in table.sheets if not one.is_hidden), table.sheets[0].name)
    rows = table.rows(sheet)
    found = _headings(rows, kind)
    if found is None:
        raise UnableToReadTable(problem("list_no_heading"))
    lines: list[Line] = []
    for row in rows:
        if row.is_blank:
            continue
        if len(lines) == MOST_ROWS:
            raise UnableToReadTable(problem("list_too_long", limit=MOST_ROWS))
        lines.append(_line(row, found, kind))
    _mark_twice(lines)
    return found, lines


def _headings(rows: Iterator[Row], kind: str) -> Headings | None:
    for row in rows:
        texts = {n: str(v).strip() for n, v in enumerate(row.values, 1) if isinstance(v, str) and v.strip()}
        fields = {n: name for n, text in texts.items() if (name := _field_of(text, kind))}
        if "name" in fields.values():
            return Headings(row.number, _first_of_each(fields), texts)
        if row.number >= HEADING_WITHIN:
            return None
    return None


def _first_of_each(fields: dict[int, str]) -> dict[int, str]:
    """Two columns of one meaning: the first is read, the other is listed as unread."""
    seen: set[str] = set()
    return {n: name for n, name in fields.items() if not (name in seen or seen.add(name))}  # type: ignore[func-returns-value]


def _field_of(text: str, kind: str) -> str:
    even = re.sub(r"[\s*（）()：:]+", "", unicodedata.normalize("NFKC", text)).lower()
    for name in FIELDS[kind]:
        if even in HEADINGS[name]:
            return name
    return ""


def _line(row: Row, headings: Headings, kind: str) -> Line:
    line = Line(row.number)
    for column, value in enumerate(row.values, 1):
        if value is None:
            continue
        text = headings.texts.get(column, "")
        line.cells[text or address(row.number, column)] = str(value)
        if name := headings.fields.get(column):
            _take(line, name, value, address(row.number, column), text, kind)
        elif not text:
            line.problems.append(problem("list_too_wide").at(address(row.number, column)))
    if not line.values.get("name") and not line.is_rejected:
        line.problems.append(problem("list_no_name").at(address(row.number, 1)))
    return line


def _take(line: Line, name: str, value: Any, cell: str, heading: str, kind: str) -> None:
    """Read one cell into the line, or say what is wrong with it."""
    if isinstance(value, LostValue):
        line.problems.append(problem("list_unreadable_cell").at(cell, heading))
        return
    text = " ".join(str(value).split())
    read_as = _READERS.get(name, lambda said: said)
    try:
        if kind == Organisation.Kind.UNIT and name == "name":
            refuse_of_unit(text)
        line.values[name] = read_as(text)
    except UnableToReadCode as error:
        line.problems.append(problem("list_bad_code", said=str(error)).at(cell, heading))
    except _Unread as error:
        line.problems.append(problem(error.code, written=text).at(cell, heading))


class _Unread(Exception):
    def __init__(self, code: str) -> None:
        self.code = code


def _industry(text: str) -> str:
    entry = INDUSTRIES.exact(text)
    if entry is None:
        raise _Unread("list_unknown_industry")
    return entry.code


def _scale(text: str) -> str:
    even = text.removesuffix("企业").removesuffix("型")
    if text.lower() in Organisation.Scale.values:
        return text.lower()
    if even not in SCALES:
        raise _Unread("list_unknown_choice")
    return SCALES[even]


def _school(text: str) -> str:
    for words, code in SCHOOLS.items():
        if words in text or text == code:
            return code
    raise _Unread("list_unknown_choice")


def _number(text: str) -> int:
    even = text.replace(",", "").replace("，", "").removesuffix("人")
    if not re.fullmatch(r"\d{1,7}", even):
        raise _Unread("list_bad_number")
    return int(even)


def _yes(text: str) -> bool:
    if text.lower() not in (*YES, *NO):
        raise _Unread("list_unknown_choice")
    return text.lower() in YES


_READERS: dict[str, Callable[[str], Any]] = {
    "credit_code": read_credit_code,
    "public_code": read_public_code,
    "industry": _industry,
    "scale": _scale,
    "school_kind": _school,
    "headcount": _number,
    "is_member": _yes,
}


def _mark_twice(lines: list[Line]) -> None:
    """The second row of one code in one list is rejected, naming the first."""
    first: dict[str, int] = {}
    for line in lines:
        code = line.values.get("credit_code") or line.values.get("public_code")
        if code and first.setdefault(code, line.number) != line.number:
            line.problems.append(problem("list_twice", other=first[code]))
