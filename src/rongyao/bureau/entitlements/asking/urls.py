"""Addresses of asking: one, for everybody."""

from django.urls import path

from rongyao.bureau.entitlements.asking import views

app_name = "asking"
urlpatterns = [path("what-am-i-due/", views.ask, name="ask")]
