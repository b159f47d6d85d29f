"""Posts that are published by themselves: once, at their time, under the rules of that time, and never lost."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone, translation

from folkmoot.accounts.models import Account
from folkmoot.core import limits
from folkmoot.core.errors import Busy, Invalid, NotAllowed, NotFound
from folkmoot.core.events import drain
from folkmoot.media.models import Picture
from folkmoot.moderation.actions import suspend
from folkmoot.posts.actions import Draft, delete_post, publish, schedule
from folkmoot.posts.actions.polls import NewPoll
from folkmoot.posts.actions.saved import UPLOADS_KEPT, Begun, save_draft
from folkmoot.posts.actions.schedule import (
    SCHEDULED_MOST,
    cancel_schedule,
    change_schedule,
    draft_again,
    publish_now,
    publish_when_due,
    schedule_post,
)
from folkmoot.posts.models import Post, SavedDraft, ScheduledPost
from folkmoot.posts.queries import get_post
from folkmoot.posts.queries.saved import draft, drafts, problems, scheduled, scheduled_post
from folkmoot.posts.tasks import publish_due
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import CircleDraft, make_circle
from tests.happened import at_once
from tests.pictures import lay
from tests.posts.writing import say

GONE = "The post you are answering is not there any more. Your text is kept: publish it as a post of its own."


def in_(**span: float) -> datetime:
    return timezone.now() + timedelta(**span)


def plan(actor: Account, text: str = "Good morning", scope: str = "public", **more: Any) -> int:
    form, due_at = more.pop("form", {}), more.pop("due_at", in_(hours=1))
    return schedule_post(actor, Draft(text, scope, **more), due_at, form)


def overdue(*plans: int) -> None:
    ScheduledPost.objects.filter(id__in=plans).update(due_at=in_(seconds=-1))


def written(account: Account) -> list[str]:
    return list(Post.objects.filter(account=account).order_by("id").values_list("text", flat=True))


def test_it_is_published_when_its_time_has_come(cast: Cast) -> None:
    first = plan(cast.alice, warning="Early", language="de", reply_policy="followers")
    publish_due()
    assert written(cast.alice) == []
    overdue(first)
    publish_due()
    post = Post.objects.get(account=cast.alice)
    body = get_post(cast.alice.id, post.id).body
    facts = (body.text, body.scope, body.warning, body.language, body.reply_policy)
    assert facts == ("Good morning", "public", "Early", "de", "followers")
    assert scheduled(cast.alice.id) == []
    assert abs(body.created_at - timezone.now()) < timedelta(minutes=1)


def test_everything_that_hangs_on_it_comes_along(cast: Cast) -> None:
    picture = lay(cast.alice.id)
    poll = NewPoll(("tea", "coffee"), 3600, multiple=True)
    chosen = plan(cast.alice, "Which, @bob? #drinks", "followers", pictures=(picture.id,), poll=poll)
    overdue(chosen)
    publish_due()
    body = get_post(cast.bob.id, Post.objects.get(account=cast.alice).id).body
    assert [each.id for each in body.pictures] == [picture.id]
    assert body.tags == ("drinks",)
    assert [each.username for each in body.mentions] == ["bob"]
    assert body.poll
    assert (body.poll.options, body.poll.multiple) == (("tea", "coffee"), True)
    assert abs(body.poll.ends_at - in_(hours=1)) < timedelta(minutes=1)


class TestTheTime:
    @pytest.mark.parametrize("span", [{"seconds": -5}, {"minutes": 4}, {"minutes": 4, "seconds": 58}])
    def test_is_not_too_soon(self, cast: Cast, span: dict[str, float]) -> None:
        with pytest.raises(Invalid, match="five minutes") as refused:
            plan(cast.alice, due_at=in_(**span))
        assert refused.value.field == "due"

    def test_is_not_too_far(self, cast: Cast) -> None:
        with pytest.raises(Invalid, match="within the next year"):
            plan(cast.alice, due_at=in_(days=366))

    @pytest.mark.parametrize("span", [{"minutes": 5, "seconds": 5}, {"days": 364}])
    def test_may_be_anything_between(self, cast: Cast, span: dict[str, float]) -> None:
        assert plan(cast.alice, due_at=in_(**span))

    def test_can_be_changed(self, cast: Cast) -> None:
        chosen, later = plan(cast.alice), in_(days=2)
        change_schedule(cast.alice, chosen, later)
        assert scheduled_post(cast.alice.id, chosen).due_at == later
        for wrong in (in_(minutes=1), in_(days=400)):
            with pytest.raises(Invalid):
                change_schedule(cast.alice, chosen, wrong)


class TestOnce:
    def test_the_same_form_twice_is_one_plan(self, cast: Cast) -> None:
        assert plan(cast.alice, idempotency_key="k") == plan(cast.alice, idempotency_key="k")
        assert len(scheduled(cast.alice.id)) == 1

    def test_the_same_key_still_makes_a_post(self, cast: Cast) -> None:
        chosen = plan(cast.alice, idempotency_key="k")
        assert say(cast.alice, "Another", idempotency_key="k") != chosen

    def test_a_second_look_finds_nothing(self, cast: Cast) -> None:
        chosen = plan(cast.alice)
        overdue(chosen)
        publish_when_due(chosen)
        publish_when_due(chosen)
        publish_due()
        assert written(cast.alice) == ["Good morning"]

    @pytest.mark.django_db(transaction=True)
    def test_two_workers_at_once_publish_it_once(self, cast: Cast) -> None:
        plans = [plan(cast.alice, f"number {n}") for n in range(3)]
        overdue(*plans)
        at_once(publish_due, publish_due, publish_due)
        publish_due()
        assert sorted(written(cast.alice)) == ["number 0", "number 1", "number 2"]
        assert scheduled(cast.alice.id) == []

    @pytest.mark.django_db(transaction=True)
    def test_a_worker_that_is_killed_in_between_leaves_it_to_the_next(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The post is written, the plan is not gone yet, and the process ends: nothing of it was kept."""
        chosen = plan(cast.alice)
        overdue(chosen)

        class Killed(BaseException):
            pass

        def kill(*_args: object, **_more: object) -> None:
            assert written(cast.alice) == ["Good morning"]
            raise Killed

        with monkeypatch.context() as patch:
            patch.setattr(ScheduledPost, "delete", kill)
            with pytest.raises(Killed):
                publish_due()
        connection.close()
        assert written(cast.alice) == []
        publish_due()
        publish_due()
        assert written(cast.alice) == ["Good morning"]

    @pytest.mark.django_db(transaction=True)
    def test_publishing_now_while_the_clock_strikes_is_once(self, cast: Cast) -> None:
        chosen = plan(cast.alice)
        overdue(chosen)
        at_once(publish_due, lambda: publish_now(cast.alice, chosen), publish_due)
        assert written(cast.alice) == ["Good morning"]


