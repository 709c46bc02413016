"""The app."""

from django.apps import AppConfig


class InstallationConfig(AppConfig):
    name = "rongyao.bureau.config.installation"
    label = "installation"
