"""Determine one, some or everyone by one path; keep each answer with what it was computed from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import polars as pl
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from rongyao.bureau.entitlements import facts
from rongyao.bureau.entitlements.actions import proposals
from rongyao.bureau.entitlements.models import Determination, KeptInput
from rongyao.bureau.entitlements.queries import standards
from rongyao.bureau.entitlements.readings import queries as readings
from rongyao.bureau.entitlements.rules.proposing import facts_short, has_arisen, is_settled_on_paper
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.registry.models import Person
from rongyao.law import catalog
from rongyao.law import determine as law
from rongyao.law.findings import Finding
from rongyao.law.settings import Settings

# What changes from day to day or from release to release without the answer being another.
NOT_THE_ANSWER = ("on", "hashes")


@dataclass
class Outcome:
    """What a run did: people looked at, answers that became other ones, answers that no longer apply."""

    people: int = 0
    changed: list[Determination] = field(default_factory=list)
    ended: list[Determination] = field(default_factory=list)


@transaction.atomic
def determine(
    *, by: Actor, people: QuerySet[Person], on: dt.date, entitlements: Sequence[str] | None = None
) -> Outcome:
    """Work out what these people are due on a legal date, and keep what is new.

    Only people within the actor's scope are taken. An answer that says the same as the kept one is not kept
    again; another one ends it. Proposals and items to judge follow in the same transaction.
    """
    demand(by, Permission.ENTITLEMENT_DETERMINE)
    chosen = _locked(by, people)
    current = _current(chosen, entitlements)
    found = _findings(chosen, current, on=on, entitlements=entitlements)
    outcome = Outcome(people=len(chosen))
    for person in chosen:
        _compare(person, found[person.pk], current.get(person.pk, {}), outcome)
    _write(outcome)
    proposals.follow(by=by, changed=outcome.changed, ended=outcome.ended, on=on)
    changed_people = {row.person_id: row.path for row in (*outcome.changed, *outcome.ended)}
    audit.record_many(
        by=by, verb="determination.made", people=changed_people.items(), detail={"on": on.isoformat()}
    )
    return outcome


def _locked(by: Actor, people: QuerySet[Person]) -> list[Person]:
    """The people within scope, locked in one order so that two runs never wait for each other in a ring."""
    paths = by.paths(Permission.ENTITLEMENT_DETERMINE)
    rows = people.order_by("pk").select_for_update(of=("self",))
    return [person for person in rows if any(person.path.startswith(path) for path in paths)]


def _findings(
    people: Sequence[Person],
    current: dict[int, dict[str, Determination]],
    *,
    on: dt.date,
    entitlements: Sequence[str] | None,
) -> dict[int, list[Finding]]:
    """``{person id: findings}`` of every question that has arisen or was answered before.

    One pass over the whole population says who has which questions; reasons are worked out for those only, people
    with the same questions together.
    """
    rows = facts.rows_of(people)
    listed = [rows[person.pk] for person in people]
    if not listed:
        return {}
    table, settings = standards.effective(), readings.effective()
    keys = tuple(entitlements or catalog.ENTITLEMENTS)
    typed = law.frame(listed, on)
    answers = law.population(typed, entitlements=keys, standards=table, settings=settings, clauses=False)
    groups: dict[tuple[str, ...], list[int]] = {}
    applies = {key: answers[f"{key}.applies"].to_list() for key in keys}
    for place, person in enumerate(people):
        kept = current.get(person.pk, {})
        asked = tuple(key for key in keys if key in kept or has_arisen(key, applies[key][place]))
        groups.setdefault(asked, []).append(person.pk)
    _keep_inputs(listed, law.standards_hash(table), settings)
    return {
        pk: found
        for asked, ids in groups.items()
        for pk, found in zip(ids, _reasons([rows[pk] for pk in ids], on, asked, table, settings), strict=True)
    }


def _reasons(
    rows: list[dict[str, Any]],
    on: dt.date,
    asked: tuple[str, ...],
    table: pl.DataFrame,
    settings: Settings,
) -> list[list[Finding]]:
    if not asked:
        return [[] for _row in rows]
    return law.people(rows, on=on, entitlements=asked, standards=table, settings=settings)


def findings_of(
    people: Sequence[Person], *, on: dt.date, entitlements: Sequence[str] | None = None
) -> dict[int, list[Finding]]:
    """``{person id: findings}`` under today's facts and standards; keeps nothing but the inputs."""
    rows = facts.rows_of(people)
    listed = [rows[person.pk] for person in people]
    if not listed:
        return {}
    table, settings = standards.effective(), readings.effective()
    found = law.people(listed, on=on, entitlements=entitlements, standards=table, settings=settings)
    _keep_inputs(listed, law.standards_hash(table), settings)
    return {person.pk: several for person, several in zip(people, found, strict=True)}


