"""The app: no tables, nothing to tell anybody."""

from django.apps import AppConfig


class AskingConfig(AppConfig):
    name = "rongyao.bureau.entitlements.asking"
    label = "asking"
