"""Lists of arrears and their lines. A later list starts from what the standing lists before it reckoned."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.entitlements.models import StandardEntry
from rongyao.bureau.registry.models import Person

USER = settings.AUTH_USER_MODEL


class ArrearsList(models.Model):
    """One reckoning: which entries are new, over which months, under which tables before and after."""

    class State(models.TextChoices):
        STANDING = "standing", _("Standing")
        ASIDE = "aside", _("Set aside")

    name = models.CharField(max_length=60)
    entries = models.ManyToManyField(StandardEntry, through="ArrearsCause", related_name="+")
    since = models.DateField()
    until = models.DateField()
    hash_before = models.CharField(max_length=64)
    hash_after = models.CharField(max_length=64)
    state = models.CharField(max_length=10, choices=State.choices, default=State.STANDING)
    made_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    aside_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    aside_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=400, blank=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.CheckConstraint(
                condition=models.Q(since__lte=models.F("until")), name="arrears_list_has_months"
            ),
            models.CheckConstraint(
                condition=models.Q(aside_by__isnull=True, aside_at__isnull=True)
                | models.Q(aside_by__isnull=False, aside_at__isnull=False),
                name="arrears_aside_by_and_at",
            ),
        )


class ArrearsLine(models.Model):
    """One person and entitlement: every month with the sum before, the sum now, and where the former comes from."""

    arrears = models.ForeignKey(ArrearsList, on_delete=models.CASCADE, related_name="lines")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="arrears")
    entitlement = models.CharField(max_length=80)
    # [["2025-08-01", before, after, basis], …], fen.
    months = models.JSONField()
    total_fen = models.BigIntegerField()
    is_granted = models.BooleanField(default=False)
    path = models.CharField(max_length=60, db_index=True)

    class Meta:
        ordering = ("path", "person__name_pinyin", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("arrears", "person", "entitlement"), name="arrears_line_once_a_person"
            ),
        )


class ArrearsCause(models.Model):
    """One entry that a list was reckoned from."""

    arrears = models.ForeignKey(ArrearsList, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(StandardEntry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("arrears", "entry"), name="arrears_cause_once"),)
