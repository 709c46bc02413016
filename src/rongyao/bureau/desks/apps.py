from django.apps import AppConfig
from django.urls import reverse


class DesksConfig(AppConfig):
    name = "rongyao.bureau.desks"
    label = "desks"

    def ready(self) -> None:
        """Tell the departments below where a person's own pages begin."""
        from rongyao.bureau.foundation.files import registrations as files

        files.register_own_home(lambda: reverse("desks:me"))
