"""The app, and what it tells the departments below it."""

from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    name = "rongyao.bureau.registry.families"
    label = "families"

    def ready(self) -> None:
        """Tell access whom a helper may act for; put the family on a person's file."""
        from rongyao.bureau.foundation.access.registrations import register_helped_lookup
        from rongyao.bureau.registry.families.queries import helped_by
        from rongyao.bureau.registry.families.views.panels import family_panel
        from rongyao.bureau.registry.registrations import add_file_panel

        register_helped_lookup(helped_by)
        add_file_panel(family_panel)
