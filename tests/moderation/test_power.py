"""Nobody of the staff acts on themselves, nor a moderator on other staff: every action and every page is tried."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from folkmoot.accounts.actions import grant_role
from folkmoot.accounts.models import Account
from folkmoot.audit.models import Entry
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.moderation.actions import (
    Decision,
    decide,
    decide_case,
    decide_many,
    lift,
    preview,
    suspend,
    undo,
    undo_about,
    undo_by,
    undo_measures,
)
from folkmoot.moderation.actions.appeal import appeal
from folkmoot.moderation.actions.appeal_thread import ask
from folkmoot.moderation.actions.casework import assign, claim, escalate, hand_back, release
from folkmoot.moderation.actions.closing import close_without_action, merge
from folkmoot.moderation.actions.referral import drop_referral, mark_sent, refer, rewrite_referral
from folkmoot.moderation.actions.review import Milder, lighten, overturn, uphold
from folkmoot.moderation.actions.talking import note, say_to_member, say_to_reporter
from folkmoot.moderation.models import (
    Appeal,
    AppealMessage,
    Case,
    CaseMessage,
    Report,
    Restriction,
    Statement,
    ThreatReferral,
)
from folkmoot.moderation.models.decisions import POSSIBLE
from folkmoot.posts.models import Post
from folkmoot.project.cast import Cast
from folkmoot.staff.urls import urlpatterns
from tests.moderation.casing import complained, laid
from tests.moderation.deciding import REASONS, WHY, decided, every
from tests.moderation.removing import remove_post
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
ANYBODY = [("frank", "frank"), ("frank", "olivia"), ("frank", "carol"), ("olivia", "olivia")]
TABLES = (Account, Post, Restriction, Statement, Case, Report, CaseMessage, Appeal, AppealMessage, ThreatReferral)


class Trial(NamedTuple):
    """Somebody of the staff about whom there is everything that one could act on."""

    target: Account
    innocent: Account
    post: int
    case: Case
    other_case: Case  # about a member
    report: int
    made: Restriction
    batch: int
    objection: int
    referral: int


@pytest.fixture
def trial_of(cast: Cast) -> Callable[[str], Trial]:
    """Carol moderates, and alice is an owner, too, who decided about all the others."""
    grant_role(None, cast.carol.id, "moderator")
    grant_role(None, cast.alice.id, "owner")

    def lay_out(name: str) -> Trial:
        target = getattr(cast, name)
        post = say(target, "Hello")
        case, other = laid(target), laid(cast.hal)
        report = complained(case, cast.bob)
        batch = decide_many(cast.alice, [Decision("hide", "post", post, "Rude.")])
        made = decided(cast.alice, "limit", "account", target.id)
        objection = appeal(Account.objects.get(id=target.id), made.id, WHY)
        referral = ThreatReferral.objects.create(
            case=case, country="DE", text="Help.", opened_by=cast.alice.id, reminded_at=timezone.now()
        )
        return Trial(target, cast.hal, post, case, other, report.id, made, batch, objection, referral.id)

    return lay_out


type Act = Callable[[Account, Trial], object]


def deciding(kind: str, action: str) -> dict[str, Act]:
    """The same decision by each of the doors."""

    def one(t: Trial) -> Decision:
        label = "Disputed" if action == "label" else ""
        return Decision(action, kind, t.post if kind == "post" else t.target.id, "Rude.", label=label)

    return {
        f"decide {action} {kind}": lambda me, t: decide(me, one(t)),
        f"decide_many {action} {kind}": lambda me, t: decide_many(me, [one(t)]),
        f"decide_case {action} {kind}": lambda me, t: decide_case(me, t.case.id, [one(t)]),
        f"decide_case of another {action} {kind}": lambda me, t: decide_case(me, t.other_case.id, [one(t)]),
    }


ACTS: dict[str, Act] = {
    **{name: act for kind, action in every() for name, act in deciding(kind, action).items()},
    "remove_post": lambda me, t: remove_post(me, t.post, "Rude."),
    "suspend": lambda me, t: suspend(me, t.target.id, "Rude.", None),
    "suspend for a day": lambda me, t: suspend(me, t.target.id, "Rude.", timezone.now() + timedelta(days=1)),
    "lift": lambda me, t: lift(me, t.made.id),
    "undo": lambda me, t: undo(me, t.batch),
    "undo_about": lambda me, t: undo_about(me, t.target.id),
    "undo_measures": lambda me, t: undo_measures(me, t.target.id, list(POSSIBLE["account"])),
    "uphold": lambda me, t: uphold(me, t.objection, REASONS),
    "overturn": lambda me, t: overturn(me, t.objection, REASONS),
    "lighten": lambda me, t: lighten(me, t.objection, REASONS, Milder("warn", None)),
    "ask": lambda me, t: ask(me, t.objection, "Why?"),
    "claim": lambda me, t: claim(me, t.case.id),
    "release": lambda me, t: release(me, t.case.id),
    "assign": lambda me, t: assign(me, t.case.id, me.id),
    "escalate": lambda me, t: escalate(me, t.case.id, "I know them."),
    "hand_back": lambda me, t: hand_back(me, t.case.id),
    "close_without_action": lambda me, t: close_without_action(me, t.case.id),
    "merge away": lambda me, t: merge(me, t.case.id, t.other_case.id),
    "merge into": lambda me, t: merge(me, t.other_case.id, t.case.id),
    "note": lambda me, t: note(me, t.case.id, "Hm."),
    "say_to_member": lambda me, t: say_to_member(me, t.case.id, "Why?"),
    "say_to_reporter": lambda me, t: say_to_reporter(me, t.case.id, t.report, "Why?"),
    "refer": lambda me, t: refer(me, t.case.id, "DE"),
    "rewrite_referral": lambda me, t: rewrite_referral(me, t.referral, "DE", "Nothing."),
    "mark_sent": lambda me, t: mark_sent(me, t.referral, "To nobody."),
    "drop_referral": lambda me, t: drop_referral(me, t.referral),
}


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows that an act could change, and how long the log is."""
    found = {model.__name__: list(model.objects.order_by("pk").values()) for model in TABLES}
    return found | {"log": [{"length": Entry.objects.count()}]}


