"""The app: tells access whose token a request carries."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "rongyao.bureau.foundation.api"
    label = "api"

    def ready(self) -> None:
        from rongyao.bureau.foundation.access.registrations import register_bearer_lookup
        from rongyao.bureau.foundation.api.queries import user_of_token

        register_bearer_lookup(user_of_token)
