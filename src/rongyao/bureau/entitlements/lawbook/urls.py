"""Addresses of the law, for everybody."""

from django.urls import path

from rongyao.bureau.entitlements.lawbook import views

app_name = "lawbook"
urlpatterns = [
    path("law/", views.laws, name="laws"),
    path("law/readings/", views.readings, name="readings"),
    path("law/coverage/", views.coverage, name="coverage"),
    path("law/text/<int:pk>/", views.statute, name="statute"),
    path("desk/law/import/", views.take_in, name="import"),
    path("law/<slug:pack>/", views.law, name="law"),
    path("law/<slug:pack>/<str:number>/", views.article, name="article"),
]
