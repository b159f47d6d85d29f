"""Circles, answers, quotes and edits are no way round what is open to a newcomer."""

import pytest
from django.utils import timezone

from folkmoot.accounts.capabilities import Role
from folkmoot.accounts.models import Account, RoleGrant
from folkmoot.accounts.reach import Level
from folkmoot.core.errors import FolkmootError, Invalid
from folkmoot.notifications.models import Notification
from folkmoot.posts.actions import Edit, edit_post
from folkmoot.posts.models import Post, ScheduledPost
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import CircleDraft, add_to_circle, make_circle
from tests.newcomers import newcomer
from tests.posts.reaching import AWAY, first_refused
from tests.posts.test_schedule import plan
from tests.posts.writing import say


def circle_of(owner: Account, *people: Account) -> int:
    """A circle of somebody's with these people on it."""
    made = make_circle(owner, CircleDraft("Choir"))
    for each in people:
        add_to_circle(owner, made, each.id)
    return made


class TestCircles:
    def test_who_is_answered_is_told_of_it(self, nina: Account, cast: Cast) -> None:
        asked, circle = say(cast.hal, "Does anybody bake?"), circle_of(nina, cast.hal)
        with pytest.raises(Invalid) as refused:
            say(nina, "Psst, buy this", "list", circle=circle, reply_to=asked)
        assert refused.value.field == "scope"
        assert not Notification.objects.filter(account=cast.hal).exists()

    def test_who_is_quoted_is_told_of_it(self, nina: Account, cast: Cast) -> None:
        quoted, circle = say(cast.hal, "I bake"), circle_of(nina, cast.hal)
        with pytest.raises(Invalid) as refused:
            say(nina, "Psst, buy this", "list", circle=circle, quote_of=quoted)
        assert refused.value.field == "scope"

    def test_whoever_is_not_on_it_is_not(self, nina: Account, cast: Cast) -> None:
        asked, circle = say(cast.hal, "Does anybody bake?"), circle_of(nina, cast.olivia)
        assert say(nina, "Hal asks who bakes", "list", circle=circle, reply_to=asked)

    def test_words_to_people_one_knows_are_open(self, nina: Account, cast: Cast) -> None:
        asked = say(cast.hal, "@nina do you bake?")
        assert say(nina, "I do", "list", circle=circle_of(nina, cast.hal), reply_to=asked)

    def test_a_post_for_many_lifts_no_limit(self, cast: Cast) -> None:
        kim = newcomer("kim", Level.KNOWN)
        people = [newcomer(f"person{number}", Level.MEMBER) for number in range(8)]
        say(kim, "hi", "list", circle=circle_of(kim, *people))
        assert first_refused(lambda n: say(kim, f"@{people[n].username} hello", "direct"), most=8) == 5

    def test_a_plan_is_refused_while_it_is_written(self, nina: Account, cast: Cast) -> None:
        with pytest.raises(Invalid):
            plan(nina, "@hal buy this", scope="list", circle=circle_of(nina, cast.hal))
        assert not ScheduledPost.objects.exists()


class TestEdits:
    def test_a_stranger_on_a_circle_is_not_rung_by_an_edit(self, nina: Account, cast: Cast) -> None:
        post_id = say(nina, "hello", "list", circle=circle_of(nina, cast.hal))
        with pytest.raises(Invalid) as refused:
            edit_post(nina, post_id, Edit("@hal buy this"))
        assert refused.value.field == "scope"
        assert Post.objects.get(id=post_id).text == "hello"
        assert edit_post(nina, post_id, Edit("hello again")) is None

    def test_what_is_refused_for_another_reason_uses_nothing_up(self, cast: Cast) -> None:
        kim = newcomer("kim", Level.KNOWN)
        post_id = say(kim, "hello")
        for number in range(4):
            with pytest.raises(FolkmootError):
                edit_post(kim, post_id, Edit(f"{AWAY}/{number}", pictures=(12345,)))
        assert first_refused(lambda n: say(kim, f"{AWAY}/{n}"), most=5) == 3


class TestDisguise:
    @pytest.mark.parametrize(
        "text",
        [
            r"[x](https:\/\/elsewhere.example/a)",
            "[x](https:&#47;&#47;elsewhere.example)",
            "[x](https&#58;//elsewhere.example)",
            "![x](https&colon;//elsewhere.example)",
        ],
    )
    def test_an_address_written_otherwise_is_one(self, nina: Account, text: str) -> None:
        with pytest.raises(Invalid) as refused:
            say(nina, text)
        assert refused.value.field == "text"
        post_id = say(nina, "hello")
        with pytest.raises(Invalid):
            edit_post(nina, post_id, Edit(text))


def test_whose_reports_come_first_is_no_further_for_that(nina: Account, cast: Cast) -> None:
    RoleGrant.objects.create(account=nina, role=Role.TRUSTED_FLAGGER, granted_at=timezone.now())
    nina.refresh_from_db()
    with pytest.raises(Invalid):
        say(nina, AWAY)
