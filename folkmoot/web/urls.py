"""The addresses of what stands around every page."""

from django.urls import path, re_path

from folkmoot.web import manifest, privacy, source, theme
from folkmoot.web.social import keys

urlpatterns = [
    re_path(
        r"^theme/(?P<colour>[0-9a-f]{6})-(?P<digest>[0-9a-f]{10})\.(?P<kind>css|svg|180\.png|192\.png|512\.png)$",
        theme.theme,
        name="theme",
    ),
    path("manifest.webmanifest", manifest.manifest, name="manifest"),
    path("privacy", privacy.privacy, name="privacy"),
    path("source", source.source, name="source"),
    path("keys", keys.keys, name="keys"),
]
