"""Addresses of readings, under /desk/."""

from django.urls import path

from rongyao.bureau.entitlements.readings import views

app_name = "readings"
urlpatterns = [
    path("desk/readings/", views.readings, name="readings"),
    path("desk/readings/enter/", views.enter, name="enter"),
    path("desk/readings/<int:pk>/", views.choice, name="choice"),
    path("desk/readings/<int:pk>/impact/", views.impact, name="impact"),
    path("desk/readings/<int:pk>/impact/export/", views.impact_export, name="impact_export"),
    path("desk/readings/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("desk/readings/<int:pk>/refuse/", views.refuse, name="refuse"),
    path("desk/readings/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
