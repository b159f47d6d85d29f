"""The addresses of what stands around every page."""

from django.urls import path, re_path

from folkmoot.web import source, theme
from folkmoot.web.social import keys

urlpatterns = [
    re_path(r"^theme/(?P<colour>[0-9a-f]{6})-(?P<digest>[0-9a-f]{10})\.(?P<kind>css|svg)$", theme.theme, name="theme"),
    path("source", source.source, name="source"),
    path("keys", keys.keys, name="keys"),
]
