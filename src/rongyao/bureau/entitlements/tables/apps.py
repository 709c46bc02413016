"""The app, and the work a waiting table makes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TablesConfig(AppConfig):
    name = "rongyao.bureau.entitlements.tables"
    label = "tables"

    def ready(self) -> None:
        from rongyao.bureau.entitlements.tables.actions import ITEM_CONFIRM
        from rongyao.bureau.foundation.access.rules import Permission
        from rongyao.bureau.foundation.queue.rules import Kind, declare

        declare(
            Kind(
                code=ITEM_CONFIRM,
                title=_("Table entered: %(standard_en)s"),
                action=_("Check and confirm"),
                permission=Permission.STANDARD_CONFIRM,
                url_name="tables:table",
            )
        )
