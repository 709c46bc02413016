"""Every address of the product. Each view declares the permission it needs (tests/architecture)."""

from django.urls import include, path

from rongyao.bureau.config import api

urlpatterns = [
    path("api/v1/", api.urls()),
    path("", include("rongyao.bureau.foundation.api.urls")),
    path("", include("rongyao.bureau.desks.urls")),
    path("", include("rongyao.bureau.foundation.access.urls")),
    path("", include("rongyao.bureau.foundation.access.federation.urls")),
    path("", include("rongyao.bureau.foundation.ui.urls")),
    path("", include("rongyao.bureau.foundation.notices.urls")),
    path("", include("rongyao.bureau.foundation.files.urls")),
    path("desk/", include("rongyao.bureau.registry.urls")),
    path("", include("rongyao.bureau.registry.families.urls")),
    path("", include("rongyao.bureau.registry.background.urls")),
    path("", include("rongyao.bureau.registry.organisations.urls")),
    path("", include("rongyao.bureau.registry.upkeep.urls")),
    path("", include("rongyao.bureau.registry.returns.urls")),
    path("", include("rongyao.bureau.entitlements.impact.urls")),
    path("", include("rongyao.bureau.entitlements.tables.urls")),
    path("", include("rongyao.bureau.entitlements.arrears.urls")),
    path("", include("rongyao.bureau.entitlements.whatif.urls")),
    path("", include("rongyao.bureau.entitlements.readings.urls")),
    path("", include("rongyao.bureau.entitlements.differences.urls")),
    path("desk/", include("rongyao.bureau.entitlements.urls")),
    path("", include("rongyao.bureau.placement.results.urls")),
    path("", include("rongyao.bureau.placement.sittings.urls")),
    path("", include("rongyao.bureau.placement.rounds.urls")),
    path("", include("rongyao.bureau.entitlements.asking.urls")),
    path("", include("rongyao.bureau.entitlements.lawbook.urls")),
    path("", include("rongyao.bureau.config.installation.urls")),
]

handler403 = "rongyao.bureau.foundation.ui.views.forbidden"
handler404 = "rongyao.bureau.foundation.ui.views.not_found"
handler500 = "rongyao.bureau.foundation.ui.views.server_error"
