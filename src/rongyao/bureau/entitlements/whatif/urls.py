"""Addresses of what-if, under /desk/."""

from django.urls import path

from rongyao.bureau.entitlements.whatif import views

app_name = "whatif"
urlpatterns = [
    path("desk/whatif/", views.scenarios, name="scenarios"),
    path("desk/whatif/<int:pk>/", views.scenario, name="scenario"),
    path("desk/whatif/<int:pk>/change/", views.change, name="change"),
    path("desk/whatif/<int:pk>/drop/", views.drop, name="drop"),
    path("desk/whatif/<int:pk>/work/", views.work_out, name="work_out"),
    path("desk/whatif/<int:pk>/progress/", views.progress, name="progress"),
    path("desk/whatif/<int:pk>/stop/", views.stop, name="stop"),
    path("desk/whatif/<int:pk>/export/", views.export, name="export"),
]
