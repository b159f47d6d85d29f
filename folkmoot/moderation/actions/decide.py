"""To decide: what is to be done about a post or an account, with its statement of reasons, in one transaction."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.interaction import require
from folkmoot.accounts.models import Account
from folkmoot.audit.actions import record
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.events import publish
from folkmoot.core.html import clean
from folkmoot.core.ids import LARGEST_ID, new_id
from folkmoot.instance.queries import rules
from folkmoot.moderation.actions import state
from folkmoot.moderation.actions.casework import take_to_decide
from folkmoot.moderation.actions.explain import Basis, explain
from folkmoot.moderation.actions.report import close
from folkmoot.moderation.categories import BY_KEY, OTHER
from folkmoot.moderation.events import AccountSuspended, CaseDecided, Decided, PostRemoved
from folkmoot.moderation.interaction import APPEALS_FOR, SHUTS_OUT, require_power_over, require_right_to
from folkmoot.moderation.models import LIVE, Case, Report, ReportItem, Restriction
from folkmoot.moderation.models.decisions import POSSIBLE, TAKES_AWAY
from folkmoot.moderation.visibility import sight
from folkmoot.posts.models import Post

LONGEST_REASON = 2_000
LONGEST_LABEL = 200
LONGEST_LAW = 300
HEAVIEST = 10  # a strike
BULK_MOST = 500
_TOLD = frozenset({Restriction.Action.WARN, Restriction.Action.STRIKE})  # these need no post that is still there


@dataclass(frozen=True)
class Decision:
    """What is to be done about a post or an account, and why; ``reason`` is read by whoever it concerns."""

    action: str  # of ``Restriction.Action``
    kind: str  # "post" or "account"
    object_id: int
    reason: str
    rule_id: int | None = None  # the community's rule that it goes against
    law: str = ""  # the law that it goes against; empty: it goes against what the community agreed on
    category: str = ""  # of ``categories``; empty: the one of the case, or none
    label: str = ""  # the words that stand above the post
    weight: int = 1  # of a strike
    ends_at: datetime | None = None


@transaction.atomic
def decide(actor: Account, decision: Decision) -> int:
    """Do what was decided, and say why; what was reported about just that is answered with it. The decision's id."""
    require(actor, Capability.MEMBERS)
    return decide_instead(actor, decision)


@transaction.atomic
def decide_instead(actor: Account, decision: Decision) -> int:
    """The same in the place of a decision that whoever looks at it again was shown. The decision's id."""
    case = _cases_about(actor, [decision]).get(_thing(decision))
    made = _make(actor, decision, case, None)
    _answer(actor, decision, case)
    return made.id


@transaction.atomic
def decide_case(actor: Account, case_id: int, decisions: Sequence[Decision]) -> int:
    """Do all that was decided in a case, which ends with it, as do its reports; the number to take it back by."""
    case = take_to_decide(actor, case_id)
    if not decisions:
        raise Invalid("action", _("Choose what is to be done."))
    batch = _make_each(actor, decisions, lambda _each: case)
    close(actor, Report.objects.filter(case=case), Report.Outcome.ACTED)
    _end(actor, case)
    return batch


@transaction.atomic
def decide_many(actor: Account, decisions: Sequence[Decision]) -> int:
    """Do the same about many at once, whatever case they belong to, and answer what was reported about just them.

    The number to take it back by.
    """
    require(actor, Capability.MEMBERS)
    if not decisions or len(decisions) > BULK_MOST:
        raise Invalid("action", _("Choose between 1 and %(most)s of them.") % {"most": BULK_MOST})
    cases = _cases_about(actor, decisions)
    batch = _make_each(actor, decisions, lambda each: cases.get(_thing(each)))
    for each in decisions:
        _answer(actor, each, cases.get(_thing(each)))
    return batch


def checked(decision: Decision) -> Decision:
    """A decision as it can be made; ``Invalid`` says what is missing in it."""
    if decision.action not in POSSIBLE.get(Restriction.Kind(decision.kind), ()):
        raise Invalid("action", _("Choose what is to be done."))
    _check_grounds(decision)
    if decision.action == Restriction.Action.STRIKE and not 1 <= decision.weight <= HEAVIEST:
        raise Invalid("weight", _("A strike weighs between 1 and %(most)s.") % {"most": HEAVIEST})
    return replace(
        decision,
        reason=_words(decision.reason),
        law=_law(decision.law),
        label=_label(decision),
        ends_at=_end_of(decision),
        weight=decision.weight if decision.action == Restriction.Action.STRIKE else 0,
    )


def concerned(decision: Decision) -> Account:
    """Whom a decision is about, held until the transaction ends; ``NotFound`` where there is nothing to decide on."""
    account = state.hold(decision.kind, decision.object_id)
    if account is None or (decision.kind == Restriction.Kind.POST and _is_gone(decision)):
        raise NotFound
    return account


def _make_each(actor: Account, decisions: Iterable[Decision], case_of: Callable[[Decision], Case | None]) -> int:
    batch = new_id()
    for each in sorted(decisions, key=lambda one: (one.kind, one.object_id)):  # held in one order by everybody
        _make(actor, each, case_of(each), batch)
    return batch


