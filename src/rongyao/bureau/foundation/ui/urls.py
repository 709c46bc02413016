"""Addresses of the look: the switches, the pages about the service, the style guide."""

from __future__ import annotations

from django.urls import path

from rongyao.bureau.foundation.ui import views

app_name = "ui"
urlpatterns = [
    path("view/", views.switch, name="view"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("help/", views.help_page, name="help"),
    path("offline/", views.offline, name="offline"),
    path("ui/kit/", views.kit, name="kit"),
    path("ui/kit/<slug:page>/", views.kit, name="kit_page"),
]
