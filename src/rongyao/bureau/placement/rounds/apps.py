"""The app, the work a closed round makes, and what people in it are told."""

from pathlib import Path

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
        self._declare_messages()

    def _declare_messages(self) -> None:
        from rongyao.bureau.foundation.notices.registrations import Kind, declare
        from rongyao.bureau.placement.results.registrations import on_published
        from rongyao.bureau.placement.rounds.actions import telling

        params = {"title": _("Title"), "station": _("Whom to ask: station and telephone")}
        folder = Path(__file__).parent / "messages"
        declare(
            Kind(code=telling.KIND, title=_("The result of a round is public"), folder=folder, params=params)
        )
        on_published(telling.on_published)
