"""The app, and what it tells the departments below it."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "rongyao.bureau.foundation.files"
    label = "files"
