"""Addresses of organisations: under /desk/ for the staff, under /org/ for whoever speaks for one."""

from django.urls import path

from rongyao.bureau.registry.organisations.views import (
    imports,
    keeping,
    lists,
    own,
    representatives,
    requests,
    stations,
)

app_name = "organisations"
ROOT = "desk/organisations/"
urlpatterns = [
    path(ROOT, lists.organisations, name="organisations"),
    path(f"{ROOT}export/", lists.export, name="export"),
    path(f"{ROOT}industries/", keeping.industries, name="industries"),
    path(f"{ROOT}doubles/", lists.doubles, name="doubles"),
    path(f"{ROOT}doubles/<int:first_id>/<int:second_id>/", lists.merge, name="merge"),
    path(f"{ROOT}doubles/<int:first_id>/<int:second_id>/apart/", lists.tell_apart, name="tell_apart"),
    path(f"{ROOT}new/<slug:kind>/", keeping.organisation_new, name="new"),
    path(f"{ROOT}<int:organisation_id>/", keeping.organisation, name="organisation"),
    path(f"{ROOT}<int:organisation_id>/change/", keeping.organisation_change, name="change"),
    path(f"{ROOT}<int:organisation_id>/close/", keeping.organisation_close, name="close"),
    path(f"{ROOT}<int:organisation_id>/reopen/", keeping.organisation_reopen, name="reopen"),
    path(f"{ROOT}<int:organisation_id>/part/", lists.part, name="part"),
    path(f"{ROOT}<int:organisation_id>/appoint/", representatives.appoint, name="appoint"),
    path(f"{ROOT}representatives/<int:representative_id>/slip/", representatives.slip, name="slip"),
    path(f"{ROOT}representatives/<int:representative_id>/end/", representatives.end, name="end"),
    path(f"{ROOT}requests/", requests.requests, name="requests"),
    path(f"{ROOT}requests/<int:request_id>/", requests.request_one, name="request"),
    path(f"{ROOT}import/", imports.imports, name="imports"),
    path(f"{ROOT}import/new/", imports.upload, name="upload"),
    path(f"{ROOT}import/template/<slug:kind>/", imports.template, name="template"),
    path(f"{ROOT}import/<int:import_id>/", imports.listing, name="import"),
    path(f"{ROOT}import/<int:import_id>/reasons/", imports.reasons, name="reasons"),
    path(f"{ROOT}import/<int:import_id>/rows/<int:number>/choose/", imports.choose, name="choose"),
    path(f"{ROOT}import/<int:import_id>/accept/", imports.accept, name="accept"),
    path(f"{ROOT}import/<int:import_id>/discard/", imports.discard, name="discard"),
    path(f"{ROOT}stations/", stations.stations, name="stations"),
    path(f"{ROOT}stations/<int:station_id>/", stations.station, name="station"),
    path("org/", own.own, name="own"),
    path("org/activate/", representatives.activate, name="activate"),
    path("org/<int:organisation_id>/", own.own_one, name="own_one"),
    path("org/<int:organisation_id>/keep/", own.own_keep, name="own_keep"),
    path("org/<int:organisation_id>/ask/<slug:field>/", own.own_ask, name="own_ask"),
    path("org/<int:organisation_id>/ask/<int:request_id>/withdraw/", own.own_withdraw, name="own_withdraw"),
]
