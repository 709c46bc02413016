"""What a relative agreed to: recorded with its day and paper, taken back with everything that stood on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.registry.actions.facts import Paper, keep_source
from rongyao.bureau.registry.families.models import Kin
from rongyao.bureau.registry.families.rules import PROTECTED, is_child
from rongyao.bureau.registry.models import Source

# Of a paper's title, and of the words that say which application it is.
FEWEST_IN_TITLE, FEWEST_WORDS = 2, 4


class UnableToRecordConsent(Exception):
    """The consent or ground cannot be taken; the message says what is missing. ``field`` names the box."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


@dataclass(frozen=True)
class Consent:
    """What a relative said of their data: yes (how, and by which paper) or no."""

    state: str
    on: dt.date
    how: str = ""
    paper_title: str = ""


@dataclass(frozen=True)
class Ground:
    """Why the law itself needs the numbers: its code, and which application it is."""

    code: str
    words: str


@transaction.atomic
def record_consent(*, by: Actor, kin: Kin, consent: Consent) -> Kin:
    """Record that the relative agrees or refuses. A refusal takes out whatever stood on an earlier consent.

    Raises:
        UnableToRecordConsent: no way or paper, a day to come, or a child's consent without a guardian.
    """
    row = _locked(by, kin)
    keep_consent(by=by, row=row, consent=consent)
    removed = [] if row.may_hold_numbers else take_out(row)
    return _saved(by, row, "kin.consent_recorded", {"consent": row.consent, "removed": removed})


@transaction.atomic
def withdraw_consent(*, by: Actor, kin: Kin, on: dt.date) -> Kin:
    """The relative takes the consent back: birth date and numbers are removed; that they were there stays.

    Where a ground in law stands beside the consent they stay, and the record says so.

    Raises:
        UnableToRecordConsent: there is no consent, or the day lies before it or has not come.
    """
    row = _locked(by, kin)
    if row.consent != Kin.Consent.GIVEN:
        raise UnableToRecordConsent(_("There is no consent that could be taken back."))
    if row.consent_on and on < row.consent_on:
        raise UnableToRecordConsent(_("The day lies before the consent."), "on")
    _refuse_future(on)
    row.consent, row.consent_ended_on = Kin.Consent.WITHDRAWN, on
    removed = [] if row.may_hold_numbers else take_out(row)
    return _saved(by, row, "kin.consent_withdrawn", {"removed": removed, "kept_by": row.ground})


@transaction.atomic
def record_ground(*, by: Actor, kin: Kin, ground: Ground | None) -> Kin:
    """State the ground in law on which numbers are kept without consent; None ends it, and removes what stood on it.

    Raises:
        UnableToRecordConsent: no such ground, or it is not said which application it is.
    """
    row = _locked(by, kin)
    if ground is None:
        row.ground = row.ground_words = ""
    else:
        keep_ground(row=row, ground=ground)
    removed = [] if row.may_hold_numbers else take_out(row)
    return _saved(by, row, "kin.ground_recorded", {"ground": row.ground, "removed": removed})


def keep_consent(*, by: Actor, row: Kin, consent: Consent) -> None:
    """Set consent on a row with its source. Does not save the row."""
    _refuse_future(consent.on)
    if consent.state == Kin.Consent.REFUSED:
        row.consent, row.consent_ended_on = Kin.Consent.REFUSED, consent.on
        row.consent_how, row.consent_on, row.consent_source = "", None, None
        return
    if consent.state != Kin.Consent.GIVEN or consent.how not in Kin.How.values:
        raise UnableToRecordConsent(_("Say how the relative agreed."), "how")
    _refuse_childs_word(row, consent)
    row.consent, row.consent_how, row.consent_on = Kin.Consent.GIVEN, consent.how, consent.on
    row.consent_source, row.consent_ended_on = _source(by, consent), None


def keep_ground(*, row: Kin, ground: Ground) -> None:
    """Set a ground in law on a row. Does not save."""
    if ground.code not in Kin.Ground.values:
        raise UnableToRecordConsent(_("Choose the ground in law."), "ground")
    if len(ground.words.strip()) < FEWEST_WORDS:
        raise UnableToRecordConsent(_("Write which application it is, and of which day."), "ground_words")
    row.ground, row.ground_words = ground.code, ground.words.strip()[:200]


def take_out(row: Kin, names: Sequence[str] = tuple(PROTECTED)) -> list[str]:
    """Empty these protected fields; which ones held something. Does not save."""
    removed = [name for name in names if getattr(row, name)]
    row.removed = sorted({*row.removed, *removed})
    for name in removed:
        keeper = {"id_number": row.keep_id_number, "phone": row.keep_phone}.get(name)
        if keeper:
            keeper("")
        else:
            setattr(row, name, "")
    if "id_number" in removed:
        row.linked = None
    return removed


def _locked(by: Actor, kin: Kin) -> Kin:
    row = Kin.objects.select_for_update(of=("self",)).select_related("person").get(pk=kin.pk)
    demand(by, Permission.FAMILY_EDIT, row.person.path)
    if row.ended_at is not None:
        raise UnableToRecordConsent(_("This entry was ended. Add the relative anew."))
    return row


def _saved(by: Actor, row: Kin, verb: str, detail: dict[str, object]) -> Kin:
    row.version += 1
    row.save()
    audit.record(by=by, verb=verb, subject=row, person_id=row.person_id, path=row.person.path, detail=detail)
    return row


def _refuse_future(on: dt.date) -> None:
    if on > timezone.localdate():
        raise UnableToRecordConsent(_("This day has not come yet."), "on")


def _refuse_childs_word(row: Kin, consent: Consent) -> None:
    if is_child(row.birth_on, consent.on) and consent.how != Kin.How.GUARDIAN:
        words = _(
            "This is a child under 14: a parent or guardian agrees for them (Personal Information Protection Law, "
            "Article 31). Choose that way, with the paper they signed."
        )
        raise UnableToRecordConsent(words, "how")


def _source(by: Actor, consent: Consent) -> Source | None:
    """The signed paper, where the way of consent needs one."""
    if consent.how not in (Kin.How.PAPER, Kin.How.GUARDIAN):
        return None
    if len(consent.paper_title.strip()) < FEWEST_IN_TITLE:
        raise UnableToRecordConsent(_("Write what the signed paper is called."), "paper_title")
    paper = Paper(Source.Kind.DECLARATION, consent.paper_title.strip()[:160], consent.on)
    return keep_source(by=by, paper=paper)
