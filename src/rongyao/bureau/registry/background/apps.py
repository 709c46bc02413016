"""The app, and what it tells the departments below it."""

from django.apps import AppConfig


class BackgroundConfig(AppConfig):
    name = "rongyao.bureau.registry.background"
    label = "background"

    def ready(self) -> None:
        """Put the background on a person's file."""
        from rongyao.bureau.registry.background.views.panels import background_panel
        from rongyao.bureau.registry.registrations import add_file_panel

        add_file_panel(background_panel)
