"""The addresses of members' settings, all below /settings."""

from django.urls import path

from folkmoot.web.entrance.views import ChangePassword
from folkmoot.web.settings import faces, views

urlpatterns = [
    path("", views.start, name="settings"),
    path("/profile", views.profile, name="settings_profile"),
    path("/profile/<str:place>", faces.face, name="settings_face"),
    path("/appearance", views.appearance, name="settings_appearance"),
    path("/language", views.language, name="settings_language"),
    path("/password", ChangePassword.as_view(), name="account_change_password"),
    path("/sessions", views.sessions, name="settings_sessions"),
    path("/sessions/<int:device_id>", views.session, name="settings_session"),
    path("/blocks", views.blocks, name="settings_blocks"),
    path("/mutes", views.mutes, name="settings_mutes"),
]
