"""Addresses of the installation."""

from django.urls import path

from rongyao.bureau.config.installation import views

app_name = "installation"
urlpatterns = [
    path("manage/system/", views.system, name="system"),
    path("health/", views.health, name="health"),
]
