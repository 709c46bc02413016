"""The app, and the work a closed round makes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoundsConfig(AppConfig):
    name = "rongyao.bureau.placement.rounds"
    label = "rounds"

    def ready(self) -> None:
        from rongyao.bureau.foundation.access.rules import Permission
        from rongyao.bureau.foundation.queue.rules import Kind, declare
        from rongyao.bureau.placement.rounds.rules import ITEM_GO_ON

        declare(
            Kind(
                code=ITEM_GO_ON,
                title=_("Round of placement: %(title)s"),
                action=_("Go on with it"),
                permission=Permission.PLACEMENT_KEEP,
                url_name="rounds:round",
            )
        )
