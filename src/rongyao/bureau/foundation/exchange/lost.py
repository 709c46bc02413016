"""Cells of an xlsx that the fast reader shows as blank although something stands in them.

Two kinds: error values (#N/A), and formulas whose result was never calculated (files written by programs). Taking them for
blank would turn a filled cell into "not known", or worse, into an asserted "no". So they are looked up in the sheet's XML.
"""

import html
import io
import re
import zipfile
from collections.abc import Iterator
from typing import IO
from xml.etree import ElementTree as ET

from openpyxl.utils import column_index_from_string
from openpyxl.utils.cell import coordinate_from_string

CHUNK = 1024 * 1024
CELL = re.compile(rb"<(?:\w+:)?c\b([^>]*)>(.*?)</(?:\w+:)?c>", re.DOTALL)
WHERE = re.compile(rb'\br="([A-Z]{1,3}\d{1,7})"')
FORMULA = re.compile(rb"<(?:\w+:)?f\b[^>]*?(?:/>|>(.*?)</)", re.DOTALL)
RESULT = re.compile(rb"<(?:\w+:)?v\b[^>]*>([^<]+)</", re.DOTALL)
REL_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


class LostValue(str):
    """What stands in a cell whose value could not be had: the error value, or the formula."""

    __slots__ = ()


def lost_cells(content: bytes) -> dict[str, dict[tuple[int, int], LostValue]]:
    """Sheet name -> {(row, column) from 1: what stands there}. A package this cannot follow gives {}."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return {
                name: _of_sheet(packed, path)
                for name, path in _sheet_paths(packed)
                if path in packed.namelist()
            }
    except (KeyError, ET.ParseError, zipfile.BadZipFile):
        return {}


def _sheet_paths(packed: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    relations = ET.fromstring(packed.read("xl/_rels/workbook.xml.rels"))
    targets = {relation.get("Id"): relation.get("Target", "") for relation in relations}
    for element in ET.fromstring(packed.read("xl/workbook.xml")).iter():
        if element.tag.endswith("}sheet"):
            target = targets.get(element.get(REL_ID)) or ""
            yield element.get("name", ""), target.lstrip("/") if target.startswith("/") else f"xl/{target}"


def _of_sheet(packed: zipfile.ZipFile, path: str) -> dict[tuple[int, int], LostValue]:
    with packed.open(path) as part:
        return {where: value for piece in _rows_at_a_time(part) for where, value in _in(piece)}


def _rows_at_a_time(part: IO[bytes]) -> Iterator[bytes]:
    """Pieces that end at the end of a row, so that no cell is cut in two."""
    rest = b""
    while chunk := part.read(CHUNK):
        rest += chunk
        end = rest.rfind(b"row>")
        if end >= 0:
            yield rest[: end + 4]
            rest = rest[end + 4 :]
    yield rest


def _in(piece: bytes) -> Iterator[tuple[tuple[int, int], LostValue]]:
    if b't="e"' not in piece and b"f>" not in piece and b"<f" not in piece:
        return
    for cell in CELL.finditer(piece):
        attributes, body = cell.groups()
        where = WHERE.search(attributes)
        if where and (value := _lost(attributes, body)):
            letters, row = coordinate_from_string(where[1].decode())
            yield (row, column_index_from_string(letters)), LostValue(value)


def _lost(attributes: bytes, body: bytes) -> str:
    result = RESULT.search(body)
    if b't="e"' in attributes:
        return html.unescape(result[1].decode("utf-8", "replace")) if result else "#ERROR"
    # A formula that gives empty text has type "str" and an empty result: that cell is blank, as its author meant.
    if result or b't="str"' in attributes:
        return ""
    formula = FORMULA.search(body)
    return f"={html.unescape((formula[1] or b'').decode('utf-8', 'replace'))}" if formula else ""
