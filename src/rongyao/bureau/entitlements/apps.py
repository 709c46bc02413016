"""The app, the work it makes, and what it tells the registry."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EntitlementsConfig(AppConfig):
    name = "rongyao.bureau.entitlements"
    label = "entitlements"

    def ready(self) -> None:
        """Follow changed facts, show the panel on a person's file, declare the kinds of work."""
        from rongyao.bureau.entitlements.actions.runs import on_facts_changed
        from rongyao.bureau.entitlements.panels import on_file
        from rongyao.bureau.registry import registrations

        registrations.on_facts_changed(on_facts_changed)
        registrations.add_file_panel(on_file)
        self._declare_work()

    def _declare_work(self) -> None:
        from rongyao.bureau.entitlements.actions import letters, proposals, standards
        from rongyao.bureau.foundation.access.rules import Permission
        from rongyao.bureau.foundation.queue.rules import Kind, declare

        # The words name the entitlement in the reader's language: English asks for one parameter, Chinese another.
        person = _("%(entitlement_en)s: %(name)s")
        kinds = (
            (proposals.ITEM_OPEN, person, _("Decide"), Permission.PROPOSAL_DECIDE, "entitlements:proposal"),
            (proposals.ITEM_COUNTERSIGN, person, _("Sign second"), Permission.PROPOSAL_COUNTERSIGN, "entitlements:proposal"),
            (proposals.ITEM_JUDGE, person, _("Judge"), Permission.JUDGEMENT_RECORD, "entitlements:finding"),
            (letters.ITEM_SERVE, _("Letter %(number)s to %(name)s"), _("Serve"), Permission.LETTER_SERVE, "entitlements:letter"),
            (standards.ITEM_CONFIRM, _("Standard entered: %(standard_en)s"), _("Check and confirm"),
             Permission.STANDARD_CONFIRM, "entitlements:standard_entry"),
        )  # fmt: skip
        for code, title, action, permission, url_name in kinds:
            declare(Kind(code=code, title=title, action=action, permission=permission, url_name=url_name))
