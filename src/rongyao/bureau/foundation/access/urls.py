from django.urls import path

from rongyao.bureau.foundation.access import views

app_name = "access"
urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("sign-in/code/", views.code, name="code"),
    path("sign-in/enrol/", views.enrol, name="enrol"),
    path("sign-out/", views.sign_out, name="sign_out"),
    path("link/<str:token>/", views.link, name="link"),
    path("password/", views.password, name="password"),
    path("manage/users/", views.users, name="users"),
    path("manage/users/new/", views.user_new, name="user_new"),
    path("manage/users/<int:user_id>/", views.user, name="user"),
    path("manage/users/<int:user_id>/appoint/", views.appoint, name="appoint"),
    path("manage/appointments/<int:appointment_id>/end/", views.end, name="end"),
    path("manage/users/<int:user_id>/link/", views.issue_link, name="issue_link"),
    path("manage/users/<int:user_id>/totp/", views.reset_totp, name="reset_totp"),
    path("manage/users/<int:user_id>/active/", views.set_active, name="set_active"),
    path("manage/roles/", views.roles, name="roles"),
]
