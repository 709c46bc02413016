"""The app, and what it tells the departments below it."""

from django.apps import AppConfig


class BackgroundConfig(AppConfig):
    name = "rongyao.bureau.registry.background"
    label = "background"
