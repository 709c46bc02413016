"""What only a person can judge, recorded with name, day and reason."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from rongyao.bureau.entitlements.actions.determinations import determine
from rongyao.bureau.entitlements.models import Judgement
from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.registry.models import Person, Source
from rongyao.bureau.registry.rules import signer
from rongyao.law.facts import FACTS


class UnableToJudge(Exception):
    """The fact is not one that is judged, or no reason was given."""


@transaction.atomic
def record_judgement(
    *, by: Actor, person: Person, fact: str, value: bool, reason: str, on: dt.date
) -> Judgement:
    """Record a judgement; the person's answers are worked out again in the same transaction.

    Raises:
        UnableToJudge: the fact is one that papers prove, or the reason is empty.
    """
    demand(by, Permission.JUDGEMENT_RECORD, person.path)
    known = FACTS.get(fact)
    if known is None or not known.judged:
        raise UnableToJudge(_("This is proved by papers, not judged. Record it as a fact with its source."))
    if not reason.strip():
        raise UnableToJudge(_("Write the reason for your judgement."))
    source = Source.objects.create(
        kind=Source.Kind.DECISION, title=f"{known.zh}：{by.name}"[:160], given_by=by.name, dated_on=on,
        recorded_by_id=by.user_id,
    )  # fmt: skip
    row = Judgement.objects.create(
        person=person,
        fact=fact,
        value=value,
        reason=reason.strip(),
        by_id=signer(by, Permission.JUDGEMENT_RECORD),
        on=on,
        source=source,
    )
    audit.record(
        by=by,
        verb="judgement.recorded",
        subject=row,
        person_id=person.pk,
        path=person.path,
        detail={"fact": fact},
    )
    # Whoever may judge sets the answers anew, even where working out many people is not theirs.
    worker = by if by.may(Permission.ENTITLEMENT_DETERMINE) else Actor.system(by.name)
    determine(by=worker, people=Person.objects.filter(pk=person.pk), on=on)
    return row
