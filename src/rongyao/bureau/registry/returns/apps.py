"""The app, and what it tells the departments below it."""

from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "rongyao.bureau.registry.returns"
    label = "returns"
