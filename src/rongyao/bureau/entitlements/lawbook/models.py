"""Statute texts as a bureau imported them. None is shipped: the product carries summaries of its own."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Statute(models.Model):
    """One text of one statute, by title and the day of this version."""

    title = models.CharField(max_length=120)
    dated_on = models.DateField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    # What stands before the first article: who issued it, when it was amended.
    preamble = models.TextField(blank=True)
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    imported_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("title", "-dated_on")
        constraints = (models.UniqueConstraint(fields=("title", "dated_on"), name="statute_version_once"),)

    def __str__(self) -> str:
        return f"{self.title} ({self.dated_on})"


class StatuteArticle(models.Model):
    """One article's own words."""

    statute = models.ForeignKey(Statute, on_delete=models.CASCADE, related_name="articles")
    # "25", or "120-1" for 第一百二十条之一.
    number = models.CharField(max_length=10)
    position = models.PositiveIntegerField()
    chapter = models.CharField(max_length=120, blank=True)
    text = models.TextField()

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("statute", "number"), name="statute_article_once"),)
