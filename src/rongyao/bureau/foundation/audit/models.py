"""The record of every act. Append-only by trigger, each row chained to the one before."""

from __future__ import annotations

from django.db import models


class Event(models.Model):
    """One act: who, when, what, on what. No foreign keys, so the record outlives its subjects.

    ``prev_hash`` and ``hash`` are written by the database trigger, never by us.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    by_id = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=80)
    by_role = models.CharField(max_length=60, blank=True)
    verb = models.CharField(max_length=60, db_index=True)
    subject = models.CharField(max_length=80, blank=True)
    person_id = models.BigIntegerField(null=True, db_index=True)
    path = models.CharField(max_length=60, blank=True, db_index=True)
    detail = models.JSONField(default=dict)
    prev_hash = models.CharField(max_length=64, default="")
    hash = models.CharField(max_length=64, default="")

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("person_id", "-id"), name="audit_by_person"),)
