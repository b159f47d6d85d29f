"""To say that something is not right, and to find that it is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.interaction import require_active
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import get_account
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.core.events import publish
from folkmoot.core.html import clean
from folkmoot.instance.queries import RuleView, rules
from folkmoot.media.actions import hold
from folkmoot.moderation.actions.gather import gather, live_case
from folkmoot.moderation.categories import BY_KEY, OTHER, worst
from folkmoot.moderation.events import ReportClosed, Reported
from folkmoot.moderation.freezing import Frozen, files_of, frozen_account, frozen_posts
from folkmoot.moderation.models import Case, Report, ReportItem

LONGEST_COMMENT = 1_000
POSTS_MOST = 20


@dataclass(frozen=True)
class Complaint:
    """What a member says is not right: some posts of an account, or the account itself, and why."""

    account_id: int
    posts: tuple[int, ...] = ()
    category: str = OTHER
    rules: tuple[int, ...] = ()
    comment: str = ""


def report(actor: Account, account_id: int, post_id: int | None, comment: str) -> int:
    """Report an account, or one of its posts, without saying what kind of thing it is."""
    return complain(actor, Complaint(account_id, () if post_id is None else (post_id,), comment=comment))


@transaction.atomic
def complain(actor: Account, complaint: Complaint) -> int:
    """Report posts of one account, or the account itself, as they stand; the open report's id that says so already."""
    require_active(actor)
    if actor.id == complaint.account_id:
        raise NotAllowed(_("This is your own: there is no need to report it."))
    get_account(actor.id, complaint.account_id)
    found = {rule.id: rule for rule in rules()} if complaint.rules else {}
    said = _checked(complaint, found)
    things = _things(actor, complaint)
    case = live_case(complaint.account_id)
    known = _said_already(actor, case, things)
    if known is not None:
        return known
    made = Report.objects.create(
        reporter=actor,
        account_id=complaint.account_id,
        category=_kind(complaint, found),
        rules=list(complaint.rules),
        comment=said,
    )
    keep_items(made, things)
    gather(made)
    publish(Reported(made.id))
    return made.id


def keep_items(made: Report, things: Collection[Frozen]) -> None:
    """Keep the copies of what a report is about, and the files that belong to them."""
    ReportItem.objects.bulk_create(
        ReportItem(report=made, kind=each.kind, object_id=each.object_id, url=each.url, snapshot=each.snapshot)
        for each in things
    )
    hold([file_id for each in things for file_id in files_of(each.snapshot)], made.id)


def close(actor: Account, some: QuerySet[Report], outcome: str) -> int:
    """Close what is still open among these reports; how many that were."""
    ids = list(some.filter(outcome=Report.Outcome.OPEN).select_for_update().values_list("id", flat=True))
    Report.objects.filter(id__in=ids).update(outcome=outcome, closed_at=timezone.now(), closed_by=actor.id)
    for report_id in ids:
        publish(ReportClosed(report_id))
    return len(ids)


def _kind(complaint: Complaint, found: Mapping[int, RuleView]) -> str:
    """The kind that was chosen; where nobody said more than that rules are broken, the gravest that goes with them."""
    kinds = [found[rule_id].category for rule_id in complaint.rules if found[rule_id].category in BY_KEY]
    return worst(kinds) if kinds and complaint.category in {OTHER, "rule"} else complaint.category


def _checked(complaint: Complaint, found: Mapping[int, RuleView]) -> str:
    said = clean(complaint.comment).strip()
    if len(said) > LONGEST_COMMENT:
        raise Invalid("comment", _("Please say it in at most 1,000 characters."))
    if complaint.category not in BY_KEY:
        raise Invalid("category", _("This is none of the kinds of reports."))
    if len(complaint.posts) > POSTS_MOST:
        raise Invalid("posts", _("A report can be about 20 posts at most."))
    if not found.keys() >= set(complaint.rules):
        raise Invalid("rules", _("This is none of the rules of this community."))
    return said


def _things(actor: Account, complaint: Complaint) -> list[Frozen]:
    if complaint.posts:
        return frozen_posts(actor.id, complaint.account_id, complaint.posts)
    return [frozen_account(complaint.account_id)]


def _said_already(actor: Account, case: Case, things: Collection[Frozen]) -> int | None:
    """An open report of the same member in the same case that is about all of this."""
    mine = Report.objects.filter(case=case, reporter=actor, outcome=Report.Outcome.OPEN)
    about: dict[int, set[tuple[str, int | None]]] = {}
    for item in ReportItem.objects.filter(report__in=mine).order_by("report_id"):
        about.setdefault(item.report_id, set()).add((item.kind, item.object_id))
    wanted = {(each.kind, each.object_id) for each in things}
    return next((report_id for report_id, known in about.items() if wanted <= known), None)
