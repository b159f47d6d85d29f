"""What members decided for later: posts that are published by themselves, and old ones that go by themselves."""

import logging

from folkmoot.posts.actions.autodelete import delete_some, members_with_policy
from folkmoot.posts.actions.schedule import due_schedules, publish_when_due

logger = logging.getLogger(__name__)


def publish_due() -> None:
    """Publish every post whose time has come; one that fails in an unforeseen way holds up no other."""
    for scheduled_id in due_schedules():
        try:
            publish_when_due(scheduled_id)
        except Exception:
            logger.exception("the scheduled post %d could not be published and will be tried again", scheduled_id)


def clear_old_posts() -> None:
    """Let some old posts of each member go who wants that."""
    for account_id in members_with_policy():
        try:
            delete_some(account_id)
        except Exception:
            logger.exception("old posts of the account %d could not be deleted and will be tried again", account_id)
