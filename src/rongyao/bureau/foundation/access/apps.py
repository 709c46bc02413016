from django.apps import AppConfig


class AccessConfig(AppConfig):
    name = "rongyao.bureau.foundation.access"
    label = "access"

    def ready(self) -> None:
        """Every connection to the database is told who asks, from its first query on."""
        from rongyao.bureau.foundation.scope.connection import watch

        watch()
