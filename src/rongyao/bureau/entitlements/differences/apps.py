"""The app: no tables of its own."""

from django.apps import AppConfig


class DifferencesConfig(AppConfig):
    name = "rongyao.bureau.entitlements.differences"
    label = "differences"
