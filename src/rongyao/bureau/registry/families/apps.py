"""The app, and what it tells the departments below it."""

from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    name = "rongyao.bureau.registry.families"
    label = "families"

    def ready(self) -> None:
        """Tell access whom a helper may act for; put the family on a person's file."""
        from rongyao.bureau.foundation.access.registrations import register_helped_lookup
        from rongyao.bureau.foundation.secrets.registrations import declare_blinded
        from rongyao.bureau.registry.families.models import HelperAgreement, HelperSlip, Kin
        from rongyao.bureau.registry.families.queries import helped_by
        from rongyao.bureau.registry.families.views.panels import family_panel
        from rongyao.bureau.registry.models import id_index_of, phone_index_of
        from rongyao.bureau.registry.registrations import add_file_panel

        register_helped_lookup(helped_by)
        declare_blinded(Kin, "id_index", lambda row: id_index_of(row.id_number or ""))
        declare_blinded(Kin, "phone_index", lambda row: phone_index_of(row.phone or ""))
        declare_blinded(
            HelperAgreement, "id_index", why_never="no number of a helper is kept; a year at most"
        )
        declare_blinded(HelperSlip, "code_digest", why_never="no code is kept; a slip runs out after a week")
        add_file_panel(family_panel)
