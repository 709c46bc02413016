"""What notices asks of people: to whom a message goes, whom an officer may write to, who visits when nothing arrives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.foundation.divisions.models import Division
from rongyao.bureau.foundation.notices import queries as notices
from rongyao.bureau.foundation.notices.actions.visits import open_visit
from rongyao.bureau.foundation.notices.models import Message, Preference
from rongyao.bureau.foundation.notices.registrations import People
from rongyao.bureau.foundation.notices.rules.ways import Recipient
from rongyao.bureau.registry import queries
from rongyao.bureau.registry.holdings import held_of, may_hold
from rongyao.bureau.registry.models import Fact, Person, PersonAccount

P = Permission
CHUNK = 1000


def recipient_of(person: Person) -> Recipient:
    """The person as a message needs to know them."""
    return next(_recipients([person]))


def _recipients(people: Iterable[Person]) -> Iterator[Recipient]:
    """Recipients in two queries however many people."""
    rows = list(people)
    ids = [row.pk for row in rows]
    bound = set(PersonAccount.objects.filter(person_id__in=ids).values_list("person_id", flat=True))
    facts = Fact.objects.filter(person_id__in=ids, name="is_deceased", value=True, ended_at__isnull=True)
    dead = set(facts.values_list("person_id", flat=True))
    for row in rows:
        yield Recipient(row.pk, row.name, row.path, str(row.phone or ""), row.pk in bound, row.pk in dead)


def recipient(person_id: int) -> Recipient | None:
    person = Person.objects.filter(pk=person_id).first()
    return recipient_of(person) if person else None


def find(actor: Actor, person_id: int) -> Recipient:
    """The person, where the actor may write to them (else 404)."""
    return recipient_of(queries.get_person_for(actor, person_id, P.NOTICE_SEND))


def page(person_id: int) -> str:
    return reverse("registry:person", args=[person_id])


def _filters(data: Any) -> queries.Filters:
    given = {
        name: str(data.get(name, "")).replace("\x00", "").strip()[:60]
        for name in ("town", "rank", "year", "missing")
    }
    return queries.Filters(words=str(data.get("q", "")).replace("\x00", "").strip()[:60], **given)


def filter_form(actor: Actor, data: Any) -> Any:
    """The people list's own filters over the places where the actor may send."""
    from rongyao.bureau.registry.forms.people import PeopleFilterForm

    return PeopleFilterForm(data, towns=queries.towns_for(actor, P.NOTICE_SEND, timezone.localdate()))


def found(actor: Actor, data: Any) -> Iterator[Recipient]:
    """Everybody under these filters to whom the actor may write."""
    people: QuerySet[Person] = queries.listed(actor, _filters(data))
    walk = people.filter(queries.within(actor, P.NOTICE_SEND)).iterator(chunk_size=CHUNK)
    while some := list(islice(walk, CHUNK)):
        yield from _recipients(some)


def filter_words(data: Any) -> dict[str, str]:
    """The filters in force, a town by its name."""
    words = _filters(data).as_words()
    if "town" in words:
        town = Division.objects.filter(path=words["town"]).order_by("-valid_from").first()
        words["town"] = town.name if town else words["town"]
    return words


def visit_by_the_station(by: Actor, message: Message) -> bool:
    """The follow-up of a message nobody could deliver: the nearest station of the person goes there."""
    station = queries.station_for(message.path)
    if station is None:
        return False
    open_visit(by=by, row=message, path=station.path)
    return True


def messages_panel(request: Any, person: Person) -> tuple[str, dict[str, Any]] | None:
    """On a person's file: the newest messages to them."""
    if not request.actor.may_at(P.NOTICE_VIEW, person.path):
        return None
    messages = held_of(person, notices.messages_of(person.pk))
    rows = [(row, notices.LOOKS[row.state]) for row in messages[:5]]
    return "notices/_panel.html", {
        "person_id": person.pk,
        "rows": rows,
        "wish": notices.preference_of(person.pk) if may_hold(person, Preference) else Preference(),
        "may_send": request.actor.may_at(P.NOTICE_SEND, person.path),
    }


PEOPLE = People(
    recipient=recipient, find=find, page=page, filter_form=filter_form, found=found, filter_words=filter_words
)