@pytest.mark.parametrize(("who", "whom"), ANYBODY)
def test_every_action_is_refused_and_changes_nothing(
    cast: Cast, trial_of: Callable[[str], Trial], who: str, whom: str
) -> None:
    trial, actor = trial_of(whom), Account.objects.get(id=getattr(cast, who).id)
    before, done = everything(), []
    for name, act in ACTS.items():
        try:
            with transaction.atomic():
                act(actor, trial)
        except (NotAllowed, NotFound):
            continue
        done.append(name)
    assert done == []
    assert everything() == before


@pytest.mark.parametrize(("who", "whom"), ANYBODY)
def test_what_would_come_of_it_says_that_nothing_would(
    cast: Cast, trial_of: Callable[[str], Trial], who: str, whom: str
) -> None:
    trial = trial_of(whom)
    things = [("post", trial.post), ("account", trial.target.id)]
    found = preview(getattr(cast, who), [Decision("warn", kind, thing, "Rude.") for kind, thing in things])
    assert all(each.problem for each in found)


def test_what_a_colleague_did_is_taken_back_by_owners_alone_and_not_about_themselves(
    cast: Cast, trial_of: Callable[[str], Trial]
) -> None:
    trial, since = trial_of("olivia"), timezone.now() - timedelta(days=1)
    for whose in (cast.frank, cast.olivia, cast.alice):
        with pytest.raises(NotAllowed):
            undo_by(cast.frank, whose.id, since)
    undo_by(Account.objects.get(id=cast.olivia.id), cast.alice.id, since)
    assert not Restriction.objects.exclude(ended_at=None).filter(account_id=trial.target.id).exists()


def test_all_of_it_can_be_done_about_a_member(cast: Cast, trial_of: Callable[[str], Trial]) -> None:
    """Or the table above would prove nothing."""
    trial, frank, failed = trial_of("bob"), Account.objects.get(id=cast.frank.id), []
    Case.objects.filter(id=trial.case.id).update(assignee_id=frank.id)
    for name, act in ACTS.items():
        try:
            with transaction.atomic():
                act(frank, trial)
                transaction.set_rollback(True)
        except (NotAllowed, NotFound, Invalid):
            failed.append(name)
    elsewhere = {name for name in ACTS if name.startswith("decide_case of another")}
    assert set(failed) == elsewhere | {"hand_back"}, "that case is about somebody else, and owners alone give back"


class Page(NamedTuple):
    """A page of staff, and what is sent to it."""

    name: str
    about: Callable[[Trial], dict[str, int]]
    typed: Callable[[Trial], dict[str, object]] = lambda _t: {}
    method: str = "POST"


SUSPENDED: dict[str, object] = {"category": "spam", "account_action": "suspend", "reason": "Rude.", "sure": "1"}


def of_case(t: Trial) -> dict[str, int]:
    return {"case_id": t.case.id}


def of_target(t: Trial) -> dict[str, int]:
    return {"account_id": t.target.id}


