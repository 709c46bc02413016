"""Forms a bureau added, and which forms were filled for whom."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class AddedForm(models.Model):
    """A mapping file a bureau uploaded. The latest of a code is in use; earlier ones stay."""

    code = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    zh = models.CharField(max_length=80)
    body = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("code", "-version")
        constraints = (models.UniqueConstraint(fields=("code", "version"), name="added_form_version_once"),)


class Filling(models.Model):
    """A form that left the house: how many people, how many cells could not be filled, why."""

    code = models.CharField(max_length=40)
    path = models.CharField(max_length=60, db_index=True)
    people = models.PositiveIntegerField()
    gaps = models.PositiveIntegerField()
    reason = models.CharField(max_length=160)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("-id",)
