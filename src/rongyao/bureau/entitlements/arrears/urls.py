"""Addresses of arrears, under /desk/."""

from django.urls import path

from rongyao.bureau.entitlements.arrears import views

app_name = "arrears"
urlpatterns = [
    path("desk/arrears/", views.lists, name="lists"),
    path("desk/arrears/new/", views.reckon, name="reckon"),
    path("desk/arrears/<int:pk>/", views.one, name="list"),
    path("desk/arrears/<int:pk>/export/", views.export, name="export"),
    path("desk/arrears/<int:pk>/aside/", views.set_aside, name="set_aside"),
    path("desk/arrears/lines/<int:pk>/", views.line, name="line"),
]
