"""The app that carries the look: static files, base templates, the parts, the tags."""

from __future__ import annotations

from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "rongyao.bureau.foundation.ui"
    label = "ui"
    verbose_name = "User interface"
