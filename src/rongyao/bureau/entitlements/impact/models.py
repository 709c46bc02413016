"""Comparisons of two worlds over many people: how far one is, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

WAITING = "waiting"


class Sliced(models.Model):
    """Work over many people a slice at a time. The sums so far are half a result: they are shown to nobody.

    Each slice is kept whole with the last person of it, so work that was killed goes on after it. Whoever inherits has a
    ``state`` in which ``WAITING`` means that the worker is at it.
    """

    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    after_person = models.BigIntegerField(default=0)
    # Counts and sums by line (slices.Sums), and the hash of what they were worked out from; emptied at the end.
    sums = models.JSONField(default=dict)
    sums_hash = models.CharField(max_length=64, blank=True)
    # What was recorded since is not surely in the result.
    asked_at = models.DateTimeField(null=True, blank=True)
    # How many files there were then, and how often they had been edited (fingerprint.files_of).
    files = models.JSONField(default=dict)

    class Meta:
        abstract = True


class ImpactRun(Sliced):
    """What some amounts change for the people at some paths. Kept until a newer one is ready."""

    class State(models.TextChoices):
        WAITING = WAITING, _("Being worked out")
        READY = "ready", _("Result ready")
        FAILED = "failed", _("Could not be worked out")
        STOPPED = "stopped", _("Stopped")

    # "entitlements.standardentry:12", or the table the amounts stand in.
    subject = models.CharField(max_length=80)
    # The amounts or the reading (queries.Matter), and the legal date.
    about = models.JSONField()
    on = models.DateField()
    # The division paths of whoever asked: their people are counted, and a result serves whoever has the same.
    paths = models.JSONField()
    path = models.CharField(max_length=60, db_index=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    hash = models.CharField(max_length=64, blank=True)
    # Counts and sums only, small ones withheld before they are kept.
    result = models.JSONField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("subject", "paths"), condition=models.Q(state=WAITING), name="impact_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | (~models.Q(hash="") & models.Q(result__isnull=False)),
                name="impact_ready_has_result",
            ),
        )
        indexes = (models.Index(fields=("subject", "state"), name="impact_by_subject"),)
