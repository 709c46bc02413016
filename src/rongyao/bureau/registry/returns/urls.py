"""Addresses of returns."""

from django.urls import path

from rongyao.bureau.registry.returns import views

app_name = "returns"
urlpatterns = [
    path("desk/returns/", views.forms, name="forms"),
    path("desk/returns/add/", views.add, name="add"),
    path("desk/returns/<slug:code>/", views.form, name="form"),
    path("desk/returns/<slug:code>/back/", views.take_back, name="take_back"),
    path("desk/returns/<slug:code>/mapping/", views.mapping, name="mapping"),
]
