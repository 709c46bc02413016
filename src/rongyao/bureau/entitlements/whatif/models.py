"""Scenarios: what is set otherwise, and what came of it, kept with the hash of everything it was worked out from."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.entitlements.impact.models import WAITING, Sliced


class Scenario(Sliced):
    """A what-if. Once it was worked out its settings stay as they are; it may be worked out again from newer facts."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Being drafted")
        WAITING = WAITING, _("Being worked out")
        READY = "ready", _("Result ready")
        FAILED = "failed", _("Could not be worked out")

    title = models.CharField(max_length=120)
    # The legal date, and the first day of the amounts set otherwise.
    on = models.DateField()
    amounts_from = models.DateField()
    # {"amounts": {cell: figure}, "numbers": {key: figure}, "readings": {key: option}}, all as text.
    changes = models.JSONField(default=dict)
    # The division paths of its maker when it was begun: nobody else is counted.
    paths = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    hash = models.CharField(max_length=64, blank=True)
    # Counts and sums only, small ones withheld before they are kept.
    result = models.JSONField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True)
    path = models.CharField(max_length=60, db_index=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    worked_out_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=~models.Q(state="ready") | (~models.Q(hash="") & models.Q(result__isnull=False)),
                name="scenario_ready_has_result",
            ),
        )
