"""The answers as they stood at the beginning of a day, beside those of now: compared, sorted and cut by the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Any

from django.db import connection
from django.utils import timezone

from rongyao.bureau.entitlements.differences.rules import Kept, changed_facts
from rongyao.bureau.entitlements.models import KeptInput
from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.registry.models import Person

P = Permission
COLUMNS = ("on", "answer", "amount_fen", "is_payable", "facts_hash", "standards_hash", "pack_hash")
# So many lines of a download are dressed at a time.
BATCH = 1_000
SORTS = {"what": 'entitlement COLLATE "C"', "kind": 'kind COLLATE "C"', "why": 'why COLLATE "C"'}

# An answer that was given before the day and ended since, beside the one given since that holds. Nobody was told
# anything before a first answer, so only a first yes is news. Where nothing it rests on differs, a day passed.
DIFFERENCES = """
WITH scope AS NOT MATERIALIZED (
    SELECT id, person_id, entitlement, made_at, ended_at, {own} FROM entitlements_determination
    WHERE path ^@ ANY(%(paths)s::text[]) AND path ^@ %(town)s::text
      AND (%(entitlement)s::text = '' OR entitlement = %(entitlement)s::text)
), was AS (
    SELECT DISTINCT ON (person_id, entitlement) * FROM scope
    WHERE made_at < %(start)s AND ended_at >= %(start)s ORDER BY person_id, entitlement, id DESC
), now AS (
    SELECT * FROM scope WHERE made_at >= %(start)s AND ended_at IS NULL
), pairs AS (
    SELECT person_id, entitlement, {sides},
        CASE WHEN coalesce(was.answer = 'yes', false) = coalesce(now.answer = 'yes', false)
             THEN CASE was.answer WHEN 'yes' THEN 'sum' ELSE 'other' END
             ELSE CASE now.answer WHEN 'yes' THEN 'gained' ELSE 'lost' END END AS kind,
        CASE WHEN was.id IS NULL THEN ARRAY['new'] WHEN now.id IS NULL THEN ARRAY['gone']
             ELSE coalesce(nullif(array_remove(ARRAY[
                CASE WHEN was.facts_hash <> now.facts_hash THEN 'facts' END,
                CASE WHEN was.standards_hash <> now.standards_hash THEN 'standards' END,
                CASE WHEN was.pack_hash = now.pack_hash THEN NULL
                     WHEN before.body <> after.body THEN 'readings' ELSE 'law' END
             ], NULL), ARRAY[]::text[]), ARRAY['day']) END AS why
    FROM was FULL JOIN now USING (person_id, entitlement)
    LEFT JOIN entitlements_keptinput before ON before.kind = 'settings' AND before.hash = was.pack_hash
    LEFT JOIN entitlements_keptinput after ON after.kind = 'settings' AND after.hash = now.pack_hash
    WHERE CASE WHEN was.id IS NULL THEN now.answer = 'yes' ELSE
        (was.answer, was.amount_fen, was.is_payable) IS DISTINCT FROM (now.answer, now.amount_fen, now.is_payable) END
)
SELECT {wanted} FROM pairs
WHERE (%(kind)s::text = '' OR kind = %(kind)s::text) AND (%(why)s::text = '' OR %(why)s::text = ANY(why))
"""
_OWN = ", ".join(f'"{name}"' for name in COLUMNS)
_SIDES = ", ".join(
    f'{side}."{name}" AS {side}_{name}' for side in ("was", "now") for name in ("id", *COLUMNS)
)


def _sql(wanted: str) -> str:
    return DIFFERENCES.format(own=_OWN, sides=_SIDES, wanted=wanted)


@dataclass(frozen=True)
class Filters:
    """What narrows the list; empty text is no filter."""

    town: str = ""
    entitlement: str = ""
    kind: str = ""
    why: str = ""


@dataclass(frozen=True)
class Difference:
    """One person's answer to one question, before and now."""

    person_id: int
    entitlement: str
    before: Kept | None
    after: Kept | None
    kind: str
    why: tuple[str, ...]
    facts: tuple[str, ...] = field(default=())
    person: Person | None = None

    @property
    def finding_id(self) -> int:
        """The answer to open: that of now, else the last one."""
        one = self.after or self.before
        assert one is not None
        return one.pk


class Differences:
    """The list: counted, cut and walked through by the database, so that a long one is never held as a whole.

    It is in the order of people, or by `sort` ("what", "kind" or "why", with "-" the other way round).
    """

    def __init__(self, actor: Actor, since: dt.date, filters: Filters, sort: str = "") -> None:
        column = SORTS.get(sort.removeprefix("-"))
        way = " DESC" if sort.startswith("-") else ""
        self._order = ", ".join([*([column + way] if column else []), "person_id", SORTS["what"]])
        self._given = {
            **vars(filters), "paths": sorted(actor.paths(P.ENTITLEMENT_VIEW)),
            "start": timezone.make_aware(dt.datetime.combine(since, dt.time.min)),
        }  # fmt: skip

    @cached_property
    def _many(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(_sql("count(*)"), self._given)
            return int(cursor.fetchone()[0])

    def count(self) -> int:
        return self._many

    def __len__(self) -> int:
        return self._many

    def __getitem__(self, cut: slice) -> list[Difference]:
        """The lines from ``cut.start`` to ``cut.stop``."""
        start = cut.start or 0
        with connection.cursor() as cursor:
            cursor.execute(*self._listed(start, None if cut.stop is None else max(0, cut.stop - start)))
            return [_line(*row) for row in cursor.fetchall()]

    def __iter__(self) -> Iterator[Difference]:
        """Every line, read from a cursor of the database a batch at a time."""
        with connection.chunked_cursor() as cursor:
            cursor.execute(*self._listed(0, None))
            while rows := cursor.fetchmany(BATCH):
                yield from (_line(*row) for row in rows)

    def _listed(self, start: int, many: int | None) -> tuple[str, dict[str, Any]]:
        text = f"{_sql('*')} ORDER BY {self._order} OFFSET %(from)s LIMIT %(many)s"
        return text, {**self._given, "from": start, "many": many}


def _line(person_id: int, entitlement: str, *rest: Any) -> Difference:
    width = 1 + len(COLUMNS)
    *sides, kind, why = rest
    return Difference(person_id, entitlement, _kept(sides[:width]), _kept(sides[width:]), kind, tuple(why))


def _kept(side: Sequence[Any]) -> Kept | None:
    return None if side[0] is None else Kept(*side)


def all_dressed(found: Differences) -> Iterator[Difference]:
    """Every line dressed, a batch at a time."""
    walk = iter(found)
    while some := list(islice(walk, BATCH)):
        yield from dressed(some)


def dressed(shown: Sequence[Difference]) -> list[Difference]:
    """The rows of one page with their person, and which facts changed where facts did."""
    people = Person.objects.select_related("division").in_bulk([one.person_id for one in shown])
    bodies = _bodies(shown)
    return [replace(one, person=people[one.person_id], facts=tuple(_facts(one, bodies))) for one in shown]


def _bodies(shown: Iterable[Difference]) -> dict[str, dict[str, Any]]:
    both = [kept for one in shown if "facts" in one.why for kept in (one.before, one.after) if kept]
    rows = KeptInput.objects.filter(kind=KeptInput.Kind.FACTS, hash__in={one.facts_hash for one in both})
    return dict(rows.values_list("hash", "body"))


def _facts(one: Difference, bodies: dict[str, dict[str, Any]]) -> list[str]:
    if one.before is None or one.after is None:
        return []
    return changed_facts(bodies.get(one.before.facts_hash), bodies.get(one.after.facts_hash))
