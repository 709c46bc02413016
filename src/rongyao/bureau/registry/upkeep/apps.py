"""The app, and what it tells the departments below it."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    name = "rongyao.bureau.registry.upkeep"
    label = "upkeep"
