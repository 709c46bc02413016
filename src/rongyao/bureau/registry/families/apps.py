"""The app, and what it tells the departments below it."""

from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    name = "rongyao.bureau.registry.families"
    label = "families"
