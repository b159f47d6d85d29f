"""Approving, declining, confirming, suspending and lifting in any order: active exactly when it should be."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.accounts.actions import approve, confirm_address, create_token, decline, sign_up
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import account_of, applications, bearer, get_account
from folkmoot.core.cursors import Page
from folkmoot.core.errors import FolkmootError, NotAllowed, NotFound
from folkmoot.moderation.actions import lift, suspend
from folkmoot.moderation.models import Restriction
from folkmoot.moderation.tasks import end_due_restrictions
from folkmoot.project.cast import Cast
from tests.accounts.test_joining import form
from tests.happened import Happened

pytestmark = pytest.mark.django_db
STEPS = ("approve", "decline", "confirm", "suspend", "suspend for a while", "lift oldest", "lift newest", "time passes")


@dataclass
class Standing:
    """Where an application and its account should stand."""

    approved: bool = False
    declined: bool = False
    confirmed: bool = False
    order: list[str] = field(default_factory=list)

    @property
    def suspended(self) -> bool:
        return bool(self.order)

    @property
    def active(self) -> bool:
        return self.approved and self.confirmed and not self.suspended


class Run:
    """One application, pushed about, with what should be so beside it."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.login = sign_up(form(reason="I live next to the allotments."))
        self.due = Standing()

    @property
    def account(self) -> Account:
        account = account_of(self.login.id)
        assert account is not None
        return account

    def step(self, name: str) -> None:
        getattr(self, name.replace(" ", "_"))()

    def approve(self) -> None:
        approve(self.cast.frank, self.login.id)
        self.due.approved, self.due.declined = True, False

    def decline(self) -> None:
        if self.due.approved:
            with pytest.raises(NotAllowed):
                decline(self.cast.frank, self.login.id, "")
            return
        decline(self.cast.frank, self.login.id, "")
        self.due.declined = True

    def confirm(self) -> None:
        EmailAddress.objects.filter(user=self.login).update(verified=True)
        confirm_address(self.login.id)
        self.due.confirmed = True

    def suspend(self) -> None:
        suspend(self.cast.frank, self.account.id, "Spam.", None)
        self.due.order.append("for good")

    def suspend_for_a_while(self) -> None:
        suspend(self.cast.frank, self.account.id, "Spam.", timezone.now() + timedelta(hours=1))
        self.due.order.append("for a while")

    def lift_oldest(self) -> None:
        self.lift(0)

    def lift_newest(self) -> None:
        self.lift(-1)

    def lift(self, which: int) -> None:
        running = list(self.running().order_by("id"))
        assert len(running) == len(self.due.order)
        if running:
            lift(self.cast.frank, running[which].id)
            self.due.order.pop(which)

    def time_passes(self) -> None:
        self.running().exclude(ends_at=None).update(ends_at=timezone.now())
        end_due_restrictions()
        self.due.order = [one for one in self.due.order if one == "for good"]

    def running(self):
        return Restriction.objects.filter(object_id=self.account.id, ended_at=None)

    def check(self) -> None:
        account = self.account
        assert account.active is self.due.active
        assert (account.suspended_at is not None) is self.due.suspended
        self.check_sight(account)
        waits = not self.due.approved and not self.due.declined
        waiting = [one.login_id for one in applications(self.cast.frank.id, Page(limit=40)).items]
        assert (self.login.id in waiting) is waits

    def check_sight(self, account: Account) -> None:
        if self.due.active:
            assert get_account(None, account.id) == account
            assert bearer(create_token(account, "read", 1))
            return
        with pytest.raises(NotFound):
            get_account(self.cast.bob.id, account.id)
        with pytest.raises(FolkmootError):
            create_token(account, "read", 1)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), max_size=12))
def test_active_means_let_in_and_confirmed_and_not_suspended(cast: Cast, steps: list[str]) -> None:
    with transaction.atomic():
        run = Run(cast)
        for name in steps:
            run.step(name)
            run.check()
        transaction.set_rollback(True)


@pytest.mark.parametrize(
    ("steps", "joins"),
    [
        ("approve confirm", 1),
        ("confirm approve confirm", 1),
        ("confirm decline", 0),
        ("confirm decline approve", 1),
        ("suspend approve confirm", 0),
        ("approve confirm suspend", 1),
    ],
)
def test_somebody_joins_once(cast: Cast, happened: Happened, steps: str, joins: int) -> None:
    run = Run(cast)
    for name in steps.split():
        run.step(name)
    run.check()
    assert [name for name, _ in happened()].count("Joined") == joins
