from django.urls import path

from rongyao.bureau.foundation.access.federation import views

app_name = "federation"
urlpatterns = [
    path("sign-in/directory/", views.start, name="start"),
    path("sign-in/directory/back/", views.back, name="back"),
    path("sign-in/directory/out/", views.out, name="out"),
    path("manage/identities/", views.identities, name="identities"),
    path("manage/identities/<int:number>/", views.identity, name="identity"),
]