class TestRefused:
    """What stands in the way at that time is kept beside the words."""

    def problem(self, cast: Cast, chosen: int) -> str:
        overdue(chosen)
        publish_due()
        found = scheduled_post(cast.alice.id, chosen)
        assert found.text == "Good morning"
        return found.problem

    def test_the_post_it_answers_is_gone(self, cast: Cast) -> None:
        parent = say(cast.bob)
        chosen = plan(cast.alice, reply_to=parent)
        delete_post(cast.bob, parent)
        assert "not there any more" in self.problem(cast, chosen)
        assert written(cast.alice) == []
        assert problems(cast.alice.id) == 1
        assert problems(cast.bob.id) == 0

    def test_it_may_not_be_answered_any_more(self, cast: Cast) -> None:
        parent = say(cast.bob)
        chosen = plan(cast.alice, reply_to=parent)
        Post.objects.filter(id=parent).update(reply_policy="mentioned", version=2)
        assert "only some people" in self.problem(cast, chosen)

    def test_a_picture_is_gone(self, cast: Cast) -> None:
        picture = lay(cast.alice.id)
        chosen = plan(cast.alice, pictures=(picture.id,))
        picture.delete()
        assert "add it again" in self.problem(cast, chosen)

    def test_whoever_wrote_it_is_suspended(self, cast: Cast) -> None:
        chosen = plan(cast.alice)
        suspend(cast.olivia, cast.alice.id, "For a while", None)
        assert "suspended" in self.problem(cast, chosen)
        assert written(cast.alice) == []

    def test_a_sentence_without_words_is_still_a_problem(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        chosen = plan(cast.alice)
        monkeypatch.setattr(schedule, "publish_post", self._refusing(NotAllowed()))
        assert self.problem(cast, chosen) == "It could not be published."

    def test_it_is_told_in_the_language_of_the_member(self, cast: Cast) -> None:
        Account.objects.filter(id=cast.alice.id).update(language="ar")
        parent = say(cast.bob)
        chosen = plan(cast.alice, reply_to=parent)
        delete_post(cast.bob, parent)
        with translation.override("ar"):
            said = translation.gettext(GONE)
        assert self.problem(cast, chosen) == said

    def test_it_is_not_tried_again_by_itself(self, cast: Cast) -> None:
        parent = say(cast.bob)
        chosen = plan(cast.alice, reply_to=parent)
        Post.objects.filter(id=parent).update(reply_policy="mentioned", version=2)
        assert self.problem(cast, chosen)
        Post.objects.filter(id=parent).update(reply_policy="everyone", version=3)
        publish_due()
        assert written(cast.alice) == []
        change_schedule(cast.alice, chosen, in_(hours=1))
        assert problems(cast.alice.id) == 0
        overdue(chosen)
        publish_due()
        assert written(cast.alice) == ["Good morning"]

    def test_a_problem_of_one_holds_up_no_other(self, cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: Any) -> None:
        bad, good = plan(cast.alice, "bad"), plan(cast.bob, "good")
        ScheduledPost.objects.filter(id=bad).update(draft={"draft": {"nothing": "known"}, "form": {}})
        overdue(bad, good)
        with caplog.at_level(logging.ERROR):
            publish_due()
        assert written(cast.bob) == ["good"]
        assert ScheduledPost.objects.get().id == bad
        assert str(bad) in caplog.text

    def test_whoever_writes_too_fast_is_published_a_little_later(self, cast: Cast, settings: Any) -> None:
        for number in range(settings.FOLKMOOT.posts_per_5_minutes):
            say(cast.alice, f"{number}")
        chosen = plan(cast.alice)
        assert self.problem(cast, chosen) == ""
        assert "Good morning" not in written(cast.alice)
        limits.forget_all()  # five minutes later
        publish_due()
        assert "Good morning" in written(cast.alice)

    def test_a_database_without_breath_is_asked_again(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        chosen = plan(cast.alice)
        monkeypatch.setattr(schedule, "publish_post", self._refusing(Busy()))
        assert self.problem(cast, chosen) == ""

    def _refusing(self, error: Exception) -> Callable[..., int]:
        def refuse(*_args: object) -> int:
            raise error

        return refuse


class TestPlanning:
    def test_what_could_not_be_published_now_is_not_planned_either(self, cast: Cast) -> None:
        with pytest.raises(Invalid, match="cannot be empty"):
            plan(cast.alice, " ")
        with pytest.raises(Invalid, match="not there any more"):
            plan(cast.alice, reply_to=4711)
        closed = say(cast.hal, reply_policy="mentioned")
        with pytest.raises(NotAllowed):
            plan(cast.alice, reply_to=closed)
        for wrong in ({"pictures": (lay(cast.bob.id).id,)}, {"recordings": (4711,)}):
            with pytest.raises(Invalid, match="add it again"):
                plan(cast.alice, **wrong)
        assert scheduled(cast.alice.id) == []

    def test_the_draft_goes_with_it(self, cast: Cast) -> None:
        kept = save_draft(cast.alice, None, Begun({"text": ["Good morning"], "key": ["k"]}))
        plan(cast.alice, saved_as=kept.id)
        assert drafts(cast.alice.id) == []

    def test_pictures_are_kept_until_then_and_longer(self, cast: Cast) -> None:
        picture, due_at = lay(cast.alice.id), in_(days=200)
        chosen = plan(cast.alice, pictures=(picture.id,), due_at=due_at)
        assert Picture.objects.get().kept_until == due_at + UPLOADS_KEPT
        change_schedule(cast.alice, chosen, due_at + timedelta(days=9))
        assert Picture.objects.get().kept_until == due_at + UPLOADS_KEPT + timedelta(days=9)

    def test_there_is_an_end_to_planning(self, cast: Cast) -> None:
        row = plan(cast.alice)
        kept = ScheduledPost.objects.get(id=row).draft
        ScheduledPost.objects.bulk_create(
            [ScheduledPost(account=cast.alice, draft=kept, due_at=in_(hours=2)) for _ in range(SCHEDULED_MOST - 1)]
        )
        with pytest.raises(Invalid, match="300 posts"):
            plan(cast.alice)
        assert plan(cast.bob)

    def test_publishing_now_is_publishing(self, cast: Cast) -> None:
        post_id = publish_now(cast.alice, plan(cast.alice))
        assert get_post(cast.bob.id, post_id).body.text == "Good morning"
        drain()
        assert scheduled(cast.alice.id) == []

    def test_publishing_now_says_what_is_wrong_and_keeps_it(self, cast: Cast) -> None:
        parent = say(cast.bob)
        chosen = plan(cast.alice, reply_to=parent)
        delete_post(cast.bob, parent)
        with pytest.raises(Invalid):
            publish_now(cast.alice, chosen)
        assert scheduled_post(cast.alice.id, chosen).text == "Good morning"

    def test_it_becomes_a_draft_again_as_it_was_typed(self, cast: Cast) -> None:
        form = {"text": ["Good morning"], "scope": ["public"], "poll_option": ["tea", "coffee"]}
        kept = draft_again(cast.alice, plan(cast.alice, form=form))
        assert draft(cast.alice.id, kept).form == form
        assert scheduled(cast.alice.id) == []

    def test_what_a_program_planned_becomes_a_draft_too(self, cast: Cast) -> None:
        picture = lay(cast.alice.id)
        kept = draft_again(cast.alice, plan(cast.alice, "Words", "quiet", warning="Long", pictures=(picture.id,)))
        form = draft(cast.alice.id, kept).form
        said = {"text": ["Words"], "scope": ["quiet"], "warning": ["Long"], "reply_policy": ["everyone"]}
        assert form == {**said, "pictures": [str(picture.id)]}

    def test_with_its_question_and_its_circle(self, cast: Cast) -> None:
        circle = make_circle(cast.alice, CircleDraft("Choir"))
        poll = NewPoll(("tea", "milk"), 3600, multiple=True)
        form = draft(
            cast.alice.id, draft_again(cast.alice, plan(cast.alice, "?", "list", circle=circle, poll=poll))
        ).form
        assert form["scope"] == [f"list:{circle}"]
        assert form["poll_option"] == ["tea", "milk"]
        assert (form["poll_lasts"], form["poll_multiple"]) == (["3600"], ["on"])

    def test_without_room_for_a_draft_the_plan_stays(self, cast: Cast) -> None:
        chosen = plan(cast.alice)
        SavedDraft.objects.bulk_create(
            [SavedDraft(account=cast.alice, form={"text": ["x"]}, changed_at=timezone.now()) for _ in range(50)]
        )
        with pytest.raises(Invalid, match="50 drafts"):
            draft_again(cast.alice, chosen)
        assert scheduled_post(cast.alice.id, chosen)

    def test_it_can_be_given_up(self, cast: Cast) -> None:
        cancel_schedule(cast.alice, plan(cast.alice))
        publish_due()
        assert (scheduled(cast.alice.id), written(cast.alice)) == ([], [])


@pytest.mark.parametrize(
    "attack",
    [
        lambda other, chosen: scheduled_post(other.id, chosen),
        lambda other, chosen: change_schedule(other, chosen, in_(hours=3)),
        cancel_schedule,
        draft_again,
        publish_now,
    ],
)
def test_nobody_else_finds_it(cast: Cast, attack: Callable[[Account, int], object]) -> None:
    chosen = plan(cast.alice)
    before = scheduled_post(cast.alice.id, chosen)
    for other in (cast.bob, cast.olivia):
        with pytest.raises(NotFound):
            attack(other, chosen)
        assert scheduled(other.id) == []
    assert scheduled_post(cast.alice.id, chosen) == before


def test_looking_for_what_is_due_uses_the_index(cast: Cast) -> None:
    from folkmoot.posts.actions.schedule import due_schedules

    ScheduledPost.objects.bulk_create(
        [ScheduledPost(account=cast.alice, draft={}, due_at=in_(days=1 + n)) for n in range(500)]
    )
    statement = str(ScheduledPost.objects.filter(problem="", due_at__lte=timezone.now()).values_list("id").query)
    assert due_schedules() == []
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                "EXPLAIN QUERY PLAN SELECT id FROM posts_scheduledpost WHERE problem = '' AND due_at <= '2000'"
            )
            assert "scheduled_due" in str(cursor.fetchall())
        else:
            cursor.execute("ANALYZE posts_scheduledpost")
            cursor.execute("EXPLAIN SELECT id FROM posts_scheduledpost WHERE problem = '' AND due_at <= '2000-01-01'")
            assert "scheduled_due" in str(cursor.fetchall()), statement


def test_keys_of_plans_fit_where_keys_are_kept() -> None:
    assert len(schedule._key("plan", "k" * 200)) <= 200
    assert schedule._key("plan", "") == ""
    assert timedelta(0) < publish.KEY_KEPT
