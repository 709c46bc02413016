"""Work items: what waits, for whom, until when."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from rongyao.bureau.foundation.clock.models import RunningClock


class WorkItem(models.Model):
    """One thing to do. Its words come from its kind (see queue.rules.KINDS), its order from its clock."""

    class State(models.TextChoices):
        OPEN = "open"
        DONE = "done"
        DROPPED = "dropped"

    kind = models.CharField(max_length=60)
    params = models.JSONField(default=dict)
    subject = models.CharField(max_length=80, db_index=True)
    person_id = models.BigIntegerField(null=True, db_index=True)
    path = models.CharField(max_length=60, db_index=True)
    permission = models.CharField(max_length=40)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    clock = models.ForeignKey(
        RunningClock, null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("opened_at", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="open", closed_at__isnull=True)
                | (~models.Q(state="open") & models.Q(closed_at__isnull=False)),
                name="workitem_closed_when_not_open",
            ),
            models.UniqueConstraint(
                fields=("kind", "subject"),
                condition=models.Q(state="open"),
                name="workitem_open_once_a_subject",
            ),
        )
