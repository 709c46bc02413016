"""The app, and the work a waiting choice makes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReadingsConfig(AppConfig):
    name = "rongyao.bureau.entitlements.readings"
    label = "readings"

    def ready(self) -> None:
        from rongyao.bureau.entitlements.readings.actions import ITEM_CONFIRM
        from rongyao.bureau.foundation.access.rules import Permission
        from rongyao.bureau.foundation.queue.rules import Kind, declare

        declare(
            Kind(
                code=ITEM_CONFIRM,
                title=_("Reading chosen: %(reading_en)s"),
                action=_("Check and confirm"),
                permission=Permission.STANDARD_CONFIRM,
                url_name="readings:choice",
            )
        )
