"""The app, and what it tells the departments below it."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "rongyao.bureau.foundation.files"
    label = "files"

    def ready(self) -> None:
        """Papers are sealed anew when the key is rotated."""
        from rongyao.bureau.foundation.files import resealing
        from rongyao.bureau.foundation.secrets.registrations import ELSEWHERE, SealedElsewhere

        ELSEWHERE.append(SealedElsewhere("papers", resealing.in_use, resealing.reseal))
