"""A row of any table that the product's own verbs left empty: each column that must have a value gets a plain one."""

from __future__ import annotations

import hashlib
from typing import Any

from django.db import models
from django.utils import timezone

from access.sides import Side
from people import TODAY
from rongyao.bureau.foundation.scope import policies

# What a table's own rules demand of a row, where a plain value would not do.
WANTED: dict[str, dict[str, Any]] = {
    "audit.Event": {"verb": "person.looked", "by_name": "示例"},
    "notices.Message": {"way": "box", "state": "waiting", "next_at": lambda _side: timezone.now()},
    "files.KeptFile": {"state": "clean"},
    "upkeep.Disposal": {"kind": "slip"},
    "entitlements.KeptInput": {"kind": "facts"},
    "entitlements.DeterminationRun": {"why": "matrix"},
    "arrears.ArrearsList": {"name": "disability_pension", "since": TODAY.replace(month=8, day=1), "until": TODAY.replace(day=1)},
    "arrears.ArrearsLine": {"months": [["2026-08-01", 100, 200, "table"]], "entitlement": "resettlement_2011.discharge_money"},
    "organisations.ListImport": {"kind": "employer", "state": "read"},
    "organisations.ListRow": {"number": 2, "state": "alike"},
    "entitlements.Judgement": {"fact": "serious_illness_incapacity"},
    "tables.StandardTable": {
        "name": "disability_pension", "level": "national", "cells": [[["6", "duty"], 4_962_000]], "starts_on": lambda side: TODAY.replace(day=side.number),
    },
    "rounds.Handed": {"round": lambda side: side.rows["spare round"]},
    "rounds.Vault": {"round": lambda side: side.rows["spare round"], "root_files": "", "strangers": ""},
    "returns.Filling": {"code": "file_register"},
}  # fmt: skip


def fill(side: Side, model: type[models.Model], **given: Any) -> Any:
    """One row of a table on this side."""
    label = model._meta.label
    wanted = {**WANTED.get(label, {}), **given}
    values = {}
    for column in model._meta.concrete_fields:
        if column.name in wanted:
            value = wanted[column.name]
            values[column.name] = value(side) if callable(value) else value
        elif _is_needed(column):
            values[column.name] = _value(side, column)
    return side.keep(model._base_manager.create(**values))


def row(side: Side, label: str) -> Any:
    """This side's row of a table: the one remembered, else one the verbs made, else one made now."""
    if label not in side.rows:
        model = next(one for one in policies.our_models() if one._meta.label == label)
        if (found := _made(side, model)) is not None:
            return side.keep(found)
        fill(side, model)
    return side.rows[label]


def _made(side: Side, model: type[models.Model]) -> Any:
    """A row of this side that is there already; of the side's first person where it is somebody's."""
    lookup = _path_of(model)
    if lookup is None:
        return None
    rows = model._base_manager.filter(**{f"{lookup}__startswith": side.town.path}).order_by("pk")
    names = {column.attname for column in model._meta.concrete_fields}
    if "person_id" in names and (own := rows.filter(person_id=side.person.pk).first()):
        return own
    return rows.first()


def _path_of(model: Any) -> str | None:
    """The way from a row to the path it answers to, as a lookup."""
    if any(column.name == "path" for column in model._meta.concrete_fields):
        return "path"
    key = policies._hangs_on(model)
    above = _path_of(key.related_model) if key is not None else None
    return f"{key.name}__{above}" if above else None


def _is_needed(column: Any) -> bool:
    if column.name in ("path", "person_id", "person", "code_digest"):
        return not column.primary_key
    return not (column.primary_key or column.null or column.has_default() or column.blank)


def _value(side: Side, column: Any) -> Any:
    if column.is_relation:
        return _related(side, column)
    if column.name == "path":
        # Somebody's row lies where they do.
        names = {one.name for one in column.model._meta.concrete_fields}
        return side.person.path if names & {"person", "person_id"} else side.town.path
    if column.name == "person_id":
        return side.person.pk
    if column.choices:
        return column.choices[0][0]
    return _plain(side, column)


def _related(side: Side, column: Any) -> Any:
    label = column.related_model._meta.label
    if label == "divisions.Division":
        return side.town
    if label == "access.User":
        return side.users["officer"]
    if label == "registry.Person":
        return side.people[1] if column.name == "second" else side.person
    if label == "organisations.Organisation" and column.name == "second":
        return side.rows["organisation:twin"]
    return row(side, label)


def _plain(side: Side, column: Any) -> Any:
    text = hashlib.sha256(f"{column.model._meta.label}.{column.name}.{side.letter}".encode()).hexdigest()
    match column:
        case models.DateTimeField():
            return timezone.now()
        case models.DateField():
            return TODAY
        case models.IntegerField():
            return 10 + side.number
        case models.BooleanField():
            return False
        case models.JSONField():
            return {}
        case models.CharField():
            return text[: column.max_length]
    if column.get_internal_type() == "ArrayField" or hasattr(column, "base_field"):
        return []
    return text
