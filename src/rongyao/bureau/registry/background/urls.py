"""Addresses of background."""

from django.urls import URLPattern

app_name = "background"
urlpatterns: list[URLPattern] = []
