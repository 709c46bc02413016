"""Rounds, the tables handed in for them (sealed), what makes their root (sealed), and who is in one."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.foundation.secrets.fields import SealedTextField
from rongyao.bureau.placement.results.models import Record
from rongyao.bureau.registry.models import Person


def _user(*, may_lack: bool = True) -> models.ForeignKey[models.Model | None, models.Model | None]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=may_lack, blank=may_lack, on_delete=models.PROTECT, related_name="+"
    )


class Round(models.Model):
    """One round: its rules, how far it is, the root and the draws. Names nobody."""

    class State(models.TextChoices):
        OPEN = "open", _("Being prepared")
        CLOSED = "closed", _("Closed, before the draw")
        SITTING = "sitting", _("Drawn, people are choosing")
        DRAWN = "drawn", _("Drawn, witnesses to sign again")
        HANDED = "handed", _("Record handed on")
        GIVEN_UP = "given_up", _("Given up without a result")

    class Mechanism(models.TextChoices):
        PLAIN = "plain", _("By rank alone")
        PRESERVING = "preserving", _("Nobody is stranded")

    class Manner(models.TextChoices):
        SEALED = "sealed", _("By lists handed in")
        LIVE = "live", _("Called up in turn")

    class Work(models.TextChoices):
        CLOSING = "closing", _("Being closed")
        DRAWING = "drawing", _("Being drawn")

    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True)
    # The record's own name. Used once for ever: two roots under one name would be two histories.
    origin = models.CharField(max_length=120, unique=True)
    mechanism = models.CharField(max_length=10, choices=Mechanism.choices, default=Mechanism.PLAIN)
    manner = models.CharField(max_length=6, choices=Manner.choices, default=Manner.SEALED)
    # What the rules say of absence, proxies, second thoughts and seats where people are called up: sittings.rules.USUAL.
    session = models.JSONField(default=dict, blank=True)
    text_zh = models.TextField(max_length=4000)
    text_en = models.TextField(max_length=4000, blank=True)
    # Score items, words for tie keys and facts, sources of the seed, witnesses: as docs/reference/placement-record.md, 4.
    items = models.JSONField(default=list, blank=True)
    labels = models.JSONField(default=list, blank=True)
    sources = models.JSONField(default=list, blank=True)
    witnesses = models.JSONField(default=list, blank=True)
    least_witnesses = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    # What the worker is at, since when, and why it could not be done.
    work = models.CharField(max_length=10, choices=Work.choices, blank=True)
    asked_by = _user()
    asked_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=400, blank=True)
    people = models.PositiveIntegerField(default=0)
    # Of these, how many have no file in the registry.
    strangers = models.PositiveIntegerField(default=0)
    root = models.CharField(max_length=64, blank=True)
    # {source: digits}
    draws = models.JSONField(default=dict, blank=True)
    record = models.ForeignKey(Record, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    opened_by = _user(may_lack=False)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_by = _user()
    closed_at = models.DateTimeField(null=True, blank=True)
    drawn_by = _user()
    drawn_at = models.DateTimeField(null=True, blank=True)
    given_up_by = _user()
    given_up_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=("open", "given_up")) | (~Q(root="") & Q(closed_at__isnull=False)),
                name="placement_round_closed_has_root",
            ),
            models.CheckConstraint(
                condition=~Q(state="handed") | Q(record__isnull=False),
                name="placement_round_handed_has_record",
            ),
            models.CheckConstraint(
                condition=~Q(state="given_up") | (~Q(reason="") & Q(given_up_at__isnull=False)),
                name="placement_round_given_up_has_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.origin})"


class Handed(models.Model):
    """One of the three tables as it was handed in. Lies at the city: whoever answers for all of it sees it."""

    class Kind(models.TextChoices):
        PEOPLE = "people", _("Persons")
        POSTS = "posts", _("Posts")
        CHOICES = "choices", _("Choices")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="tables")
    path = models.CharField(max_length=60)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    file_name = models.CharField(max_length=160)
    rows = models.PositiveIntegerField()
    # The table as CSV text.
    body = SealedTextField()
    by = _user(may_lack=False)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("round", "kind"), name="placement_table_once_a_kind"),)


class Vault(models.Model):
    """What gives the very root again that was signed, and the record's files until they are handed on."""

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="vault")
    path = models.CharField(max_length=60)
    # Hex: the bureau's key and every salt come from it.
    secret = SealedTextField()
    # Files by name as one JSON text: rules, posts and root with its checkpoint; the whole record, kept only while it waits.
    root_files = models.TextField()
    record_files = models.TextField(blank=True)
    # Sealed JSON: the slips (see ``Entrant.body``) of people without a file in the registry, with their row and outcome.
    strangers = SealedTextField(blank=True)


class Entrant(models.Model):
    """A person of the registry in a round. Has no place of its own: it lies where the person does."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="entrants")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="placements")
    # Row of the people table.
    row = models.PositiveIntegerField()
    position = models.PositiveIntegerField(null=True, blank=True)
    # Identifier of the post; "" before the draw and where there is none.
    post = models.CharField(max_length=64, blank=True)
    # Sealed JSON: {"score": hundredths, "items": [[id, hundredths], …], "receipt": …, "total": …, "reasons": […]}, see making.slips.
    body = SealedTextField()

    class Meta:
        ordering = ("round", "position", "row")
        constraints = (
            models.UniqueConstraint(fields=("round", "person"), name="placement_entrant_once_a_round"),
        )

    @property
    def is_public(self) -> bool:
        """May the person see what came of it? Of a round given up or withdrawn there is nothing to see."""
        record = self.round.record
        return record is not None and record.state in (Record.State.PUBLISHED, Record.State.REPLACED)

    # What a copy of one's own data shows (registry.upkeep): nothing of the result before it is public.
    def get_position_display(self) -> str:
        return str(self.position or "") if self.is_public else ""

    def get_post_display(self) -> str:
        return self.post if self.is_public else ""

    def get_body_display(self) -> str:
        return str(self.body) if self.is_public else ""
