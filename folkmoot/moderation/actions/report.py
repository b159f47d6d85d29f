"""To say that something is not right, and to find that it is."""

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.interaction import require_active, require_staff
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import get_account
from folkmoot.audit.actions import record
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.events import publish
from folkmoot.core.html import clean
from folkmoot.core.rows import insert_once
from folkmoot.moderation.events import ReportClosed, Reported
from folkmoot.moderation.models import Report
from folkmoot.posts.queries import get_post

LONGEST_COMMENT = 1_000


@transaction.atomic
def report(actor: Account, account_id: int, post_id: int | None, comment: str) -> int:
    """Report an account, or one of its posts with its text as it stands; the report's id, the open one's if any."""
    require_active(actor)
    if actor.id == account_id:
        raise NotAllowed(_("This is your own: there is no need to report it."))
    get_account(actor.id, account_id)
    said = clean(comment).strip()
    if len(said) > LONGEST_COMMENT:
        raise Invalid("comment", _("Please say it in at most 1,000 characters."))
    snapshot = _text_of(actor, account_id, post_id)
    about = {
        "reporter_id": actor.id,
        "account_id": account_id,
        "post_id": post_id,
        "outcome": Report.Outcome.OPEN.value,
    }
    made = insert_once(Report, **about, snapshot=snapshot, comment=said)
    report_id = Report.objects.values_list("id", flat=True).get(**about)
    if made:
        publish(Reported(report_id))
    return report_id


@transaction.atomic
def dismiss(actor: Account, report_id: int) -> None:
    """Close a report without consequences; staff do, but not about themselves."""
    require_staff(actor)
    found = Report.objects.filter(id=report_id).first()
    if found is None:
        raise NotFound
    if found.account_id == actor.id:
        raise NotAllowed(_("Nobody decides about themselves. Please ask somebody else who runs this community."))
    if close(actor, Report.objects.filter(id=report_id), Report.Outcome.DISMISSED):
        record(actor.id, "report.dismiss", "report", report_id, "")


def close(actor: Account, some: QuerySet[Report], outcome: str) -> int:
    """Close what is still open among these reports; how many that were."""
    ids = list(some.filter(outcome=Report.Outcome.OPEN).select_for_update().values_list("id", flat=True))
    Report.objects.filter(id__in=ids).update(outcome=outcome, closed_at=timezone.now(), closed_by=actor.id)
    for report_id in ids:
        publish(ReportClosed(report_id))
    return len(ids)


def _text_of(actor: Account, account_id: int, post_id: int | None) -> str:
    if post_id is None:
        return ""
    post = get_post(actor.id, post_id).body
    if post.author.id != account_id or post.key.id != post_id:
        raise NotFound
    return "\n\n".join(part for part in (post.warning, post.text) if part)
