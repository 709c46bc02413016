from django.urls import path

from rongyao.bureau.desks import views
from rongyao.bureau.entitlements.views import life

app_name = "desks"
urlpatterns = [
    path("", views.public.home, name="home"),
    path("stations/", views.public.stations, name="stations"),
    path("verify/", views.public.verify, name="verify"),
    path("verify/<str:code>/", views.public.verify, name="verify_code"),
    path("activate/", views.public.activate, name="activate"),
    path("desk/", views.staff.queue, name="queue"),
    path("desk/take/<int:item_id>/", views.staff.take, name="take"),
    path("record/", views.staff.audit, name="audit"),
    path("record/export/", views.staff.audit_export, name="audit_export"),
    path("manage/calendar/", views.staff.calendar, name="calendar"),
    path("me/", views.citizen.me, name="me"),
    path("me/due/", views.citizen.due, name="due"),
    path("me/due/<int:determination_id>/", views.citizen.due_one, name="due_one"),
    path("me/life/", life.my_life, name="my_life"),
    path("me/letters/", views.citizen.letters, name="letters"),
    path("me/letters/<int:letter_id>/", views.citizen.letter, name="letter"),
    path("me/file/", views.citizen.file, name="file"),
    path("me/file/wrong/<str:field>/", views.citizen.wrong, name="wrong"),
    path("me/log/", views.citizen.log, name="log"),
]
