"""What was taken comes back, also when the world around it has changed meanwhile."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.models import Account, Stats
from folkmoot.audit.queries import verify
from folkmoot.core.cursors import Page
from folkmoot.core.errors import NotFound
from folkmoot.moderation.actions import lift, suspend
from folkmoot.moderation.actions.appeal import appeal
from folkmoot.moderation.actions.review import overturn
from folkmoot.moderation.models import Restriction
from folkmoot.moderation.tasks import end_due_restrictions
from folkmoot.posts.actions import boost, delete_post
from folkmoot.posts.models import Post
from folkmoot.posts.queries import get_post, profile_posts, thread
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, follow
from folkmoot.timelines.queries import home
from tests.moderation.deciding import REASONS, WHY, decided
from tests.moderation.removing import remove_post
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
PAGE = Page(limit=20)


def seen(viewer: Account | None, post: int) -> bool:
    try:
        get_post(viewer.id if viewer else None, post)
    except NotFound:
        return False
    return True


class TestWithoutWhatItStoodOn:
    def test_an_answer_whose_parent_is_gone(self, cast: Cast) -> None:
        parent = say(cast.bob, "What do you think?")
        answer = say(cast.hal, "Vile", reply_to=parent)
        made = remove_post(cast.frank, answer, "Vile.")
        delete_post(cast.bob, parent)
        lift(cast.frank, made.id)
        assert seen(cast.carol, answer)
        assert thread(cast.carol.id, answer).post.post_id == answer

    def test_a_quote_whose_post_is_gone(self, cast: Cast) -> None:
        quoted = say(cast.bob, "First words")
        quote = say(cast.hal, "Vile words about it", quote_of=quoted)
        made = remove_post(cast.frank, quote, "Vile.")
        delete_post(cast.bob, quoted)
        lift(cast.frank, made.id)
        assert get_post(cast.carol.id, quote).body.text == "Vile words about it"

    def test_a_boosted_post_comes_back_with_its_boosts_and_a_deleted_one_does_not(self, cast: Cast) -> None:
        kept, taken_back = say(cast.hal, "One"), say(cast.hal, "Other")
        for each in (kept, taken_back):
            boost(cast.bob, each)
        made = [remove_post(cast.frank, each, "Vile.") for each in (kept, taken_back)]
        assert [view.post_id for view in profile_posts(cast.carol.id, cast.bob.id, "posts", PAGE).items] == []
        delete_post(cast.hal, taken_back)
        for each in made:
            lift(cast.frank, each.id)
        shown = profile_posts(cast.carol.id, cast.bob.id, "posts", PAGE).items
        assert [view.body.text for view in shown] == ["One"]
        assert not seen(cast.carol, taken_back)

    def test_a_post_of_somebody_who_has_left(self, cast: Cast) -> None:
        post = say(cast.hal, "Vile")
        made = remove_post(cast.frank, post, "Vile.")
        Account.objects.filter(id=cast.hal.id).update(deleted_at=timezone.now(), active=False)
        lift(cast.frank, made.id)
        assert not seen(cast.carol, post)
        assert Restriction.objects.get(id=made.id).ended_by == cast.frank.id

    @pytest.mark.parametrize("what", ["reply_to", "quote_of"])
    def test_the_pages_are_whole(self, cast: Cast, client_of: Callable[..., Client], what: str) -> None:
        below = say(cast.bob, "canaryword")
        post = say(cast.hal, "Vile words", **{what: below})
        made = remove_post(cast.frank, post, "Vile.")
        delete_post(cast.bob, below)
        lift(cast.frank, made.id)
        client = client_of(cast.carol)
        for address in (f"/@hal/{post}", "/@hal/with-replies", "/@hal"):
            answer = client.get(address)
            if answer.status_code == 200:
                assert b"canaryword" not in answer.content
        assert b"Vile words" in client.get(f"/@hal/{post}").content


class TestAccounts:
    def test_posts_deleted_meanwhile_stay_deleted_and_are_not_counted(self, cast: Cast) -> None:
        kept, gone = say(cast.hal, "Kept"), say(cast.hal, "Gone")
        made = suspend(cast.frank, cast.hal.id, "Spam.", None)
        delete_post(Account.objects.get(id=cast.hal.id), gone)
        lift(cast.frank, made.id)
        assert (seen(cast.bob, kept), seen(cast.bob, gone)) == (True, False)
        assert Stats.objects.get(account=cast.hal).posts == 1
        assert [view.post_id for view in profile_posts(cast.bob.id, cast.hal.id, "posts", PAGE).items] == [kept]

    def test_home_feeds_have_them_again(self, cast: Cast, drain: Callable[[], int]) -> None:
        follow(cast.bob, cast.hal.id)
        drain()
        post = say(cast.hal, "Hello")
        drain()
        made = suspend(cast.frank, cast.hal.id, "Spam.", None)
        assert post not in _home(cast.bob)
        drain()
        assert post not in _home(cast.bob)
        lift(cast.frank, made.id)
        drain()
        assert post in _home(cast.bob)

    def test_a_block_of_before_still_holds(self, cast: Cast) -> None:
        post = say(cast.hal, "Hello")
        block(cast.hal, cast.bob.id)
        made = suspend(cast.frank, cast.hal.id, "Spam.", None)
        lift(cast.frank, made.id)
        assert (seen(cast.bob, post), seen(cast.carol, post)) == (False, True)


class TestComposed:
    def test_a_post_comes_back_into_an_account_only_when_both_have_ended(self, cast: Cast) -> None:
        post = say(cast.hal, "Vile")
        orders: list[tuple[Any, ...]] = [(0, 1), (1, 0)]
        for order in orders:
            made = [remove_post(cast.frank, post, "Vile."), suspend(cast.olivia, cast.hal.id, "Spam.", None)]
            lift(cast.frank, made[order[0]].id)
            assert not seen(cast.bob, post)
            lift(cast.frank, made[order[1]].id)
            assert seen(cast.bob, post)
        assert verify() is None

    @pytest.mark.parametrize("second", ["hide", "remove", "age_gate", "label", "limit", "demote"])
    def test_what_is_overturned_leaves_exactly_what_else_runs(self, cast: Cast, second: str) -> None:
        alone, both = say(cast.hal, "Vile"), say(cast.hal, "Vile")
        first = decided(cast.frank, "remove", "post", both)
        for post in (alone, both):
            decided(cast.olivia, second, "post", post)
        overturn(cast.olivia, appeal(cast.hal, first.id, WHY), REASONS)
        columns = ("restricted", "notice")
        found = Post.objects.filter(id__in=(alone, both)).values("id", *columns, "removed_at")
        rows = {row["id"]: row for row in found}
        assert {name: rows[both][name] for name in columns} == {name: rows[alone][name] for name in columns}
        assert (rows[both]["removed_at"] is None) is (rows[alone]["removed_at"] is None)
        assert seen(cast.bob, both) is seen(cast.bob, alone)

    @pytest.mark.parametrize("second", ["limit", "demote", "suspend", "terminate"])
    def test_of_an_account_too(self, cast: Cast, second: str) -> None:
        first = suspend(cast.frank, cast.hal.id, "Spam.", None)
        other = decided(cast.olivia, second, "account", cast.hal.id)
        lift(cast.frank, first.id)
        row = Account.objects.get(id=cast.hal.id)
        assert row.active is (second in {"limit", "demote"})
        assert (row.limited_at is not None) is (second == "limit")
        assert (row.unlisted_at is not None) is (second in {"limit", "demote"})
        lift(cast.olivia, other.id)
        row.refresh_from_db()
        assert (row.active, row.suspended_at, row.limited_at, row.unlisted_at) == (True, None, None, None)

    def test_what_ends_by_itself_beside_what_was_taken_back(self, cast: Cast) -> None:
        post = say(cast.hal, "Vile")
        short = suspend(cast.frank, cast.hal.id, "Spam.", timezone.now() + timedelta(hours=1))
        long_ = suspend(cast.olivia, cast.hal.id, "Spam.", timezone.now() + timedelta(days=9))
        lift(cast.olivia, long_.id)
        assert not seen(cast.bob, post)
        Restriction.objects.filter(id=short.id).update(ends_at=timezone.now())
        assert end_due_restrictions() == 1
        assert seen(cast.bob, post)


def _home(who: Account) -> set[int]:
    return {view.post_id for view in home(who.id, PAGE).items}
