"""Compiles translations with Babel, so no gettext tools are needed on the machine."""

from __future__ import annotations

from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

BUREAU = Path(__file__).resolve().parents[1]


def compile_all(root: Path = BUREAU) -> int:
    """Compile every ``.po`` that is newer than its ``.mo``. Returns how many were compiled."""
    return sum(_compile(po) for po in sorted(root.rglob("locale/*/LC_MESSAGES/*.po")))


def _compile(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    if mo.exists() and mo.stat().st_mtime >= po.stat().st_mtime:
        return False
    catalog = read_po(po.read_bytes().splitlines(), locale=po.parts[-3])
    draft = mo.with_suffix(".mo.part")
    with draft.open("wb") as file:
        write_mo(file, catalog)
    draft.replace(mo)
    return True
