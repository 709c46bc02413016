"""Scenarios an actor may see, the things that can be set otherwise, and the two worlds over the people in scope."""

from __future__ import annotations

from dataclasses import asdict
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet

from rongyao.bureau.entitlements.impact.fingerprint import Since, at, hash_of, since
from rongyao.bureau.entitlements.impact.queries import figures, town_names
from rongyao.bureau.entitlements.impact.rules import Figures
from rongyao.bureau.entitlements.impact.slices import WHOLE, Question, Sums
from rongyao.bureau.entitlements.queries import standards
from rongyao.bureau.entitlements.readings import queries as readings
from rongyao.bureau.entitlements.rules.proposing import label
from rongyao.bureau.entitlements.whatif.models import Scenario
from rongyao.bureau.entitlements.whatif.rules import Changes, figures_of, is_usable, withheld, world_of
from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.registry.models import Person
from rongyao.bureau.registry.queries import within
from rongyao.law import catalog
from rongyao.law import standards as law
from rongyao.law.impact import World
from rongyao.law.settings import UnableToOverride
from rongyao.law.whatif import UnableToAdjust

P = Permission


def scenarios_visible_to(actor: Actor) -> QuerySet[Scenario]:
    """Scenarios begun in the actor's scope."""
    return Scenario.objects.filter(within(actor, P.ENTITLEMENT_VIEW)).select_related("made_by")


def world_now() -> World:
    """What determinations are given today."""
    return World(standards.effective(), readings.effective())


def people_in(paths: list[str]) -> QuerySet[Person]:
    return Person.objects.filter(at(paths))


def question_of(row: Scenario) -> Question:
    """Everybody asked twice, over every entitlement: as it is today, and as the scenario sets it.

    Raises:
        law.whatif.UnableToAdjust, law.settings.UnableToOverride: a change fits nothing any more.
    """
    now = world_now()
    then = world_of(row.changes, now, row.amounts_from)
    is_usable(then)
    kinds = {"total": (), WHOLE: (), "entitlement": ("entitlement",), "town": ("town",)}
    return Question(now, then, row.on, hash_of(now, then, row.on), kinds)


def since_of(row: Scenario) -> Since:
    """What changed since the result was worked out."""
    try:
        law = question_of(row).hash != row.hash
    except (UnableToAdjust, UnableToOverride):
        law = True
    return since(row.result or {}, row.paths, people_in(row.paths), law=law)


def outcome(sums: Sums, looked_at: int) -> dict[str, Any]:
    """What comes of it, as it is kept: by entitlement (keys) and town (paths), small counts withheld."""
    lines = {
        kind: withheld(figures(row[kind], row) for row in sums[kind]) for kind in ("entitlement", "town")
    }
    may = all(one[1] for one in lines.values())
    may_moves = may and all(one[2] for one in lines.values())
    total, whole = (figures("", sums[kind][0]) if sums[kind] else Figures("", 0) for kind in ("total", WHOLE))
    return {
        "looked_at": looked_at,
        "total": withheld_total(total, may, may_moves),
        "whole": withheld_total(whole, may, may_moves=False),
        **{kind: one[0] for kind, one in lines.items()},
    }


def withheld_total(line: Figures, may: bool, may_moves: bool) -> dict[str, Any]:
    """The sum over everybody, as far as it tells of nobody."""
    ((kept,), _may, _moves) = withheld([line]) if may else ([_nothing()], False, False)
    return {
        **kept,
        "has_moves": kept["has_moves"] and may_moves,
        **({} if may_moves else {"gained": 0, "lost": 0}),
    }


def _nothing() -> dict[str, Any]:
    return {**asdict(Figures("", 0, is_hidden=True)), "has_moves": False}


# ── words ────────────────────────────────────────────────────────────────────────────────────────────────────


def tables_of(result: dict[str, Any], lang: str) -> dict[str, list[tuple[Figures, bool]]]:
    """The kept lines under names in the reader's language."""
    towns = town_names(line["label"] for line in result["town"])
    return {
        "entitlement": [figures_of(line, label(line["label"], lang)) for line in result["entitlement"]],
        "town": [figures_of(line, towns.get(line["label"], line["label"])) for line in result["town"]],
    }


def amount_choices() -> list[tuple[str, Any]]:
    """Every standard, whole or by cell, in groups."""
    groups = []
    for name in law.NAMES.values():
        title = standards.name_label(name.name)
        cells = _cells(name) if name.keys else []
        groups.append((title, [(name.name, title), *cells]))
    return groups


def _cells(name: law.StandardName) -> list[tuple[str, str]]:
    rows = {(row["key1"], row["key2"]): {**row, "name": name.name} for row in standards.history(name.name)}
    many = len(name.keys)
    return [
        (
            ":".join([name.name, *keys[:many]]),
            f"{standards.name_label(name.name)} · {standards.keys_text(row)}",
        )
        for keys, row in sorted(rows.items(), key=lambda one: (one[0][1], len(one[0][0]), one[0][0]))
    ]


def number_choices(lang: str) -> list[tuple[str, Any]]:
    """Every threshold and rate by the text it stands in, with what is written."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for key in catalog.NUMBERS:
        pack = key.partition("/")[0]
        groups.setdefault(pack_label(pack, lang), []).append((key, number_label(key, lang)))
    return list(groups.items())


def pack_label(pack: str, lang: str) -> str:
    edition = next((e for e in catalog.EDITIONS.values() if e.key == pack), None)
    return pack if edition is None else (edition.short_zh if lang.startswith("zh") else edition.en)


def number_label(key: str, lang: str) -> str:
    """ "《…》第25(1)项：12 年": the place and what is written there."""
    number = catalog.NUMBERS[key]
    pack, _slash, rest = key.partition("/")
    return f"{pack_label(pack, lang)} {rest} · {number.text(number.written, 'zh' if lang.startswith('zh') else 'en')}"


def reading_choices(lang: str) -> list[tuple[str, Any]]:
    """Every other reading than the one in force: "key=option"."""
    zh = lang.startswith("zh")
    return [
        (
            one.zh if zh else one.en,
            [(f"{key}={code}", option.zh if zh else option.en) for code, option in one.options.items()],
        )
        for key, one in catalog.READINGS.items()
    ]


def changes_in_words(changes: Changes, lang: str) -> list[dict[str, str]]:
    """What is set otherwise, line by line, each with the names by which it is taken back."""
    zh = lang.startswith("zh")
    out = []
    for cell, text in changes.get("amounts", {}).items():
        out.append({"kind": "amounts", "key": cell, "label": _cell_label(cell), "value": text})
    for key, text in changes.get("numbers", {}).items():
        number = catalog.NUMBERS[key]
        said = number.text(Fraction(text), "zh" if zh else "en")
        out.append({"kind": "numbers", "key": key, "label": number_label(key, lang), "value": said})
    for key, code in changes.get("readings", {}).items():
        one = catalog.READINGS[key]
        option = one.options[code]
        out.append(
            {
                "kind": "readings",
                "key": key,
                "label": one.zh if zh else one.en,
                "value": option.zh if zh else option.en,
            }
        )
    return out


def _cell_label(cell: str) -> str:
    name, *keys = cell.split(":")
    row = {"name": name, **{f"key{place}": code for place, code in enumerate(keys, start=1)}}
    return " · ".join(
        part for part in (standards.name_label(name), standards.keys_text(row) if keys else "") if part
    )
