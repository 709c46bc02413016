"""Determining: one path for one and for many, kept once, followed by proposals; facts change, answers follow."""

from __future__ import annotations

import datetime as dt

import pytest
from people import TODAY

from rongyao.bureau.entitlements.actions.determinations import determine
from rongyao.bureau.entitlements.models import Determination, Proposal
from rongyao.bureau.registry.models import Fact, Person

LONG_NCO = {
    "rank_group": "nco", "nco_grade": "intermediate", "enlisted_on": "2008-09-01", "nco_since_on": "2010-09-01",
    "discharged_on": "2023-09-01", "discharge_mode": "normal", "placement_choice": "by_law", "honours": [],
}  # fmt: skip


def record(cast, person, **values):
    for name, value in values.items():
        Fact.objects.create(person=person, name=name, value=value, source=cast.paper, as_of=TODAY)


def test_look(cast):
    record(cast, cast.chen, **LONG_NCO)
    out = determine(by=cast.actor(cast.lin), people=Person.objects.all(), on=TODAY)
    print(out.people, len(out.changed))
    for d in Determination.objects.all():
        print(d.entitlement, d.answer, d.amount_fen, d.is_payable, d.missing_count, d.finding["missing"][:6], d.finding["to_judge"])
    print(Proposal.objects.values_list("entitlement", "state", "clock__due_on"))
