"""The app: the day of choosing."""

from django.apps import AppConfig


class SittingsConfig(AppConfig):
    name = "rongyao.bureau.placement.sittings"
    label = "sittings"
