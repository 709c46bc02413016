"""Addresses of the day of choosing: at the desk, and the board for everybody."""

from django.urls import path

from rongyao.bureau.placement.sittings.views import board, desk

app_name = "sittings"
ONE = "desk/placement/rounds/<int:round_id>/"
urlpatterns = [
    path(f"{ONE}day-rules/", desk.day_rules, name="day_rules"),
    path(f"{ONE}begin/", desk.begin, name="begin"),
    path(f"{ONE}sitting/", desk.sitting, name="sitting"),
    path(f"{ONE}sitting/finish/", desk.finish, name="finish"),
    path(f"{ONE}sitting/<slug:verb>/", desk.act, name="act"),
    path("placement/board/<int:round_id>/", board.board, name="board"),
    path("placement/board/<int:round_id>/now/", board.now, name="now"),
]