def _make(actor: Account, decision: Decision, case: Case | None, batch: int | None) -> Restriction:
    wanted = checked(decision)
    account = concerned(wanted)
    require_power_over(actor, account)
    require_right_to(actor, wanted.action, case.id if case else None)
    if case and case.account_id not in (None, account.id):
        raise Invalid("action", _("This case is about somebody else."))
    now = timezone.now()
    made = Restriction.objects.create(
        kind=wanted.kind,
        object_id=wanted.object_id,
        account_id=account.id,
        action=wanted.action,
        case_id=case.id if case else None,
        rule_id=wanted.rule_id,
        reason=wanted.reason,
        label=wanted.label,
        weight=wanted.weight,
        batch=batch,
        starts_at=now,
        ends_at=wanted.ends_at,
        decided_by=actor.id,
        reversible_until=now + APPEALS_FOR,
    )
    explain(made, account, Basis(wanted.category or (case.category if case else OTHER), wanted.law))
    state.apply(made.kind, made.object_id)
    record(actor.id, f"{made.kind}.{made.action}", made.kind, made.object_id, made.reason)
    _tell(made)
    return made


def _tell(made: Restriction) -> None:
    if made.action in SHUTS_OUT:
        publish(AccountSuspended(made.id, made.object_id))
    elif made.action in TAKES_AWAY:
        publish(PostRemoved(made.id, made.object_id))
    publish(Decided(made.id))


def _cases_about(actor: Account, decisions: Iterable[Decision]) -> dict[tuple[str, int], Case]:
    """The live cases about whom decisions concern, held first: all who decide take what they need in this order.

    What the actor is not shown stays open for those who are.
    """
    things = {_thing(each) for each in decisions if abs(each.object_id) <= LARGEST_ID}
    posts = Post.objects.filter(id__in=[some_id for kind, some_id in things if kind == Restriction.Kind.POST])
    authors = dict(posts.values_list("id", "account_id"))
    whose = {thing: authors.get(thing[1]) if thing[0] == Restriction.Kind.POST else thing[1] for thing in things}
    found = Case.objects.select_for_update(no_key=True).filter(account_id__in=set(whose.values()), state__in=LIVE)
    cases = {case.account_id: case for case in sight(actor.id).shown(found.order_by("id"))}
    return {thing: cases[account_id] for thing, account_id in whose.items() if account_id in cases}


def _thing(decision: Decision) -> tuple[str, int]:
    return decision.kind, decision.object_id


def _answer(actor: Account, decision: Decision, case: Case | None) -> None:
    """Close what a decision outside of casework answers; a case in which nothing is open any more ends with it."""
    if case is None:
        return
    answered = _about(decision, case)
    if close(actor, answered, Report.Outcome.ACTED) and not _open(case).exists():
        _end(actor, case)


def _about(decision: Decision, case: Case) -> QuerySet[Report]:
    if decision.action in SHUTS_OUT:
        return _open(case)
    about = ReportItem.objects.filter(kind=decision.kind, object_id=decision.object_id, report__case=case)
    return _open(case).filter(id__in=about.values("report_id"))


def _open(case: Case) -> QuerySet[Report]:
    return Report.objects.filter(case=case, outcome=Report.Outcome.OPEN)


def _end(actor: Account, case: Case) -> None:
    fresh = {"state": Case.State.DECIDED, "decided_at": timezone.now(), "decided_by": actor.id, "claimed_until": None}
    Case.objects.filter(id=case.id).update(**fresh)
    record(actor.id, "case.decide", "case", case.id, "")
    publish(CaseDecided(case.id))


def _check_grounds(decision: Decision) -> None:
    if decision.rule_id is not None and decision.rule_id not in {rule.id for rule in rules()}:
        raise Invalid("rule_id", _("This is none of the rules of this community."))
    if decision.category and decision.category not in BY_KEY:
        raise Invalid("category", _("This is none of the kinds of reports."))


def _words(text: str) -> str:
    why = clean(text).strip()
    if not why:
        raise Invalid("reason", _("Please say why: whoever is concerned has a right to know."))
    if len(why) > LONGEST_REASON:
        raise Invalid("reason", _("Please say it in at most 2,000 characters."))
    return why


def _law(text: str) -> str:
    law = " ".join(clean(text).split())
    if len(law) > LONGEST_LAW:
        raise Invalid("law", _("Please name the law in at most %(most)s characters.") % {"most": LONGEST_LAW})
    return law


def _label(decision: Decision) -> str:
    if decision.action != Restriction.Action.LABEL:
        return ""
    words = " ".join(clean(decision.label).split())
    if not words or len(words) > LONGEST_LABEL:
        raise Invalid("label", _("Write what is to stand above the post, in at most 200 characters."))
    return words


def _end_of(decision: Decision) -> datetime | None:
    if decision.ends_at is None and decision.action == Restriction.Action.STRIKE:
        return timezone.now() + timedelta(days=settings.FOLKMOOT.strike_days)
    if decision.ends_at is not None and decision.ends_at <= timezone.now():
        message = _("The end of a suspension must lie ahead.")
        raise Invalid("ends_at", message if decision.action in SHUTS_OUT else _("The end must lie ahead."))
    if decision.ends_at is not None and decision.action == Restriction.Action.TERMINATE:
        raise Invalid("ends_at", _("What is for good has no end. Choose to suspend the account instead."))
    return decision.ends_at


def _is_gone(decision: Decision) -> bool:
    is_deleted = Post.objects.filter(id=decision.object_id, deleted_at__isnull=False).exists()
    return is_deleted and decision.action not in _TOLD
