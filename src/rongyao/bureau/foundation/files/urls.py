"""Addresses of files: the desk's papers, the held ones, the person's own."""

from django.urls import path

from rongyao.bureau.foundation.files import views

app_name = "files"
urlpatterns = [
    path("desk/papers/", views.desk.papers, name="papers"),
    path("desk/papers/export/", views.desk.export, name="export"),
    path("desk/papers/to/<str:label>/<int:number>/", views.desk.attach, name="attach"),
    path("desk/papers/<int:file_id>/open/", views.desk.open_file, name="open"),
    path("desk/papers/<int:file_id>/destroy/", views.desk.destroy, name="destroy"),
    path("desk/papers/held/", views.held.held, name="held"),
    path("desk/papers/held/<int:file_id>/", views.held.release, name="release"),
    path("desk/papers/held/<int:file_id>/check/", views.held.check, name="check"),
    path("me/papers/", views.own.papers, name="own"),
    path("me/papers/to/<str:label>/<int:number>/", views.own.hand_in, name="hand_in"),
    path("me/papers/<int:file_id>/open/", views.own.open_file, name="own_open"),
]
