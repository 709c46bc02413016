"""The app: what was worked out, and how far it is."""

from django.apps import AppConfig


class ImpactConfig(AppConfig):
    name = "rongyao.bureau.entitlements.impact"
    label = "impact"
