"""Addresses of tables, under /desk/standards/."""

from django.urls import path

from rongyao.bureau.entitlements.tables import views

app_name = "tables"
urlpatterns = [
    path("desk/standards/tables/", views.tables, name="tables"),
    path("desk/standards/tables/enter/<slug:name>/", views.enter, name="enter"),
    path("desk/standards/tables/book/<slug:name>/", views.book, name="book"),
    path("desk/standards/tables/upload/<slug:name>/", views.upload, name="upload"),
    path("desk/standards/tables/<int:pk>/", views.table, name="table"),
    path("desk/standards/tables/<int:pk>/impact/", views.impact, name="impact"),
    path("desk/standards/tables/<int:pk>/impact/export/", views.impact_export, name="impact_export"),
    path("desk/standards/tables/<int:pk>/confirm/", views.confirm, name="confirm"),
    path("desk/standards/tables/<int:pk>/refuse/", views.refuse, name="refuse"),
    path("desk/standards/tables/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