def _keep_inputs(rows: Sequence[dict[str, Any]], standards_hash: str, settings: Settings) -> None:
    kept = [KeptInput(kind=KeptInput.Kind.FACTS, hash=law.facts_hash(row), body=row) for row in rows]
    own = standards.own_rows()
    kept.append(KeptInput(kind=KeptInput.Kind.STANDARDS, hash=standards_hash, body=own))
    read = readings.as_kept(settings)
    kept.append(KeptInput(kind=KeptInput.Kind.SETTINGS, hash=law.pack_hash(settings), body=read))
    KeptInput.objects.bulk_create(kept, ignore_conflicts=True)


def _current(
    people: Sequence[Person], entitlements: Sequence[str] | None
) -> dict[int, dict[str, Determination]]:
    rows = Determination.objects.filter(person__in=people, ended_at__isnull=True)
    if entitlements is not None:
        rows = rows.filter(entitlement__in=entitlements)
    out: dict[int, dict[str, Determination]] = {}
    for row in rows:
        out.setdefault(row.person_id, {})[row.entitlement] = row
    return out


def _compare(
    person: Person, found: Iterable[Finding], current: dict[str, Determination], outcome: Outcome
) -> None:
    applying = {finding.entitlement: finding for finding in found if finding.applies}
    for key, finding in applying.items():
        kept, said = current.get(key), finding.to_json()
        if kept is None or answer_of(kept.finding) != answer_of(said):
            outcome.changed.append(_row(person, finding, said))
            if kept is not None:
                outcome.ended.append(kept)
    outcome.ended += [row for key, row in current.items() if key not in applying]


def answer_of(finding: dict[str, Any]) -> dict[str, Any]:
    """The finding without its date and hashes: two that are equal here say the same to the person."""
    return {key: value for key, value in finding.items() if key not in NOT_THE_ANSWER}


def _row(person: Person, finding: Finding, said: dict[str, Any]) -> Determination:
    amount, hashes, on = finding.amount, finding.hashes, dt.date.fromisoformat(finding.on)
    is_settled = is_settled_on_paper(finding.entitlement, said, on)
    return Determination(
        person=person,
        entitlement=finding.entitlement,
        on=on,
        answer=finding.answer,
        amount_fen=amount.amount_fen if amount and finding.answer == "yes" else None,
        unit=amount.unit if amount else "",
        confidence=amount.confidence if amount else "",
        is_payable=bool(amount and amount.is_payable),
        finding=said,
        finding_hash=hashes["finding"],
        pack_hash=hashes["pack"],
        standards_hash=hashes["standards"],
        facts_hash=hashes["facts"],
        missing_count=0 if is_settled else facts_short(finding.entitlement, finding.answer, finding.missing),
        path=person.path,
    )


def _write(outcome: Outcome) -> None:
    ended = [row.pk for row in outcome.ended]
    Determination.objects.filter(pk__in=ended).update(ended_at=timezone.now())
    Determination.objects.bulk_create(outcome.changed, batch_size=500)