PAGES = (
    Page("staff_case", of_case, lambda _t: {"account_action": "warn", "reason": "Rude."}),
    Page("staff_holding", of_case),
    Page("staff_holding", of_case, method="DELETE"),
    Page("staff_case_hand_on", of_case, lambda t: {"account": t.innocent.id}),
    Page("staff_case_to_owners", of_case, lambda _t: {"why": "I know them."}),
    Page("staff_case_to_owners", of_case, method="DELETE"),
    Page("staff_case_join", of_case, lambda t: {"into": t.other_case.id}),
    Page("staff_case_join", lambda t: {"case_id": t.other_case.id}, lambda t: {"into": t.case.id}),
    Page("staff_case_notes", of_case, lambda _t: {"text": "Hm."}),
    Page("staff_case_to_member", of_case, lambda _t: {"text": "Why?"}),
    Page("staff_case_to_reporter", lambda t: {**of_case(t), "report_id": t.report}, lambda _t: {"text": "Why?"}),
    Page("staff_case_nothing", of_case),
    Page("staff_lift", lambda t: {"restriction_id": t.made.id}, method="DELETE"),
    Page("staff_together", lambda t: {"batch": t.batch}, method="DELETE"),
    Page("staff_about", of_target, lambda _t: SUSPENDED),
    Page("staff_about", of_target, method="DELETE"),
    Page("staff_trust", of_target, lambda _t: {"level": "0", "reason": "They came only yesterday."}),
    Page("staff_appeal", lambda t: {"appeal_id": t.objection}, lambda _t: {"outcome": "upheld", "reasons": REASONS}),
    Page("staff_ask", lambda t: {"appeal_id": t.objection}, lambda _t: {"question": "Why?"}),
    Page("staff_threat", lambda t: {"referral_id": t.referral}, lambda _t: {"country": "DE", "text": "Nothing."}),
    Page("staff_threat", lambda t: {"referral_id": t.referral}, method="DELETE"),
    Page("staff_threat_sent", lambda t: {"referral_id": t.referral}, lambda _t: {"how": "To nobody."}),
    Page("staff_threat_begin", of_case, lambda _t: {"country": "DE"}),
)
ELSEWHERE = {  # about nobody of the staff, or tried in a test of its own
    "setup",
    "setup_owner",
    "staff_approve",
    "staff_decline",
    "staff_of_colleague",  # above, as ``undo_by``
    "staff_rota_hours",  # when somebody is on duty; test_rota.py
    "staff_rota_peace",
    "staff_rota_drop",
    "staff_evidence",  # test_evidence.py
    "staff_revoke",
    "staff_domain_rule",
    "staff_invited_by",
    "staff_trend",  # what everybody comes upon, not what anybody may do: tests/staff/test_trends.py
    "staff_change_emoji",
    "staff_offer_emoji",
    "staff_announcement",
    "staff_policy",
    "staff_policy_anew",
    "staff_rule",
    "staff_place_rule",
    "staff_role",  # tests/staff/test_roles.py
}


def test_the_table_of_pages_knows_all_that_are_about_something() -> None:
    assert {str(each.name) for each in urlpatterns if "<" in str(each.pattern)} == {
        page.name for page in PAGES
    } | ELSEWHERE


@pytest.mark.parametrize(("who", "whom"), ANYBODY)
def test_every_page_refuses_it_and_changes_nothing(
    cast: Cast, trial_of: Callable[[str], Trial], client_of: Callable[..., Client], who: str, whom: str
) -> None:
    trial, actor = trial_of(whom), getattr(cast, who)
    client = client_of(actor)
    client.get("/staff/cases")  # notes the visit
    before = everything()
    for page in PAGES:
        sent = page.typed(trial) | ({"_method": "DELETE"} if page.method == "DELETE" else {})
        answer = client.post(reverse(page.name, kwargs=page.about(trial)), sent)
        assert answer.status_code in {403, 404}, (page.name, answer.status_code)
    assert everything() == before


def test_what_the_pages_are_sent_would_do_about_a_member(
    cast: Cast, trial_of: Callable[[str], Trial], client_of: Callable[..., Client]
) -> None:
    """Or the table of pages would prove nothing, either."""
    trial, client, refused = trial_of("bob"), client_of(cast.frank), []
    Case.objects.filter(id=trial.case.id).update(assignee_id=cast.frank.id)
    for page in PAGES:
        sent = page.typed(trial) | ({"_method": "DELETE"} if page.method == "DELETE" else {})
        with transaction.atomic():
            answer = client.post(reverse(page.name, kwargs=page.about(trial)), sent)
            transaction.set_rollback(True)
        if answer.status_code not in {302, 303}:
            refused.append((page.name, page.method, answer.status_code))
    assert refused == [
        ("staff_case_hand_on", "POST", 422),  # to no member
        ("staff_case_to_owners", "DELETE", 403),  # owners give back
    ]
