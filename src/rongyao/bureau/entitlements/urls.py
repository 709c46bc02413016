from __future__ import annotations

from django.urls import URLPattern

app_name = "entitlements"
urlpatterns: list[URLPattern] = []
