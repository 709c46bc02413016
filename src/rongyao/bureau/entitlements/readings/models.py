"""Choices of a reading. One is in force for a key at a time; without any, our reading is."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

USER = settings.AUTH_USER_MODEL


class ReadingChoice(models.Model):
    """This bureau reads a silence of the text otherwise than we do, and says why and on what paper."""

    class State(models.TextChoices):
        ENTERED = "entered", _("Waiting for the second person")
        CONFIRMED = "confirmed", _("In force")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        REPLACED = "replaced", _("Replaced by a later choice")

    # A key and option of law.catalog.READINGS.
    key = models.CharField(max_length=120)
    option = models.CharField(max_length=60)
    reason = models.TextField(max_length=1000)
    document = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.ENTERED)
    entered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("entered_by")),
                name="reading_second_person_differs",
            ),
            models.UniqueConstraint(
                fields=("key",), condition=models.Q(state="confirmed"), name="reading_in_force_once"
            ),
            models.UniqueConstraint(
                fields=("key",), condition=models.Q(state="entered"), name="reading_waits_once"
            ),
        )
