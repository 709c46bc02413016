"""The app, and what it tells the departments below it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UpkeepConfig(AppConfig):
    name = "rongyao.bureau.registry.upkeep"
    label = "upkeep"

    def ready(self) -> None:
        """Let old numbers lead to the joined file; show on a file what it was."""
        from rongyao.bureau.registry.registrations import add_file_panel, register_joined_files
        from rongyao.bureau.registry.upkeep.queries.joins import joined_into, once_numbered
        from rongyao.bureau.registry.upkeep.views.panels import upkeep_panel

        register_joined_files(once_numbered, joined_into)
        add_file_panel(upkeep_panel)
        _declare_work()


def _declare_work() -> None:
    """The work items of this department."""
    from rongyao.bureau.foundation.access.rules import Permission
    from rongyao.bureau.foundation.queue.rules import Kind, declare
    from rongyao.bureau.registry.upkeep.actions import own, retention

    declare(
        Kind(
            code=own.ASKED,
            title=_("%(name)s asks: delete this"),
            action=_("Look into it"),
            permission=Permission.CORRECTION_DECIDE,
            url_name="upkeep:erasure",
        )
    )
    declare(
        Kind(
            code=retention.PROPOSED,
            title=_("%(what_en)s: %(rows)s have run out of time"),
            action=_("Look and decide"),
            permission=Permission.RETENTION_DECIDE,
            url_name="upkeep:disposal",
        )
    )
