"""Addresses of the registry, under /desk/."""

from django.urls import path

from rongyao.bureau.registry.views import accounts, corrections, facts, people, rosters

app_name = "registry"
urlpatterns = [
    path("people/", people.people, name="people"),
    path("people/export/", people.people_export, name="people_export"),
    path("people/alike/", people.alike, name="people_alike"),
    path("people/new/", people.person_new, name="person_new"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("people/<int:person_id>/identity/", people.identity, name="identity"),
    path("people/<int:person_id>/move/", people.move, name="move"),
    path("people/<int:person_id>/reveal/<slug:field>/", people.reveal, name="reveal"),
    path("people/<int:person_id>/looks/", people.looks, name="looks"),
    path("people/<int:person_id>/facts/<slug:name>/", facts.fact, name="fact"),
    path("people/<int:person_id>/facts/<slug:name>/withdraw/", facts.fact_withdraw, name="fact_withdraw"),
    path("people/<int:person_id>/account/", accounts.account, name="account"),
    path("people/<int:person_id>/account/slip/", accounts.slip, name="slip"),
    path("people/<int:person_id>/account/unbind/", accounts.unbind, name="unbind"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/<int:correction_id>/", corrections.correction, name="correction"),
    path("stations/", corrections.stations, name="stations"),
    path("import/", rosters.imports, name="imports"),
    path("import/new/", rosters.upload, name="upload"),
    path("import/template/", rosters.empty_template, name="import_template"),
    path("import/<int:roster_id>/", rosters.roster, name="import"),
    path("import/<int:roster_id>/progress/", rosters.progress, name="import_progress"),
    path("import/<int:roster_id>/problems/", rosters.problems, name="import_problems"),
    path("import/<int:roster_id>/rows/", rosters.rows, name="import_rows"),
    path("import/<int:roster_id>/rows/<int:number>/", rosters.row, name="import_row"),
    path("import/<int:roster_id>/rows/<int:number>/choose/", rosters.choose, name="import_choose"),
    path("import/<int:roster_id>/marked/", rosters.marked, name="import_marked"),
    path("import/<int:roster_id>/accept/", rosters.accept, name="import_accept"),
    path("import/<int:roster_id>/discard/", rosters.discard, name="import_discard"),
]
