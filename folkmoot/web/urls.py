"""The addresses of what stands around every page."""

from django.urls import include, path, re_path

from folkmoot.web import csp_reports, manifest, security, source, theme
from folkmoot.web.public import sitemap
from folkmoot.web.social import keys

urlpatterns = [
    re_path(
        r"^theme/(?P<colour>[0-9a-f]{6})-(?P<digest>[0-9a-f]{10})\.(?P<kind>css|svg|180\.png|192\.png|512\.png)$",
        theme.theme,
        name="theme",
    ),
    path("manifest.webmanifest", manifest.manifest, name="manifest"),
    path("robots.txt", sitemap.robots, name="robots"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("", include("folkmoot.web.policies.urls")),
    path("", include("folkmoot.web.transparency.urls")),
    path("", include("folkmoot.web.notices.urls")),
    path("", include("folkmoot.web.letters.urls")),
    path("", include("folkmoot.web.welcome.urls")),
    path("source", source.source, name="source"),
    path("security", security.security, name="security"),
    path(".well-known/security.txt", security.security_txt, name="security_txt"),
    path(".well-known/change-password", security.change_password, name="well_known_change_password"),
    path("csp-reports", csp_reports.csp_reports, name="csp_reports"),
    path("keys", keys.keys, name="keys"),
]
