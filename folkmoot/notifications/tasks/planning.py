"""What is told of planned posts: that one could not be published."""

from folkmoot.core.rows import insert_once
from folkmoot.notifications.models import Notification
from folkmoot.notifications.tasks.ringing import ring
from folkmoot.notifications.tasks.telling import Kind, forget
from folkmoot.posts.events import PlanFailed


def on_plan_failed(event: PlanFailed) -> None:
    """Tell whoever planned a post that something stands in its way: one word for all that wait, the newest."""
    account_id = event.account_id
    forget(account=account_id, kind=Kind.PLAN, id__lt=event.moment)
    if insert_once(Notification, account_id=account_id, kind=str(Kind.PLAN), actor_id=account_id):
        ring([account_id], Kind.PLAN)
