"""Addresses of the records of placements: at the desk, and for everybody."""

from django.urls import path

from rongyao.bureau.placement.results.views import desk, public

app_name = "placement"
urlpatterns = [
    path("desk/placement/", desk.records, name="records"),
    path("desk/placement/keep/", desk.keep, name="keep"),
    path("desk/placement/<int:record_id>/", desk.record, name="record"),
    path("desk/placement/<int:record_id>/publish/", desk.publish, name="publish"),
    path("desk/placement/<int:record_id>/drop/", desk.drop, name="drop"),
    path("desk/placement/<int:record_id>/withdraw/", desk.withdraw, name="withdraw"),
    path("placement/", public.results, name="results"),
    path("placement/check/", public.checking, name="checking"),
    path("placement/check/<str:name>/", public.program, name="program"),
    path("placement/<int:record_id>/", public.result, name="result"),
    path("placement/<int:record_id>/posts/", public.posts, name="posts"),
    path("placement/<int:record_id>/export/", public.export, name="export"),
    path("placement/<int:record_id>/record/", public.bundle, name="bundle"),
    path("placement/<int:record_id>/folder/", public.folder, name="folder"),
]
