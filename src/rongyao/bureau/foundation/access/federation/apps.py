"""The app, and the button it offers to the page of signing in."""

from django.apps import AppConfig


class FederationConfig(AppConfig):
    name = "rongyao.bureau.foundation.access.federation"
    label = "federation"

    def ready(self) -> None:
        from django.urls import reverse

        from rongyao.bureau.foundation.access.federation.configuration import current
        from rongyao.bureau.foundation.access.registrations import OtherWay, register_other_way

        def way() -> OtherWay | None:
            found = current().provider
            if found is None:
                return None
            return OtherWay(found.name, reverse("federation:start"), reverse("federation:out"))

        register_other_way(way)
