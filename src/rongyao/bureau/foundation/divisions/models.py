"""Administrative divisions, each with the dates between which its code and name held."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Division(models.Model):
    """One city, town or village community in one vintage. A recoded unit is a new row."""

    class Level(models.TextChoices):
        CITY = "city", _("City")
        TOWN = "town", _("Town")
        VILLAGE = "village", _("Village or community")

    code = models.CharField(max_length=12)
    name = models.CharField(max_length=60)
    short_name = models.CharField(max_length=40)
    level = models.CharField(max_length=10, choices=Level.choices)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    # Codes from the city down, each closed by "/": a scope is a prefix of a path.
    path = models.CharField(max_length=60, db_index=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("path", "valid_from")
        constraints = (
            models.UniqueConstraint(fields=("code", "valid_from"), name="division_code_once_a_vintage"),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
                name="division_ends_after_it_begins",
            ),
        )

    def __str__(self) -> str:
        return self.name
