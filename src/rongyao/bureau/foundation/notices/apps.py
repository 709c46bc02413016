"""The app, and what it tells the departments below it."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

TEXTS = Path(__file__).parent / "messages"


class NoticesConfig(AppConfig):
    name = "rongyao.bureau.foundation.notices"
    label = "notices"

    def ready(self) -> None:
        """Declare the kinds anybody may send by hand, and the work a failed message makes."""
        from rongyao.bureau.foundation.access.rules import Permission
        from rongyao.bureau.foundation.notices.actions.steps import VISIT
        from rongyao.bureau.foundation.notices.registrations import Kind, declare
        from rongyao.bureau.foundation.queue import rules as queue

        station = {"station": _("Whom to ask: station and telephone")}
        what, day = {"what": _("What it is for")}, {"day": _("Day and time")}
        for code, title, params in (
            (
                "notices.news",
                _("News"),
                {"about": _("Heading of the message"), "words": _("What to say"), **station},
            ),
            ("notices.come_by", _("Please come to the station"), {**what, **day, **station}),
            (
                "notices.invitation",
                _("Invitation"),
                {**what, **day, "place": _("Where it is held"), **station},
            ),
        ):
            declare(Kind(code=code, title=title, folder=TEXTS, params=params, is_by_hand=True))
        queue.declare(
            queue.Kind(
                code=VISIT,
                title=_("%(name)s could not be told: %(title)s"),
                action=_("Go there or telephone, then say what you found"),
                permission=Permission.NOTICE_SEND,
                url_name="notices:visit",
            )
        )
