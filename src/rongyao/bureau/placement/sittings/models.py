"""The steps of a sitting, in their order. The state is nothing but what they say: whoever plays them again has it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.placement.rounds.models import Round


class Step(models.Model):
    """One thing that happened. Lies at the city: a ruling may say why somebody leaves."""

    class Verb(models.TextChoices):
        CALL = "call", _("Called")
        PICK = "pick", _("Took a post")
        DECLINE = "decline", _("Took none")
        ABSENT = "absent", _("Not there when called")
        LATE = "late", _("Has come after all")
        REVOKE = "revoke", _("Took the choice back")
        WITHDRAW = "withdraw", _("Seats fewer")
        ADD = "add", _("Seats more")
        RULE = "rule", _("Ruling")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="steps")
    path = models.CharField(max_length=60)
    n = models.PositiveIntegerField()
    verb = models.CharField(max_length=8, choices=Verb.choices)
    # What the verb of ``choosing.by_score.session`` is given, by name, without the moment.
    told = models.JSONField(default=dict)
    # The moment as the record writes it.
    stamp = models.CharField(max_length=25)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("round", "n")
        constraints = (models.UniqueConstraint(fields=("round", "n"), name="placement_step_once"),)

    def __str__(self) -> str:
        return f"{self.n} {self.verb}"
