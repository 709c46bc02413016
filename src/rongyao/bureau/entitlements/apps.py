"""The app, the work it makes, and what it tells the registry."""

from __future__ import annotations

from pathlib import Path

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
        self._declare_messages()
        self._declare_papers()

    def _declare_papers(self) -> None:
        """A paper asked for can be handed in for its proposal, and makes work when it comes."""
        from rongyao.bureau.entitlements.actions.proposals import ITEM_PAPER
        from rongyao.bureau.entitlements.papers import SUBJECT
        from rongyao.bureau.foundation.access.rules import Permission
        from rongyao.bureau.foundation.files import registrations as files
        from rongyao.bureau.foundation.queue.rules import Kind, declare

        files.declare(SUBJECT)
        declare(
            Kind(
                code=ITEM_PAPER,
                title=_("A paper came, %(entitlement_en)s: %(name)s"),
                action=_("Look at the paper"),
                permission=Permission.PROPOSAL_DECIDE,
                url_name="entitlements:proposal",
            )
        )

    def _declare_messages(self) -> None:
        """What this department writes to people. The articles behind the days: see clock.periods."""
        from rongyao.bureau.entitlements.actions.letters import READY, RECEIVED
        from rongyao.bureau.foundation.notices.registrations import Kind, declare

        params = {"number": _("Number of the letter"), "station": _("Whom to ask: station and telephone")}
        folder = Path(__file__).parent / "messages"
        declare(Kind(code=READY, title=_("A letter is ready"), folder=folder, params=params))
        received = {**params, "day": _("Day")}
        declare(Kind(code=RECEIVED, title=_("A letter was received"), folder=folder, params=received))

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
