"""What members hear from those who run the community: that there is something to read."""

from folkmoot.core.rows import insert_once
from folkmoot.notifications.models import Notification
from folkmoot.notifications.tasks.ringing import ring
from folkmoot.notifications.tasks.telling import Kind, forget


def tell_of_report(account_id: int, moment: int) -> None:
    """What the member reported was looked at; ``moment`` is the id of what happened."""
    _tell(Kind.REPORT, account_id, moment)


def tell_of_decision(account_id: int, moment: int) -> None:
    """Something was decided about the member; ``moment`` is the id of what happened."""
    _tell(Kind.DECISION, account_id, moment)


def tell_of_appeal(account_id: int, moment: int) -> None:
    """There is an answer to what the member said against a decision; ``moment`` is the id of what happened."""
    _tell(Kind.APPEAL, account_id, moment)


def _tell(kind: Kind, account_id: int, moment: int) -> None:
    """One word for all that wait, the newest; told twice, it is told once."""
    forget(account=account_id, kind=kind, id__lt=moment)
    if insert_once(Notification, account_id=account_id, kind=str(kind), actor_id=account_id):
        ring([account_id], kind)
