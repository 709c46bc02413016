"""The app, and what it tells the departments below it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    name = "rongyao.bureau.registry.organisations"
    label = "organisations"

    def ready(self) -> None:
        """Tell access whom a user represents; declare the work this department makes."""
        from rongyao.bureau.foundation.access.registrations import register_seats_lookup
        from rongyao.bureau.foundation.access.rules import Permission
        from rongyao.bureau.foundation.queue.rules import Kind, declare
        from rongyao.bureau.foundation.secrets.registrations import declare_blinded
        from rongyao.bureau.registry.organisations.actions.changes import ASKED
        from rongyao.bureau.registry.organisations.models import Representative, RepresentativeSlip
        from rongyao.bureau.registry.organisations.queries import seats_of

        register_seats_lookup(seats_of)
        declare_blinded(Representative, "id_index", why_never="no number of a representative is kept")
        declare_blinded(
            RepresentativeSlip, "code_digest", why_never="no code is kept; a slip runs out after a week"
        )
        declare(
            Kind(
                code=ASKED,
                title=_("%(name)s asks for another name or credit code"),
                action=_("Look and answer"),
                permission=Permission.ORGANISATION_EDIT,
                url_name="organisations:request",
            )
        )
