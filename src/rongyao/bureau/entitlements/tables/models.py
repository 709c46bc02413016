"""A table of one standard: its cells wait together and are put in use together, as standard entries."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from rongyao.bureau.entitlements.models import StandardEntry

USER = settings.AUTH_USER_MODEL


class StandardTable(models.Model):
    """All cells of one standard from one day under one document. It pays once a second person confirmed it."""

    class State(models.TextChoices):
        ENTERED = "entered", _("Waiting for the second person")
        CONFIRMED = "confirmed", _("In use")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    name = models.CharField(max_length=60)
    level = models.CharField(max_length=10)
    division_code = models.CharField(max_length=12, blank=True)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    document = models.CharField(max_length=160)
    document_no = models.CharField(max_length=80)
    issued_on = models.DateField()
    # [[["6", "duty"], 4962000], …]: the keys in the order of the standard, and fen (or millionths of a rate).
    cells = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.ENTERED)
    entered_by = models.ForeignKey(USER, on_delete=models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(default=timezone.now)
    confirmed_by = models.ForeignKey(USER, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=400, blank=True)
    # What the cells became when they were confirmed.
    entries = models.ManyToManyField(StandardEntry, through="TableCell", related_name="tables")

    class Meta:
        ordering = ("-entered_at", "-id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True)
                | ~models.Q(confirmed_by=models.F("entered_by")),
                name="standard_table_second_person_differs",
            ),
            models.UniqueConstraint(
                fields=("name", "level", "division_code", "starts_on"),
                condition=models.Q(state="entered"),
                name="standard_table_waits_once",
            ),
        )


class TableCell(models.Model):
    """One cell of a table in use: the entry it became."""

    table = models.ForeignKey(StandardTable, on_delete=models.CASCADE, related_name="+")
    entry = models.ForeignKey(StandardEntry, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("table", "entry"), name="table_cell_once"),)
