"""To take a case, to give it back, to hand it on, to leave it to the owners."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.accounts.actions import grant_role
from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.moderation.actions.casework import (
    ASSIGNED,
    CLAIM,
    Taken,
    assign,
    claim,
    escalate,
    hand_back,
    release,
    take_to_decide,
)
from folkmoot.moderation.models import Case, CaseMessage
from folkmoot.project import cast as stage
from folkmoot.project.cast import Cast
from tests.happened import Happened, at_once, problems
from tests.moderation.casing import held, laid

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(cast: Cast) -> Any:
    """Carol moderates, too."""
    grant_role(cast.olivia, cast.carol.id, "moderator")
    return cast.carol


@pytest.fixture
def case(cast: Cast) -> Case:
    """Hal is to be looked at."""
    return laid(cast.hal)


def now_of(case: Case) -> Case:
    return Case.objects.get(id=case.id)


def test_a_case_is_taken_for_half_an_hour(cast: Cast, case: Case) -> None:
    claim(cast.frank, case.id)
    row = now_of(case)
    assert row.assignee_id == cast.frank.id
    assert row.claimed_until is not None
    assert abs(row.claimed_until - timezone.now() - CLAIM) < timedelta(minutes=1)


def test_the_second_is_told_who_has_it(cast: Cast, case: Case) -> None:
    claim(cast.frank, case.id)
    until = now_of(case).claimed_until
    with pytest.raises(Taken, match="frank has this case until"):
        claim(cast.olivia, case.id)
    assert (now_of(case).assignee_id, now_of(case).claimed_until) == (cast.frank.id, until)


def test_whose_time_is_over_has_it_no_more(cast: Cast, case: Case) -> None:
    held(case, cast.frank, minutes=-1)
    claim(cast.olivia, case.id)
    assert now_of(case).assignee_id == cast.olivia.id


def test_who_works_on_keeps_it_and_never_for_a_shorter_time(cast: Cast, case: Case) -> None:
    held(case, cast.frank, minutes=5)
    claim(cast.frank, case.id)
    later = now_of(case).claimed_until
    assert later is not None
    assert later > timezone.now() + timedelta(minutes=25)
    held(case, cast.frank, minutes=600)
    claim(cast.frank, case.id)
    assert (now_of(case).claimed_until or timezone.now()) > timezone.now() + timedelta(minutes=590)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_once_one_has_it() -> None:
    olivia, frank, hal = stage.member("olivia", "owner"), stage.member("frank", "moderator"), stage.member("hal")
    case = laid(hal)
    outcomes = at_once(*[lambda: claim(olivia, case.id), lambda: claim(frank, case.id)] * 2)
    refused = problems(outcomes)
    assert [type(each) for each in refused] == [Taken, Taken]
    assert now_of(case).assignee_id in {olivia.id, frank.id}


def test_it_is_given_back(cast: Cast, case: Case) -> None:
    claim(cast.frank, case.id)
    release(cast.frank, case.id)
    assert (now_of(case).assignee_id, now_of(case).claimed_until) == (None, None)


def test_only_owners_take_it_out_of_other_hands(cast: Cast, case: Case, moderator: Any) -> None:
    claim(cast.frank, case.id)
    with pytest.raises(NotAllowed, match="do not have"):
        release(moderator, case.id)
    release(cast.olivia, case.id)
    assert now_of(case).assignee_id is None


def test_it_is_handed_on_for_a_day(cast: Cast, case: Case, moderator: Any) -> None:
    claim(cast.frank, case.id)
    assign(cast.frank, case.id, moderator.id)
    row = now_of(case)
    assert row.assignee_id == moderator.id
    assert abs((row.claimed_until or timezone.now()) - timezone.now() - ASSIGNED) < timedelta(minutes=1)
    with pytest.raises(Taken):
        assign(cast.frank, case.id, cast.frank.id)
    assign(cast.olivia, case.id, cast.frank.id)
    assert now_of(case).assignee_id == cast.frank.id


@pytest.mark.parametrize("whom", ["bob", "gina", "nobody"])
def test_it_goes_to_nobody_who_could_not_decide(cast: Cast, case: Case, whom: str) -> None:
    account_id = 1 if whom == "nobody" else getattr(cast, whom).id
    with pytest.raises(Invalid) as refused:
        assign(cast.olivia, case.id, account_id)
    assert refused.value.field == "account"


def test_a_case_about_a_moderator_goes_to_no_moderator(cast: Cast, moderator: Any) -> None:
    about = laid(moderator)
    with pytest.raises(Invalid):
        assign(cast.olivia, about.id, cast.frank.id)
    with pytest.raises(Invalid):
        assign(cast.olivia, about.id, moderator.id)


@pytest.mark.parametrize(
    "act",
    [
        lambda who, case: claim(who, case.id),
        lambda who, case: release(who, case.id),
        lambda who, case: escalate(who, case.id, "Why"),
        lambda who, case: hand_back(who, case.id),
        lambda who, case: take_to_decide(who, case.id),
    ],
)
def test_who_may_not(cast: Cast, case: Case, act: Callable[[Any, Case], Any]) -> None:
    for who in (cast.bob, cast.gina):
        with pytest.raises(NotAllowed):
            act(who, case)
    with pytest.raises(NotFound):
        act(cast.frank, laid(cast.frank))
    with pytest.raises(NotFound):
        act(cast.frank, laid(cast.olivia))
    with pytest.raises(NotFound):
        act(cast.frank, Case(id=1))
    with pytest.raises(NotAllowed, match="come to its end"):
        act(cast.frank, laid(cast.alice, state="closed"))


def test_a_case_about_nobody_known_is_everybodys(cast: Cast) -> None:
    case = laid(None)
    assert take_to_decide(cast.frank, case.id).id == case.id
    assert now_of(case).assignee_id == cast.frank.id


def test_an_owner_decides_about_a_moderator(cast: Cast, moderator: Any) -> None:
    assert take_to_decide(cast.olivia, laid(moderator).id)


def test_a_case_is_left_to_the_owners(cast: Cast, case: Case, happened: Happened) -> None:
    claim(cast.frank, case.id)
    happened()
    escalate(cast.frank, case.id, " I know him. ")
    row = now_of(case)
    assert (row.state, row.assignee_id) == ("escalated", None)
    note = CaseMessage.objects.get(case=case)
    assert (note.text, note.talk, note.author_id, note.by_staff) == ("I know him.", "staff", cast.frank.id, True)
    assert happened() == [("CaseEscalated", {"case_id": case.id})]
    assert entries(Page(limit=1)).items[0].verb == "case.escalate"
    with pytest.raises(NotAllowed, match="left to the owners"):
        claim(cast.frank, case.id)
    claim(cast.olivia, case.id)


@pytest.mark.parametrize("why", ["", "  ", "x" * 5001])
def test_it_is_left_with_a_reason(cast: Cast, case: Case, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        escalate(cast.frank, case.id, why)
    assert refused.value.field == "why"
    assert now_of(case).state == "open"


def test_owners_leave_it_to_the_moderators_again(cast: Cast, case: Case) -> None:
    escalate(cast.frank, case.id, "I know him.")
    with pytest.raises(NotAllowed):
        hand_back(cast.frank, case.id)
    hand_back(cast.olivia, case.id)
    assert now_of(case).state == "open"
    hand_back(cast.olivia, case.id)
    claim(cast.frank, case.id)


def test_what_an_owner_hands_to_a_moderator_is_theirs_to_decide(cast: Cast, case: Case) -> None:
    escalate(cast.frank, case.id, "I know him.")
    assign(cast.olivia, case.id, cast.olivia.id)
    assert now_of(case).state == "escalated"
    assign(cast.olivia, case.id, cast.frank.id)
    assert now_of(case).state == "open"
    assert take_to_decide(cast.frank, case.id)


def test_owners_are_told(cast: Cast, case: Case, drain: Callable[[], int], mail: Any) -> None:
    escalate(cast.frank, case.id, "I know him.")
    drain()
    (letter,) = mail.to("olivia@example.org")
    assert f"/staff/cases/{case.id}" in letter.get_content()


def test_nobody_is_told_of_what_was_taken_back(cast: Cast, case: Case, drain: Callable[[], int], mail: Any) -> None:
    escalate(cast.frank, case.id, "I know him.")
    hand_back(cast.olivia, case.id)
    drain()
    assert mail.to("olivia@example.org") == []
