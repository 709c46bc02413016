"""Addresses of differences, under /desk/."""

from django.urls import path

from rongyao.bureau.entitlements.differences import views

app_name = "differences"
urlpatterns = [
    path("desk/differences/", views.differences, name="differences"),
    path("desk/differences/export/", views.export, name="export"),
]
