"""The calendar as entered, and the clocks that run on it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class CalendarYear(models.Model):
    """One State Council notice: the year it fixes, and who entered it."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    document = models.CharField(max_length=200)
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField(default=timezone.now)


class CalendarDay(models.Model):
    """A day that differs from the plain week: a holiday, or a make-up workday."""

    on = models.DateField(primary_key=True)
    is_workday = models.BooleanField()
    name = models.CharField(max_length=40, blank=True)


class RunningClock(models.Model):
    """One deadline that runs: its rule by key, its start and pauses, and the date last computed.

    The date is a cache of ``clock.rules``; entering a calendar recomputes it and says so.
    """

    rule = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, db_index=True)
    person_id = models.BigIntegerField(null=True, db_index=True)
    path = models.CharField(max_length=60, db_index=True)
    started_on = models.DateField()
    pauses = models.JSONField(default=list)
    # None while a pause runs: the end is not known until the count goes on.
    due_on = models.DateField(null=True)
    is_provisional = models.BooleanField(default=False)
    stopped_on = models.DateField(null=True, blank=True)
    moved_note = models.CharField(max_length=200, blank=True)
    computed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("due_on", "id")
        indexes = (models.Index(fields=("stopped_on", "due_on"), name="clock_running_by_due"),)
