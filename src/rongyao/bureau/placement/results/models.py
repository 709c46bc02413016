"""Records of placements as they were taken in, and the rows the public page lists. No row names a person."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


def _user(*, is_known: bool = False) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, null=not is_known, on_delete=models.PROTECT, related_name="+"
    )


class Record(models.Model):
    """One version of one record; what it says of itself stands in columns, the whole of it in ``bundle``."""

    class Kind(models.TextChoices):
        BY_SCORE = "by_score", _("Posts chosen by score")
        TOGETHER = "together", _("Classes and jobs together")

    class State(models.TextChoices):
        CHECKED = "checked", _("Checked, not published")
        PUBLISHED = "published", _("Published")
        REPLACED = "replaced", _("Replaced by a correction")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        DROPPED = "dropped", _("Dropped before publication")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.CHECKED)
    title = models.CharField(max_length=80)
    title_en = models.CharField(max_length=120, blank=True)
    # The record's own name (RULES.record) and version.
    origin = models.CharField(max_length=200)
    version = models.PositiveIntegerField()
    is_rehearsal = models.BooleanField()
    people = models.PositiveIntegerField()
    placed = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    # Head of the whole log, as its last checkpoint signs it.
    head = models.CharField(max_length=64)
    rooted_at = models.DateTimeField()
    finished_at = models.DateTimeField()
    # What the checking program said, [[Chinese, English], …], in its order.
    said = models.JSONField()
    # Posts or order lines, [{id, zh, employer, seats, left}], in the order of the record; groups or rounds [[id, zh, en], …].
    posts = models.JSONField()
    groups = models.JSONField()
    # Tie keys, [[id, zh, en], …], in the order they are asked.
    keys = models.JSONField()
    # Draws the seed was made from, [{id, zh, en, value, drawn_at}]; "" for a source left out.
    draws = models.JSONField()
    rules_zh = models.TextField(blank=True)
    rules_en = models.TextField(blank=True)
    bundle = models.TextField()
    kept_by = _user(is_known=True)
    kept_at = models.DateTimeField(default=timezone.now)
    published_by = _user()
    published_at = models.DateTimeField(null=True)
    ended_by = _user()
    ended_at = models.DateTimeField(null=True)
    # Why it was dropped or withdrawn; the reason of a withdrawal is public.
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("-finished_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("origin", "version"),
                condition=~Q(state="dropped"),
                name="placement_record_version_once",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("checked", "dropped")) | Q(published_at__isnull=False),
                name="placement_record_published_when_public",
            ),
        )

    def __str__(self) -> str:
        return f"{self.title} ({self.origin}, {self.version})"


class Place(models.Model):
    """One row of the order, under its token, and what came of it."""

    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="places")
    position = models.PositiveIntegerField()
    token = models.CharField(max_length=64)
    # Round the person may begin in (by score) or group (together), a number into ``Record.groups``.
    group = models.PositiveSmallIntegerField()
    # Hundredths of a point (by score); the key of the order (together).
    score = models.BigIntegerField()
    # Tie keys opened, [[id, value], …]; ``is_by_lot`` where the lot told this row from a neighbour.
    ties = models.JSONField(default=list)
    is_by_lot = models.BooleanField(default=False)
    # Identifier of the post or line; "" where none.
    post = models.CharField(max_length=64, blank=True)
    # Code of why there is none (together: N0 to N5; by score: what the last NONE said); "" otherwise.
    why = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (
            models.UniqueConstraint(fields=("record", "position"), name="placement_position_once"),
        )
        indexes = (models.Index(fields=("record", "token"), name="placement_by_token"),)
