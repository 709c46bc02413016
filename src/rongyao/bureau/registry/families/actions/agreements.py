"""Helpers: named on a signed paper for a year at most, renewed by a new paper, ended by any of the three."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.models import User
from rongyao.bureau.foundation.access.rules import Actor, NotAllowed, Permission, demand
from rongyao.bureau.foundation.audit import actions as audit
from rongyao.bureau.foundation.scope.connection import sees_beyond
from rongyao.bureau.foundation.secrets.fields import under_any_key
from rongyao.bureau.registry.actions.facts import Paper, keep_source
from rongyao.bureau.registry.families.models import HelperAgreement, Relation
from rongyao.bureau.registry.families.rules import last_day_from
from rongyao.bureau.registry.models import Person, PersonAccount, Source, id_index_of
from rongyao.bureau.registry.rules import signer

FEWEST_WORDS = 2
May = HelperAgreement.May


class UnableToBindHelper(Exception):
    """The agreement cannot be made; the message says why. ``field`` names the box."""

    def __init__(self, words: str, field: str | None = None) -> None:
        super().__init__(words)
        self.field = field


class UnableToEndHelper(Exception):
    """The agreement has ended already, or no reason was given."""


@dataclass(frozen=True)
class Named:
    """Who is named: as the identity card shows them. The number is compared and indexed, never kept."""

    name: str
    id_number: str
    relation: str
    may: str


@dataclass(frozen=True)
class Term:
    """The signed paper and the days it holds for."""

    paper_title: str
    signed_on: dt.date
    starts_on: dt.date
    ends_on: dt.date


@transaction.atomic
def bind_helper(*, by: Actor, person: Person, named: Named, term: Term) -> HelperAgreement:
    """Record whom the person has named to act for them. A sign-in the helper has already is used again.

    Raises:
        UnableToBindHelper: the person themself, named already, longer than a year, or a paper from the future.
    """
    demand(by, Permission.HELPER_BIND, person.path)
    index = id_index_of(named.id_number)
    _check_named(person, named, index)
    _check_term(term)
    _free_place(by, person, index)
    row = HelperAgreement.objects.create(
        person=person,
        helper=_sign_in_of(index),
        helper_name=named.name,
        id_index=index,
        id_last4=named.id_number[-4:],
        relation=named.relation,
        may=named.may,
        paper=_paper(by, person, term),
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        bound_by_id=signer(by, Permission.HELPER_BIND),
    )
    _record(by, "helper.bound", row, {"may": row.may, "to": str(row.ends_on)})
    return row


@transaction.atomic
def renew_helper(*, by: Actor, agreement: HelperAgreement, may: str, term: Term) -> HelperAgreement:
    """A new signed paper for another year at most; the earlier agreement ends with it.

    Raises:
        UnableToBindHelper: it was ended, or the new term cannot be taken.
    """
    old = _locked(agreement)
    demand(by, Permission.HELPER_BIND, old.person.path)
    if old.ended_at is not None:
        raise UnableToBindHelper(_("This agreement was ended. Bind the helper anew, with a new paper."))
    _check_term(term)
    if may not in May.values:
        raise UnableToBindHelper(_("Choose what the helper may do."), "may")
    _end(by, old, _("Renewed."))
    row = HelperAgreement.objects.create(
        person=old.person,
        helper=old.helper,
        helper_name=old.helper_name,
        id_index=old.id_index,
        id_last4=old.id_last4,
        relation=old.relation,
        may=may,
        paper=_paper(by, old.person, term),
        starts_on=term.starts_on,
        ends_on=term.ends_on,
        renews=old,
        bound_by_id=signer(by, Permission.HELPER_BIND),
    )
    _record(by, "helper.renewed", row, {"may": row.may, "to": str(row.ends_on)})
    return row


@transaction.atomic
def end_helper(*, by: Actor, agreement: HelperAgreement, reason: str) -> HelperAgreement:
    """The bureau ends it (revoked at the counter, a death, a misuse). It holds at once, also for an open session.

    Raises:
        UnableToEndHelper: ended already, or no reason.
    """
    row = _locked(agreement)
    demand(by, Permission.HELPER_BIND, row.person.path)
    return _ended(by, row, reason)


@transaction.atomic
def revoke(*, by: Actor, agreement: HelperAgreement) -> HelperAgreement:
    """The person ends it themself. A helper who acts for them cannot: it is the person's own word.

    Raises:
        UnableToEndHelper: ended already.
    """
    demand(by, Permission.SELF_VIEW)
    row = _locked(agreement)
    if by.person_id != row.person_id or by.on_behalf_of:
        raise NotAllowed(Permission.SELF_VIEW)
    return _ended(by, row, _("Ended by the person."))


@transaction.atomic
def step_down(*, by: Actor, agreement: HelperAgreement) -> HelperAgreement:
    """The helper no longer wants to.

    Raises:
        UnableToEndHelper: ended already.
    """
    row = _locked(agreement)
    if by.user_id is None or by.user_id != row.helper_id:
        raise NotAllowed(Permission.SELF_VIEW)
    return _ended(by, row, _("Ended by the helper."))


def _locked(agreement: HelperAgreement) -> HelperAgreement:
    rows = HelperAgreement.objects.select_for_update(of=("self",)).select_related("person", "helper")
    return rows.get(pk=agreement.pk)


def _ended(by: Actor, row: HelperAgreement, reason: str) -> HelperAgreement:
    if row.ended_at is not None:
        raise UnableToEndHelper(_("This agreement has ended already."))
    if len(reason.strip()) < FEWEST_WORDS:
        raise UnableToEndHelper(_("Write why it ends. The person can read it."))
    _end(by, row, reason.strip())
    _record(by, "helper.ended", row, {"reason": row.end_reason})
    return row


def _end(by: Actor, row: HelperAgreement, reason: str) -> None:
    row.ended_at, row.ended_by_id, row.end_reason = timezone.now(), by.user_id, reason[:160]
    row.save(update_fields=["ended_at", "ended_by", "end_reason"])


def _check_named(person: Person, named: Named, index: str) -> None:
    if not index:
        raise UnableToBindHelper(_("Write the identity number of the helper's card."), "id_number")
    if person.id_index and person.id_index in under_any_key(index):
        raise UnableToBindHelper(_("Nobody is their own helper."), "id_number")
    if named.relation not in Relation.values:
        raise UnableToBindHelper(_("Choose the relation."), "relation")
    if named.may not in May.values:
        raise UnableToBindHelper(_("Choose what the helper may do."), "may")


def _check_term(term: Term) -> None:
    today = timezone.localdate()
    if len(term.paper_title.strip()) < FEWEST_WORDS:
        raise UnableToBindHelper(_("Write what the signed paper is called."), "paper_title")
    if term.signed_on > today:
        raise UnableToBindHelper(_("This day has not come yet."), "signed_on")
    if term.starts_on < term.signed_on:
        raise UnableToBindHelper(_("It cannot begin before the paper was signed."), "starts_on")
    if term.ends_on < max(term.starts_on, today):
        raise UnableToBindHelper(_("The last day has passed, or lies before the first."), "ends_on")
    if term.ends_on > last_day_from(term.starts_on):
        words = _("A year at most, then a new paper: the last day can be %(day)s.")
        raise UnableToBindHelper(words % {"day": last_day_from(term.starts_on)}, "ends_on")


def _free_place(by: Actor, person: Person, index: str) -> None:
    """An agreement that ran out makes place; one in force is renewed, not doubled."""
    rows = HelperAgreement.objects.select_for_update().filter(person=person, id_index=index)
    for row in rows.filter(ended_at__isnull=True):
        if row.ends_on >= timezone.localdate():
            words = _("This helper is named already, until %(day)s. Renew that agreement.")
            raise UnableToBindHelper(words % {"day": row.ends_on}, "id_number")
        _end(by, row, _("Ran out."))


@sees_beyond("one human has one sign-in, whichever towns the people they help live in")
def _sign_in_of(index: str) -> User | None:
    """The sign-in this human has as a helper or as a person on file; never one of the staff."""
    bound = HelperAgreement.objects.filter(id_index=index, helper__isnull=False).select_related("helper")
    if found := bound.order_by("-pk").first():
        return found.helper
    account = PersonAccount.objects.filter(person__id_index=index, user__needs_totp=False)
    own = account.select_related("user").first()
    return own.user if own else None


def _paper(by: Actor, person: Person, term: Term) -> Source:
    paper = Paper(
        Source.Kind.DECLARATION, term.paper_title.strip()[:160], term.signed_on, given_by=person.name
    )
    return keep_source(by=by, paper=paper)


def _record(by: Actor, verb: str, row: HelperAgreement, detail: dict[str, str]) -> None:
    person = row.person
    audit.record(by=by, verb=verb, subject=row, person_id=person.pk, path=person.path, detail=detail)
