"""The addresses of members' settings, all below /settings."""

from django.urls import path

from folkmoot.web.entrance import address
from folkmoot.web.entrance.oidc import pages as oidc
from folkmoot.web.entrance.views import password
from folkmoot.web.settings import (
    connected,
    data,
    faces,
    filters,
    invitations,
    leaving,
    letters,
    old_posts,
    posting,
    standing,
    storage,
    strangers,
    views,
)

urlpatterns = [
    path("", views.start, name="settings"),
    path("/profile", views.profile, name="settings_profile"),
    path("/profile/<str:place>", faces.face, name="settings_face"),
    path("/posting", posting.posting, name="settings_posting"),
    path("/appearance", views.appearance, name="settings_appearance"),
    path("/language", views.language, name="settings_language"),
    path("/password", password, name="account_change_password"),
    path("/email", address.address, name="settings_email"),
    path("/service", oidc.connection, name="settings_service"),
    path("/sessions", views.sessions, name="settings_sessions"),
    path("/sessions/<int:device_id>", views.session, name="settings_session"),
    path("/blocks", views.blocks, name="settings_blocks"),
    path("/filters", filters.filters, name="settings_filters"),
    path("/filters/new", filters.new, name="settings_new_filter"),
    path("/filters/<int:filter_id>", filters.one, name="settings_filter"),
    path("/filters/posts/<int:named_id>", filters.named, name="settings_filter_post"),
    path("/notifications", strangers.policy, name="settings_notifications"),
    path("/letters", letters.letters, name="settings_letters"),
    path("/letters/again", letters.again, name="settings_letters_again"),
    path("/tags", filters.tags, name="settings_tags"),
    path("/tags/shown", filters.feature, name="settings_feature_tag"),
    path("/tags/shown/<int:featured_id>", filters.unfeature, name="settings_featured_tag"),
    path("/mutes", views.mutes, name="settings_mutes"),
    path("/apps", connected.apps, name="settings_apps"),
    path("/apps/<int:app_id>", connected.app, name="settings_app"),
    path("/tokens/<int:token_id>", connected.token, name="settings_token"),
    path("/standing", standing.standing, name="settings_standing"),
    path("/storage", storage.storage, name="settings_storage"),
    path("/invitations", invitations.invitations, name="settings_invitations"),
    path("/invitations/<int:invitation_id>", invitations.invitation, name="settings_invitation"),
    path("/data", data.data, name="settings_data"),
    path("/data/copy", data.fetch, name="settings_copy"),
    path("/leave", leaving.leaving, name="settings_leave"),
    path("/old-posts", old_posts.old_posts, name="settings_old_posts"),
]
