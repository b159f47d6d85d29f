"""Far more come than usual: the price rises and sign-up asks for approval by itself, until it is calm."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.accounts.actions import SignUp, arrivals, proof, sign_up
from folkmoot.accounts.models import Arrival, Login
from folkmoot.accounts.tasks import forget_arrivals, watch_doors
from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from folkmoot.core.errors import NotAllowed
from folkmoot.core.ids import new_id
from folkmoot.instance.actions import change_settings, relieve_guard, send_guard_away
from folkmoot.instance.queries import as_chosen, community
from folkmoot.project.cast import PASSWORD, Cast

pytestmark = pytest.mark.django_db
START = datetime.now(UTC)
NEAR, FAR = "198.51.100.{}", "203.0.{}.9"
_names = count()


class Clock:
    """A moment that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = START

    def goes_on(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    """A community that is open, where one has come every ten minutes for a week."""
    change_settings(None, {"sign_up": "open"})
    clock = Clock()
    monkeypatch.setattr(timezone, "now", lambda: clock.now)
    usual = [START - timedelta(minutes=10 * n + 40) for n in range(1_000)]
    logins = Login.objects.bulk_create([Login(id=new_id(), email=f"old{n}@example.org") for n in range(len(usual))])
    Arrival.objects.bulk_create(
        [Arrival(login=login, at=at, near=f"{n}") for n, (login, at) in enumerate(zip(logins, usual, strict=True))]
    )
    return clock


def come(address: str, **more: Any) -> Login:
    number = next(_names)
    name = "guest" + f"{number:o}".translate(str.maketrans("01234567", "abcdefgh"))
    reason = "I would like to sing with all of you."
    return sign_up(SignUp(name, f"{name}@example.org", PASSWORD, reason, came_from=address, **more))


def test_twenty_times_as_many_from_one_prefix(clock: Clock, cast: Cast) -> None:
    """Acceptance: cost up and approval on within a minute, off after calm, others still come in."""
    assert come(FAR.format(1)).approved_at, "in calm whoever comes is in"
    before = proof.price(FAR.format(2))
    let_in = []
    for n in range(20):
        let_in.append(bool(come(NEAR.format(n)).approved_at))
        clock.goes_on(seconds=2)
    assert let_in[0] is True
    assert let_in[-1] is False
    assert as_chosen().sign_up == "open", "what the owners chose stays chosen"
    assert community().sign_up == "approval"
    assert proof.price(FAR.format(2)) > before
    unrelated = come(FAR.format(3))
    assert unrelated.approved_at is None
    assert unrelated.reason, "an application like any other"
    since, kind, number = community().guard.split(" ")
    assert datetime.fromisoformat(since) - START < timedelta(seconds=60)
    assert (kind, int(number)) == ("near", 10)
    clock.goes_on(minutes=11)
    watch_doors()
    assert community().guard, "not as soon as they pause"
    clock.goes_on(minutes=31)
    watch_doors()
    assert community().sign_up == "open"
    assert proof.price(FAR.format(2)) == before
    assert come(FAR.format(4)).approved_at
    kept = [(entry.verb, entry.actor_id) for entry in entries(Page(limit=2)).items]
    assert kept == [("doors.calm", None), ("doors.guard", None)]


def test_many_from_everywhere(clock: Clock) -> None:
    for n in range(41):
        come(FAR.format(n))
    assert community().guard.split(" ")[1:] == ["all", "40"]


@pytest.mark.parametrize(("people", "minutes"), [(9, 0.5), (30, 3.0)])
def test_a_lively_day_is_no_burst(clock: Clock, people: int, minutes: float) -> None:
    for n in range(people):
        come(FAR.format(n))
        clock.goes_on(minutes=minutes)
    watch_doors()
    assert not community().guard


def test_what_is_usual_is_no_burst(clock: Clock) -> None:
    """Where hundreds come every hour, ten from one provider are nothing."""
    many = Login.objects.bulk_create([Login(id=new_id(), email=f"more{n}@example.org") for n in range(4_000)])
    week = [START - timedelta(minutes=40 + 2.5 * n) for n in range(len(many))]
    Arrival.objects.bulk_create(
        [Arrival(login=login, at=at, near=f"m{n}") for n, (login, at) in enumerate(zip(many, week, strict=True))]
    )
    for n in range(20):
        come(NEAR.format(n))
    assert not community().guard


def test_invited_people_are_no_burst(clock: Clock, cast: Cast) -> None:
    """A class with a link comes in together, and that is what links are for."""
    from folkmoot.accounts.actions import create_invitation

    change_settings(None, {"sign_up": "invitation"})
    code = create_invitation(cast.olivia, 20, 1).code
    for n in range(20):
        come(NEAR.format(n), invitation_code=code)
    assert not community().guard


def test_an_owner_knows_who_comes(clock: Clock, cast: Cast) -> None:
    for n in range(12):
        come(NEAR.format(n))
    assert community().sign_up == "approval"
    for somebody in (cast.frank, cast.bob):
        with pytest.raises(NotAllowed):
            send_guard_away(somebody)
    assert send_guard_away(cast.olivia)
    assert not send_guard_away(cast.olivia)
    assert community().sign_up == "open"
    assert entries(Page(limit=1)).items[0].actor_id == cast.olivia.id


@pytest.mark.parametrize("mode", ["approval", "invitation", "closed"])
def test_a_guard_never_opens_anything(clock: Clock, mode: str) -> None:
    for n in range(12):
        come(NEAR.format(n))
    change_settings(None, {"sign_up": mode})
    assert community().sign_up == mode
    relieve_guard()
    assert community().sign_up == mode


def test_without_the_computation_somebody_looks_first(clock: Clock) -> None:
    login = come(FAR.format(1), proved=False)
    assert login.approved_at is None
    assert Arrival.objects.get(login=login).proved is False


def test_test_communities_have_no_guard(clock: Clock, settings: Any) -> None:
    settings.TEST_PROFILE = True
    for n in range(15):
        come(NEAR.format(n))
    assert not community().guard


def test_after_ninety_days_nothing_is_known_of_where(clock: Clock) -> None:
    login = come(NEAR.format(1))
    clock.goes_on(days=89)
    forget_arrivals()
    assert Arrival.objects.get(login=login).near
    clock.goes_on(days=2)
    forget_arrivals()
    kept = Arrival.objects.get(login=login)
    assert (kept.near, bool(kept.mailbox)) == ("", True)
    assert not Arrival.objects.exclude(near="").filter(at__lt=clock.now - arrivals.KEPT).exists()
