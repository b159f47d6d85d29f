"""Removals, suspensions, lifts and passing time in any order: the columns are the OR of what runs."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from folkmoot.accounts.models import Account
from folkmoot.audit.queries import entries, verify
from folkmoot.core.cursors import Page
from folkmoot.core.errors import NotFound
from folkmoot.moderation.actions import lift, suspend
from folkmoot.moderation.models import Restriction
from folkmoot.moderation.queries import restrictions
from folkmoot.moderation.tasks import end_due_restrictions
from folkmoot.posts.models import Post
from folkmoot.posts.queries import get_post
from folkmoot.project.cast import Cast, member
from tests.happened import Happened
from tests.moderation.removing import remove_post
from tests.posts.writing import lay, say

pytestmark = pytest.mark.django_db
PAGE = Page(limit=40)
STEPS = ("remove", "suspend", "suspend for an hour", "lift first", "lift last", "an hour passes")


class Trial:
    """A member, two posts, and the restrictions that should be running: (id, kind, object)."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.posts = [lay(cast.hal, "public"), lay(cast.hal, "public")]
        self.running: list[tuple[int, str, int]] = []
        self.brief: set[int] = set()

    def step(self, name: str) -> None:
        getattr(self, name.replace(" ", "_"))()

    def remove(self) -> None:
        post = self.posts[len(self.running) % 2]
        self.note(remove_post(self.cast.frank, post, "Vile."))

    def suspend(self) -> None:
        self.note(suspend(self.cast.olivia, self.cast.hal.id, "Spam.", None))

    def suspend_for_an_hour(self) -> None:
        restriction = suspend(self.cast.frank, self.cast.hal.id, "Spam.", timezone.now() + timedelta(hours=1))
        self.note(restriction)
        self.brief.add(restriction.id)

    def lift_first(self) -> None:
        self.lift(0)

    def lift_last(self) -> None:
        self.lift(-1)

    def lift(self, which: int) -> None:
        if self.running:
            lift(self.cast.frank, self.running.pop(which)[0])

    def an_hour_passes(self) -> None:
        Restriction.objects.filter(id__in=self.brief).update(ends_at=timezone.now())
        due = [one for one in self.running if one[0] in self.brief]
        assert end_due_restrictions() == len(due)
        self.running = [one for one in self.running if one not in due]

    def note(self, restriction: Restriction) -> None:
        self.running.append((restriction.id, restriction.kind, restriction.object_id))

    def check(self) -> None:
        suspended = any(kind == "account" for _, kind, _ in self.running)
        account = Account.objects.get(id=self.cast.hal.id)
        assert account.active is not suspended
        assert (account.suspended_at is not None) is suspended
        for post in self.posts:
            removed = any(kind == "post" and object_id == post for _, kind, object_id in self.running)
            assert (Post.objects.get(id=post).removed_at is not None) is removed
            self.check_sight(post, hidden=removed or suspended)
        shown = [one.id for one in restrictions(self.cast.frank.id, PAGE).items]
        assert [one for one in shown if one in {i for i, _, _ in self.running}] == [i for i, _, _ in self.running][::-1]

    def check_sight(self, post: int, *, hidden: bool) -> None:
        assert get_post(self.cast.hal.id, post).post_id == post, "authors see their own"
        if not hidden:
            assert get_post(self.cast.bob.id, post).post_id == post
            return
        for viewer in (self.cast.bob.id, self.cast.frank.id, None):
            with pytest.raises(NotFound):
                get_post(viewer, post)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.sampled_from(STEPS), max_size=12))
def test_the_columns_are_the_or_of_what_runs(cast: Cast, steps: list[str]) -> None:
    with transaction.atomic():
        trial = Trial(cast)
        for name in steps:
            trial.step(name)
            trial.check()
        assert verify() is None
        transaction.set_rollback(True)


def test_the_earliest_running_restriction_dates_the_column(cast: Cast) -> None:
    post = say(cast.hal)
    first, second = (remove_post(cast.frank, post, "Vile.") for _ in range(2))
    assert Post.objects.get(id=post).removed_at == first.starts_at
    lift(cast.frank, first.id)
    assert Post.objects.get(id=post).removed_at == second.starts_at


def test_a_second_removal_changes_nothing_that_is_shown(cast: Cast) -> None:
    post = say(cast.hal)
    remove_post(cast.frank, post, "Vile.")
    version = Post.objects.get(id=post).version
    remove_post(cast.olivia, post, "Vile indeed.")
    assert Post.objects.get(id=post).version == version


def test_each_decision_and_each_end_is_logged_with_its_reason(cast: Cast) -> None:
    restriction = suspend(cast.frank, cast.hal.id, "Sold followers.", None)
    lift(cast.olivia, restriction.id)
    ended, begun = entries(Page(limit=2)).items
    assert (begun.verb, begun.actor_id, begun.object_id, begun.reason) == (
        "account.suspend",
        cast.frank.id,
        cast.hal.id,
        "Sold followers.",
    )
    assert (ended.verb, ended.actor_id, ended.object_type) == ("account.suspend.lift", cast.olivia.id, "account")


def test_what_is_due_is_ended_whoever_it_concerns(cast: Cast, happened: Happened) -> None:
    someone = [member(f"spammer{n}") for n in range(3)]
    for account in someone:
        suspend(cast.frank, account.id, "Spam.", timezone.now() + timedelta(minutes=5))
    Restriction.objects.exclude(ends_at=None).update(ends_at=timezone.now() - timedelta(days=3))
    happened()
    assert end_due_restrictions() == 3
    assert [name for name, _ in happened()] == ["AccountShown", "RestrictionEnded"] * 3
    assert Account.objects.filter(username__startswith="spammer", active=True).count() == 3
    cast.gina.refresh_from_db()
    assert not cast.gina.active, "hers has no end"


def test_a_suspension_of_somebody_who_left_meanwhile_ends_quietly(cast: Cast) -> None:
    suspend(cast.frank, cast.hal.id, "Spam.", timezone.now() + timedelta(minutes=5))
    Account.objects.filter(id=cast.hal.id).update(deleted_at=timezone.now())
    Restriction.objects.exclude(ends_at=None).update(ends_at=timezone.now())
    assert end_due_restrictions() == 1
    cast.hal.refresh_from_db()
    assert (cast.hal.active, cast.hal.suspended_at) == (False, None)


def test_pages_of_restrictions_meet(cast: Cast) -> None:
    made = [remove_post(cast.frank, say(cast.hal), "Vile.").id for _ in range(5)]
    first = restrictions(cast.frank.id, Page(limit=3))
    second = restrictions(cast.frank.id, Page(limit=3, max_id=first.older))
    gina = Restriction.objects.get(object_id=cast.gina.id).id
    assert [one.id for one in (*first.items, *second.items)] == [*made[::-1], gina]
    back = restrictions(cast.frank.id, Page(limit=3, min_id=second.newer))
    assert back.items == first.items
