"""Addresses of impact, under /desk/standards/."""

from django.urls import path

from rongyao.bureau.entitlements.impact import views

app_name = "impact"
urlpatterns = [
    path("desk/standards/entries/<int:pk>/impact/", views.entry, name="entry"),
    path("desk/standards/entries/<int:pk>/impact/export/", views.entry_export, name="entry_export"),
    path("desk/standards/impact/<int:pk>/progress/", views.progress, name="progress"),
    path("desk/standards/impact/<int:pk>/stop/", views.stop, name="stop"),
]
