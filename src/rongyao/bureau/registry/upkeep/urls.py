"""Addresses of upkeep: under /desk/ for the staff, under /me/ for the person."""

from django.urls import path

from rongyao.bureau.registry.upkeep.views import joins, own, recoding, retention, sheets

app_name = "upkeep"
urlpatterns = [
    path("desk/upkeep/sheets/", sheets.sheets, name="sheets"),
    path("desk/upkeep/sheets/new/", sheets.issue, name="issue"),
    path("desk/upkeep/sheets/read/", sheets.read, name="read"),
    path("desk/upkeep/sheets/<int:sheet_id>/", sheets.sheet, name="sheet"),
    path("desk/upkeep/sheets/<int:sheet_id>/apply/", sheets.apply, name="apply"),
    path("desk/upkeep/sheets/<int:sheet_id>/undo/", sheets.undo, name="undo"),
    path("desk/upkeep/sheets/<int:sheet_id>/discard/", sheets.discard, name="discard"),
    path("desk/upkeep/doubles/", joins.doubles, name="doubles"),
    path("desk/upkeep/doubles/<int:first_id>/<int:second_id>/", joins.compare, name="compare"),
    path("desk/upkeep/doubles/<int:first_id>/<int:second_id>/different/", joins.different, name="different"),
    path("desk/upkeep/joinings/", joins.joinings, name="joinings"),
    path("desk/upkeep/joinings/<int:joining_id>/", joins.joining, name="joining"),
    path("desk/upkeep/joinings/<int:joining_id>/part/", joins.part, name="part"),
    path("desk/upkeep/recode/", recoding.recode, name="recode"),
    path("desk/upkeep/stranded/", recoding.stranded, name="stranded"),
    path("desk/upkeep/as-of/", recoding.as_of, name="as_of"),
    path("desk/upkeep/retention/", retention.schedule_page, name="schedule"),
    path("desk/upkeep/disposals/", retention.disposals, name="disposals"),
    path("desk/upkeep/disposals/<int:disposal_id>/", retention.disposal, name="disposal"),
    path("desk/upkeep/erasures/", retention.erasures, name="erasures"),
    path("desk/upkeep/erasures/<int:erasure_id>/", retention.erasure, name="erasure"),
    path("me/data/", own.data, name="my_data"),
    path("me/data/take/xlsx/", own.take, {"form": "xlsx"}, name="take_xlsx"),
    path("me/data/take/json/", own.take, {"form": "json"}, name="take_json"),
]
