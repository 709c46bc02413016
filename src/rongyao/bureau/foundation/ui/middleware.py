"""The content policy: nothing inline, nothing from elsewhere. The browser enforces what the templates promise."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'self'",
    )
)

NO_SENSORS = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


class StrictContentPolicy:
    """Puts the policy on every response that does not carry its own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", NO_SENSORS)
        # A counter's computer is shared: what a signed-in page showed is not there for the next one's back button.
        if getattr(getattr(request, "actor", None), "is_signed_in", False):
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response
