"""The app, and what it tells the departments below it."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "rongyao.bureau.foundation.notices"
    label = "notices"
