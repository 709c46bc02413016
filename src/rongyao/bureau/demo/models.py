"""The day on which the synthetic city was first built: a later run gives the same people."""

from __future__ import annotations

from django.db import models
from django.utils import timezone


class City(models.Model):
    """One row at most: what the city was built from."""

    first_run_on = models.DateField()
    seed = models.BigIntegerField()
    people = models.PositiveIntegerField()
    built_at = models.DateTimeField(default=timezone.now)
    # When the worklists were filled (demo.scenes); None while that waits.
    staged_at = models.DateTimeField(null=True, blank=True)
