"""The addresses of the set-up wizard and of staff; whoever lacks the role finds nothing there."""

from django.urls import path

from folkmoot.staff.views import administration, announcements, applications, emoji, reports, setup, storage

urlpatterns = [
    path("setup/<str:token>", setup.wizard, name="setup"),
    path("staff/applications", applications.waiting, name="staff_applications"),
    path("staff/applications/<int:login_id>/approve", applications.let_in, name="staff_approve"),
    path("staff/applications/<int:login_id>/decline", applications.turn_away, name="staff_decline"),
    path("staff/reports", reports.open_reports, name="staff_reports"),
    path("staff/reports/<int:report_id>/dismiss", reports.set_aside, name="staff_dismiss"),
    path("staff/posts/<int:post_id>/remove", reports.remove, name="staff_remove_post"),
    path("staff/accounts/<int:account_id>/suspend", reports.suspend_account, name="staff_suspend"),
    path("staff/restrictions", reports.running, name="staff_restrictions"),
    path("staff/restrictions/<int:restriction_id>", reports.end, name="staff_lift"),
    path("staff/invitations", administration.invite, name="staff_invitations"),
    path("staff/invitations/<int:invitation_id>", administration.revoke, name="staff_revoke"),
    path("staff/emoji", emoji.emoji, name="staff_emoji"),
    path("staff/emoji/<str:emoji>", emoji.change, name="staff_change_emoji"),
    path("staff/emoji/<str:emoji>/offer", emoji.offer, name="staff_offer_emoji"),
    path("staff/announcements", announcements.announcements, name="staff_announcements"),
    path("staff/announcements/<int:announcement_id>", announcements.announcement, name="staff_announcement"),
    path("staff/settings", administration.settings, name="staff_settings"),
    path("staff/storage", storage.storage, name="staff_storage"),
    path("staff/audit", administration.log, name="staff_audit"),
]
