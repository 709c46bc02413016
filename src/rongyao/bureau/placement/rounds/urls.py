"""Addresses of rounds, at the desk and for the person."""

from django.urls import path

from rongyao.bureau.placement.rounds.views import own, parts, people, rounds, stages

app_name = "rounds"
ONE = "desk/placement/rounds/<int:round_id>/"
urlpatterns = [
    path("desk/placement/rounds/", rounds.rounds, name="rounds"),
    path("desk/placement/rounds/open/", rounds.open_round, name="open"),
    path(ONE, rounds.one, name="round"),
    path(f"{ONE}change/", rounds.change, name="change"),
    path(f"{ONE}give-up/", rounds.give_up, name="give_up"),
    path(f"{ONE}add/<slug:part>/", parts.add, name="add"),
    path(f"{ONE}remove/<slug:part>/", parts.remove, name="remove"),
    path(f"{ONE}tables/", parts.tables, name="tables"),
    path(f"{ONE}preflight/", stages.preflight, name="preflight"),
    path(f"{ONE}preflight/export/", stages.preflight_export, name="preflight_export"),
    path(f"{ONE}close/", stages.close, name="close"),
    path(f"{ONE}progress/", stages.progress, name="progress"),
    path(f"{ONE}folder/", stages.folder, name="folder"),
    path(f"{ONE}sign/", stages.sign, name="sign"),
    path(f"{ONE}draw/", stages.draw, name="draw"),
    path(f"{ONE}people/", people.people, name="people"),
    path(f"{ONE}people/export/", people.export, name="people_export"),
    path(f"{ONE}people/<int:entrant_id>/receipt/", people.receipt, name="receipt"),
    path(f"{ONE}people/<int:entrant_id>/receipt/file/", people.receipt_file, name="receipt_file"),
    path(f"{ONE}receipts/", people.receipts, name="receipts"),
    path("me/placement/", own.mine, name="mine"),
    path("me/placement/<int:entrant_id>/receipt/", own.receipt_file, name="own_receipt"),
    path("me/placement/<int:entrant_id>/total/", own.total_file, name="own_total"),
]
