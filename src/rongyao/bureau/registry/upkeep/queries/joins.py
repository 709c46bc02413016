"""Files that may be one person; everything that hangs on a file; files that were joined."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from django.apps import apps
from django.db.models import Count, F, Model, Q, QuerySet, Window
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.foundation.audit.models import Event
from rongyao.bureau.registry.actions.people import shown
from rongyao.bureau.registry.models import Fact, Person
from rongyao.bureau.registry.queries import visible_to, within
from rongyao.bureau.registry.rules import IDENTITY_FIELDS
from rongyao.bureau.registry.upkeep.models import Different, Joining
from rongyao.bureau.registry.upkeep.rules.cells import written_value
from rongyao.law.facts import FACTS

P = Permission
MOST_IN_A_GROUP = 6

# What two files share → why they may be one person. The surest first.
SHARED: tuple[tuple[tuple[str, ...], Any], ...] = (
    (("name", "birth_on"), _("same name and birth date")),
    (("id_last4", "birth_on"), _("same birth date and last four of the identity number")),
    (("name_near", "phone_index"), _("names that sound alike and the same telephone")),
    (("birth_on", "phone_index"), _("same birth date and the same telephone")),
    (("name_near", "birth_on"), _("names that sound alike and the same birth date")),
)


@dataclass(frozen=True)
class Pair:
    """Two files that may be one person, the older first, and why."""

    first: Person
    second: Person
    reasons: list[Any] = field(default_factory=list)


def doubles(actor: Actor) -> list[Pair]:
    """Pairs within the actor's scope, the best founded first; pairs an officer called two people are left out."""
    people = visible_to(actor, P.PEOPLE_MERGE)
    reasons: dict[tuple[int, int], list[Any]] = {}
    for columns, why in SHARED:
        for group in _groups(people, columns):
            for pair in combinations(sorted(group), 2):
                reasons.setdefault(pair, []).append(why)
    for pair in Different.objects.filter(first__in=[a for a, _b in reasons]).values_list(
        "first_id", "second_id"
    ):
        reasons.pop(pair, None)
    wanted = {pk for pair in reasons for pk in pair}
    known = {p.pk: p for p in people.filter(pk__in=wanted).defer("id_number", "phone", "search_keys")}
    pairs = [Pair(known[a], known[b], why) for (a, b), why in reasons.items()]
    return sorted(pairs, key=lambda pair: (-len(pair.reasons), pair.first.name_pinyin, pair.first.pk))


def _groups(people: QuerySet[Person], columns: tuple[str, ...]) -> Iterator[list[int]]:
    filled = Q()
    for column in columns:
        filled &= ~Q(**{column: ""})
    same = Window(Count("pk"), partition_by=[F(column) for column in columns])
    rows = people.filter(filled).annotate(many=same).filter(many__gt=1, many__lte=MOST_IN_A_GROUP)
    groups: dict[tuple[Any, ...], list[int]] = {}
    for pk, *key in rows.order_by().values_list("pk", *columns):
        groups.setdefault(tuple(key), []).append(pk)
    return iter(groups.values())


def reasons_of(first: Person, second: Person) -> list[Any]:
    """Why these two may be one person."""
    return [
        why
        for columns, why in SHARED
        if all(getattr(first, name) and getattr(first, name) == getattr(second, name) for name in columns)
    ]


@dataclass(frozen=True)
class Compared:
    """One field of two files side by side. ``differs``: both say something, and not the same."""

    name: str
    first: str
    second: str
    differs: bool


def compared(first: Person, second: Person) -> list[Compared]:
    """Every field that at least one of the files knows, identity first."""
    lines = []
    for name in IDENTITY_FIELDS:
        one, two = (_identity(person, name) for person in (first, second))
        # The town is no choice here: the kept file stays where it lies, moving it is an act of its own.
        same = name == "division" or getattr(first, name) == getattr(second, name)
        lines.append(Compared(name, one, two, bool(one and two) and not same))
    ours, theirs = _facts(first), _facts(second)
    for name in (name for name in FACTS if name in ours or name in theirs):
        differs = name in ours and name in theirs and ours[name] != theirs[name]
        texts = (written_value(name, ours.get(name)), written_value(name, theirs.get(name)))
        lines.append(Compared(name, texts[0], texts[1], differs))
    return [line for line in lines if line.first or line.second]


def _identity(person: Person, name: str) -> str:
    return str(shown(person, name)) if name != "sex" else str(person.get_sex_display())


def _facts(person: Person) -> dict[str, Any]:
    return dict(Fact.objects.filter(person=person, ended_at__isnull=True).values_list("name", "value"))


@dataclass(frozen=True)
class Tie:
    """One way a table hangs on a person: a foreign key, or a bare number beside the row."""

    model: type[Model]
    attname: str
    is_protected: bool

    @property
    def label(self) -> str:
        return f"{self.model._meta.label_lower}:{self.attname}"

    def rows(self, person_id: int) -> QuerySet[Any]:
        return self.model._base_manager.filter(**{self.attname: person_id}).order_by("pk")

    @property
    def has_path(self) -> bool:
        return any(one.attname == "path" for one in self.model._meta.concrete_fields)


def ties() -> list[Tie]:
    """Every way any table of the bureau hangs on a person, found in the models themselves."""
    found = []
    for model in apps.get_models():
        if not model.__module__.startswith("rongyao.") or model in (Person, Event):
            continue
        for one in model._meta.concrete_fields:
            if one.related_model is Person:
                protected = getattr(getattr(one.remote_field, "on_delete", None), "__name__", "") == "PROTECT"
                found.append(Tie(model, one.attname, protected))
            elif one.name == "person_id":
                found.append(Tie(model, one.attname, False))
    return found


def counts_of(person: Person) -> dict[str, int]:
    """How many rows of each kind hang on a file, by the label of the tie."""
    counted = {tie.label: tie.rows(person.pk).count() for tie in ties()}
    return {label: many for label, many in counted.items() if many}


# --- joined files -------------------------------------------------------------------------------------


def once_numbered(number: str) -> list[int]:
    """The person whose file went by this number before it was joined."""
    rows = Joining.objects.filter(left_number__iexact=number, state=Joining.State.JOINED)
    return list(rows.values_list("kept_id", flat=True))


def joined_into(person_id: int) -> int | None:
    rows = Joining.objects.filter(left_id=person_id, state=Joining.State.JOINED)
    return rows.values_list("kept_id", flat=True).first()


def joinings_visible_to(actor: Actor) -> QuerySet[Joining]:
    """Joined files where this actor holds the right at both ends."""
    rows = Joining.objects.filter(within(actor, P.PEOPLE_MERGE), within(actor, P.PEOPLE_MERGE, "left_path"))
    return rows.select_related("kept__division", "by", "parted_by").defer("body")


def get_joining_for(actor: Actor, joining_id: int) -> Joining:
    return get_object_or_404(joinings_visible_to(actor), pk=joining_id)


def joinings_of(person: Person) -> QuerySet[Joining]:
    """The files that went up in this one."""
    return Joining.objects.filter(kept=person, state=Joining.State.JOINED).defer("body").order_by("-pk")
