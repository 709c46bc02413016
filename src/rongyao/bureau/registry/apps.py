from pathlib import Path

from django.apps import AppConfig
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    name = "rongyao.bureau.registry"
    label = "registry"

    def ready(self) -> None:
        """Tell access whose own file a user may read; declare the work this department makes."""
        from rongyao.bureau.foundation.access.registrations import register_person_lookup
        from rongyao.bureau.foundation.access.rules import Permission
        from rongyao.bureau.foundation.queue.rules import Kind, declare
        from rongyao.bureau.registry.actions.corrections import ASKED
        from rongyao.bureau.registry.actions.rosters import READ
        from rongyao.bureau.registry.blind_indexes import declare_blind_indexes
        from rongyao.bureau.registry.queries import person_of_user

        register_person_lookup(person_of_user)
        self._tell_notices()
        self._tell_files()
        declare_blind_indexes()
        declare(
            Kind(
                code=READ,
                title=_("Roster read: %(file)s, %(rows)s rows"),
                action=_("Look through and decide"),
                permission=Permission.ROSTER_IMPORT,
                url_name="registry:import",
            )
        )
        declare(
            Kind(
                code=ASKED,
                title=_("%(name)s says: this is wrong"),
                action=_("Look into it"),
                permission=Permission.CORRECTION_DECIDE,
                url_name="registry:correction",
            )
        )

    def _tell_notices(self) -> None:
        """Who the people are, who visits them, what this department writes to them."""
        from rongyao.bureau.foundation.notices import registrations as notices
        from rongyao.bureau.registry import recipients
        from rongyao.bureau.registry.actions.corrections import ANSWERED
        from rongyao.bureau.registry.registrations import add_file_panel

        notices.register_people(recipients.PEOPLE)
        notices.add_follow_up(recipients.visit_by_the_station)
        add_file_panel(recipients.messages_panel)
        notices.declare(
            notices.Kind(
                code=ANSWERED,
                title=_("A correction was answered"),
                folder=Path(__file__).parent / "messages",
                params={"day": _("Day"), "station": _("Whom to ask: station and telephone")},
            )
        )

    def _tell_files(self) -> None:
        """What papers can be handed in for."""
        from rongyao.bureau.foundation.files import registrations as files
        from rongyao.bureau.registry import papers
        from rongyao.bureau.registry.registrations import add_file_panel

        for subject in papers.SUBJECTS:
            files.declare(subject)
        files.register_person_page(lambda person_id: reverse("registry:person", args=[person_id]))
        add_file_panel(papers.papers_panel)
