"""Addresses of the background: under /desk/ for the staff, one page under /me/ for the person."""

from django.urls import path

from rongyao.bureau.registry.background.views import entries, lists, panels

app_name = "background"
urlpatterns = [
    path("desk/background/of/<int:person_id>/", entries.person, name="person"),
    path("desk/background/of/<int:person_id>/new/spell/", entries.spell_new, name="spell_new"),
    path("desk/background/of/<int:person_id>/new/group/", entries.group_new, name="group_new"),
    path("desk/background/of/<int:person_id>/new/<slug:kind>/", entries.entry_new, name="entry_new"),
    path("desk/background/of/<int:person_id>/months/<slug:kind>/", entries.write_total, name="write_total"),
    path("desk/background/occupations/", entries.occupations, name="occupations"),
    path("desk/background/<slug:kind>/<int:entry_id>/", entries.entry_change, name="entry_change"),
    path("desk/background/<slug:kind>/<int:entry_id>/end/", entries.entry_end, name="entry_end"),
    path("desk/groups/", lists.groups, name="groups"),
    path("desk/groups/export/", lists.groups_export, name="groups_export"),
    path("desk/groups/suggested/", lists.suggested, name="suggested"),
    path("desk/groups/figures/", lists.figures, name="figures"),
    path("desk/licences/", lists.licences, name="licences"),
    path("desk/licences/export/", lists.licences_export, name="licences_export"),
    path("me/background/", panels.mine, name="mine"),
]
