"""Addresses of notices: the desk's outbox, the person's box, and where a gateway reports."""

from django.urls import path

from rongyao.bureau.foundation.notices import views

app_name = "notices"
urlpatterns = [
    path("desk/messages/", views.outbox.outbox, name="outbox"),
    path("desk/messages/export/", views.outbox.export, name="export"),
    path("desk/messages/kinds/", views.outbox.kinds, name="kinds"),
    path("desk/messages/settings/", views.outbox.settings_page, name="settings"),
    path("desk/messages/<int:message_id>/", views.one.message, name="message"),
    path("desk/messages/<int:message_id>/visit/", views.one.visit, name="visit"),
    path("desk/messages/<int:message_id>/handed/", views.one.handed, name="handed"),
    path("desk/messages/<int:message_id>/cancel/", views.one.cancel, name="cancel"),
    path("desk/messages/<int:message_id>/again/", views.one.again, name="again"),
    path("desk/messages/to/<int:person_id>/", views.writing.write, name="write"),
    path("desk/messages/to/<int:person_id>/wishes/", views.writing.wishes, name="wishes"),
    path("desk/messages/many/", views.many.batches, name="batches"),
    path("desk/messages/many/new/", views.many.prepare, name="prepare"),
    path("desk/messages/many/<int:batch_id>/", views.many.batch, name="batch"),
    path("desk/messages/many/<int:batch_id>/start/", views.many.start, name="start"),
    path("desk/messages/many/<int:batch_id>/stop/", views.many.stop, name="stop"),
    path("desk/messages/many/<int:batch_id>/progress/", views.many.progress_part, name="progress"),
    path("me/messages/", views.own.messages_list, name="own"),
    path("me/messages/how/", views.own.how, name="own_wishes"),
    path("me/messages/<int:message_id>/", views.own.message, name="own_message"),
    path("notices/report/", views.own.report, name="report"),
]
