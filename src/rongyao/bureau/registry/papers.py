"""What papers can be handed in for in the registry: a person's file, a correction. And the panel on the file."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from rongyao.bureau.foundation.access.rules import Actor, Permission
from rongyao.bureau.foundation.files import queries as files
from rongyao.bureau.foundation.files.registrations import Place, Subject
from rongyao.bureau.registry.holdings import held_of
from rongyao.bureau.registry.models import Correction, Person

P = Permission
PERSON, CORRECTION = "registry.person", "registry.correction"


def _own_or_in_scope(actor: Actor, person: Person) -> bool:
    """True for the person's own; False for the staff where they keep papers; nothing of others (404)."""
    if actor.person_id == person.pk and actor.may(P.SELF_CORRECT):
        return True
    if not actor.may_at(P.FILE_KEEP, person.path):
        raise Http404
    return False


def find_person(actor: Actor, number: int) -> Place:
    person = get_object_or_404(Person, pk=number)
    is_own = _own_or_in_scope(actor, person)
    back = reverse("files:own") if is_own else reverse("registry:person", args=[number])
    return Place(f"{PERSON}:{number}", number, person.path, person.name, back)


def find_correction(actor: Actor, number: int) -> Place:
    """Papers for what the person says is wrong, while it is open."""
    row = get_object_or_404(Correction.objects.select_related("person"), pk=number)
    is_own = _own_or_in_scope(actor, row.person)
    if row.state != Correction.State.OPEN:
        raise Http404
    back = reverse("desks:file") if is_own else reverse("registry:correction", args=[number])
    asked = _("A paper that shows what is right: it is then looked at together with your words.")
    return Place(
        f"{CORRECTION}:{number}", row.person_id, row.person.path, _("What you told us is wrong"), back, asked
    )


SUBJECTS = (Subject(PERSON, find_person), Subject(CORRECTION, find_correction))


def papers_panel(request: Any, person: Person) -> tuple[str, dict[str, Any]] | None:
    """On a person's file: every paper of theirs, for whatever it was handed in."""
    if not request.actor.may_at(P.PEOPLE_VIEW, person.path):
        return None
    return "files/_panel.html", {
        "label": PERSON,
        "number": person.pk,
        "lines": files.with_looks(held_of(person, files.of_person(person.pk))[:12]),
        "may_keep": request.actor.may_at(P.FILE_KEEP, person.path),
        "may_destroy": request.actor.may_at(P.RETENTION_DECIDE, person.path),
        "has_scanner": files.has_scanner(),
    }
