"""The app: no tables of its own."""

from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "rongyao.bureau.entitlements.impact"
    label = "impact"
