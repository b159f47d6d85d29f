"""What happened becomes a notification, once; what was taken back takes it along."""

from folkmoot.notifications.tasks.collecting import off_collection, on_collected, on_collection_changed
from folkmoot.notifications.tasks.crowds import continue_telling, on_edit, on_poll_ended, on_post_of_followed
from folkmoot.notifications.tasks.following import off_block, off_follow, off_request, on_follow, on_request
from folkmoot.notifications.tasks.lettering import (
    on_address_changed,
    on_digest_due,
    on_joined,
    on_mail_refused,
    on_mail_taken,
    on_news_letter_due,
)
from folkmoot.notifications.tasks.moderating import tell_of_appeal, tell_of_decision, tell_of_report
from folkmoot.notifications.tasks.planning import on_plan_failed
from folkmoot.notifications.tasks.pressing import off_boost, off_like, on_boost, on_like
from folkmoot.notifications.tasks.publishing import off_post, on_post
from folkmoot.notifications.tasks.quoting import on_quote
from folkmoot.notifications.tasks.reacting import off_reaction, on_reaction

__all__ = [
    "continue_telling",
    "off_block",
    "off_boost",
    "off_collection",
    "off_follow",
    "off_like",
    "off_post",
    "off_reaction",
    "off_request",
    "on_address_changed",
    "on_boost",
    "on_collected",
    "on_collection_changed",
    "on_digest_due",
    "on_edit",
    "on_follow",
    "on_joined",
    "on_like",
    "on_mail_refused",
    "on_mail_taken",
    "on_news_letter_due",
    "on_plan_failed",
    "on_poll_ended",
    "on_post",
    "on_post_of_followed",
    "on_quote",
    "on_reaction",
    "on_request",
    "tell_of_appeal",
    "tell_of_decision",
    "tell_of_report",
]
