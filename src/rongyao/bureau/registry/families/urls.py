"""Addresses of families: under /desk/ for the staff, under /me/ for the person and the helper."""

from django.urls import path

from rongyao.bureau.registry.families.views import acting, agreements, consent, households, kin, lists

app_name = "families"
urlpatterns = [
    path("desk/families/", lists.kin_list, name="kin_list"),
    path("desk/families/export/", lists.kin_export, name="kin_export"),
    path("desk/families/nobody/", lists.nobody, name="nobody"),
    path("desk/families/nobody/export/", lists.nobody_export, name="nobody_export"),
    path("desk/families/of/<int:person_id>/", kin.family, name="family"),
    path("desk/families/of/<int:person_id>/kin/new/", kin.kin_new, name="kin_new"),
    path("desk/families/of/<int:person_id>/order/", kin.order, name="order"),
    path("desk/families/of/<int:person_id>/household/new/", households.household_new, name="household_new"),
    path(
        "desk/families/of/<int:person_id>/household/join/", households.household_join, name="household_join"
    ),
    path(
        "desk/families/of/<int:person_id>/household/leave/",
        households.household_leave,
        name="household_leave",
    ),
    path("desk/families/of/<int:person_id>/helper/new/", agreements.helper_new, name="helper_new"),
    path("desk/families/kin/<int:kin_id>/", kin.kin_change, name="kin_change"),
    path("desk/families/kin/<int:kin_id>/end/", kin.kin_end, name="kin_end"),
    path("desk/families/kin/<int:kin_id>/link/", kin.kin_link, name="kin_link"),
    path("desk/families/kin/<int:kin_id>/consent/", consent.consent, name="consent"),
    path("desk/families/kin/<int:kin_id>/consent/withdraw/", consent.withdraw, name="withdraw"),
    path("desk/families/kin/<int:kin_id>/ground/", consent.ground, name="ground"),
    path("desk/families/kin/<int:kin_id>/reveal/<slug:field>/", kin.kin_reveal, name="kin_reveal"),
    path("desk/families/helpers/<int:agreement_id>/slip/", agreements.slip, name="slip"),
    path("desk/families/helpers/<int:agreement_id>/renew/", agreements.helper_renew, name="helper_renew"),
    path("desk/families/helpers/<int:agreement_id>/end/", agreements.helper_end, name="helper_end"),
    path("me/for/", acting.choose, name="choose"),
    path("me/for/stop/", acting.stop, name="stop"),
    path("me/for/activate/", acting.activate, name="activate"),
    path("me/for/<int:person_id>/begin/", acting.begin, name="begin"),
    path("me/for/<int:agreement_id>/step-down/", acting.step_down, name="step_down"),
    path("me/helpers/", acting.helpers, name="helpers"),
    path("me/helpers/<int:agreement_id>/end/", acting.helper_revoke, name="helper_revoke"),
    path("me/family/", acting.my_family, name="my_family"),
]
