"""The app, and what it tells the departments below it."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "rongyao.bureau.registry.organisations"
    label = "organisations"
