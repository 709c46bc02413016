"""The app, and the work a record makes that waits to be published."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResultsConfig(AppConfig):
    name = "rongyao.bureau.placement.results"
    label = "results"

    def ready(self) -> None:
        from rongyao.bureau.foundation.access.rules import Permission
        from rongyao.bureau.foundation.queue.rules import Kind, declare
        from rongyao.bureau.placement.results.actions import ITEM_PUBLISH

        declare(
            Kind(
                code=ITEM_PUBLISH,
                title=_("Record of a placement: %(title)s"),
                action=_("Look at it and publish"),
                permission=Permission.PLACEMENT_PUBLISH,
                url_name="placement:record",
            )
        )
