"""Every address of the site, and the pages for what goes wrong."""

from django.urls import include, path

urlpatterns = [
    path("", include("folkmoot.web.social.urls")),  # first: most of what is read is here
    path("", include("folkmoot.web.entrance.urls")),
    path("", include("folkmoot.web.entrance.factors.urls")),
    path("oauth", include("folkmoot.web.consent.urls")),
    path("settings", include("folkmoot.web.settings.urls")),
    path("", include("folkmoot.staff.urls")),
    path("", include("folkmoot.web.urls")),
    path("", include("folkmoot.web.standing.urls")),
]
handler400 = "folkmoot.web.errors.bad_request"
handler403 = "folkmoot.web.errors.forbidden"
handler404 = "folkmoot.web.errors.not_found"
handler500 = "folkmoot.web.errors.server_error"
