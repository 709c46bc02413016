"""Addresses of the administrator's page of tokens."""

from django.urls import path

from rongyao.bureau.foundation.api import views

app_name = "api"
urlpatterns = [
    path("manage/tokens/", views.tokens, name="tokens"),
    path("manage/tokens/<int:token_id>/revoke/", views.revoke, name="revoke"),
]
