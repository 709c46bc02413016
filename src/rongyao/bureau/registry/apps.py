from django.apps import AppConfig
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
        from rongyao.bureau.registry.queries import person_of_user

        register_person_lookup(person_of_user)
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
