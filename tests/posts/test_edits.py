"""Edits: what changes, what never does, who is told, and what it said before."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.core import gates
from folkmoot.core.errors import Invalid, NotAllowed, NotFound, TooMany
from folkmoot.core.events import drain
from folkmoot.media.models import Picture
from folkmoot.notifications.models import Notification
from folkmoot.notifications.tasks import on_edit
from folkmoot.posts.actions import Draft, Edit, NewPoll, boost, delete_post, edit_post, publish_post, vote
from folkmoot.posts.actions import edit as edit_module
from folkmoot.posts.events import PostEdited
from folkmoot.posts.models import Audience, Ballot, Carries, Mention, Poll, Post, PostPicture, PostTag, Revision
from folkmoot.posts.queries import get_post, history
from folkmoot.posts.visibility import audience_of
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, mute
from tests.moderation.removing import remove_post
from tests.pictures import lay as picture
from tests.posts.writing import lay, say

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quiet_start(cast: Cast) -> None:
    drain()
    Notification.objects.all().delete()


def change(cast: Cast, post_id: int, text: str = "Better", **more: object) -> None:
    edit_post(cast.alice, post_id, Edit(text=text, **more))  # type: ignore[arg-type]  # the fields of an edit


def told(kind: str) -> list[str]:
    drain()
    return sorted(Notification.objects.filter(kind=kind).values_list("account__username", flat=True))


class TestWhatChanges:
    def test_the_words_and_their_mark(self, cast: Cast) -> None:
        post_id = say(cast.alice, "Hello", warning="Old", language="en")
        first = get_post(cast.bob.id, post_id).body
        change(cast, post_id, "Hello **world**\u202e", warning="New\nline", language="de")
        body = get_post(cast.bob.id, post_id).body
        assert (body.text, body.warning, body.language) == ("Hello **world**", "New line", "de")
        assert "<strong>world</strong>" in body.html
        assert body.key.version == first.key.version + 1
        assert body.edited_at is not None
        assert first.edited_at is None
        assert body.created_at == first.created_at

    def test_nothing_happens_where_nothing_is_different(self, cast: Cast) -> None:
        shown = picture(cast.alice.id, alt="A cat")
        post_id = say(cast.alice, "Hello #tag @bob", warning="W", language="en", pictures=(shown.id,))
        before = Post.objects.values().get(id=post_id)
        for _ in range(2):
            change(
                cast,
                post_id,
                " Hello #tag @bob ",
                warning="W",
                language="en",
                pictures=(shown.id,),
                alts={shown.id: "A cat"},
            )
        assert Post.objects.values().get(id=post_id) == before
        assert not Revision.objects.exists()

    def test_names_and_hashtags_are_those_of_the_new_words(self, cast: Cast) -> None:
        post_id = say(cast.alice, "With @bob and @frank #old #both")
        change(cast, post_id, "With @frank and @hal #both #new")
        body = get_post(cast.bob.id, post_id).body
        assert sorted(ref.username for ref in body.mentions) == ["frank", "hal"]
        assert sorted(body.tags) == ["both", "new"]
        change(cast, post_id, "Nobody")
        assert not Mention.objects.filter(post=post_id).exists()
        assert not PostTag.objects.filter(post=post_id).exists()
        assert Post.objects.get(id=post_id).carries == 0

    def test_what_follows_the_words_is_noted_on_the_post(self, cast: Cast) -> None:
        post_id = say(cast.alice, "Plain")
        Post.objects.filter(id=post_id).update(carries=Carries.CARD)
        change(cast, post_id, "Now @bob and #tag", poll=NewPoll(("a", "b"), 600))
        assert Post.objects.get(id=post_id).carries == Carries.CARD | Carries.MENTIONS | Carries.TAGS | Carries.POLL

    def test_counts_and_places_stay(self, cast: Cast) -> None:
        parent = say(cast.bob)
        post_id = say(cast.alice, reply_to=parent)
        boost(cast.hal, post_id)
        before = get_post(cast.hal.id, post_id)
        change(cast, post_id)
        after = get_post(cast.hal.id, post_id)
        assert after.mark[7:] == before.mark[7:]
        assert (after.body.reply_to_id, after.body.thread_id) == (parent, before.body.thread_id)
        assert get_post(cast.hal.id, parent).mark.replies == 1


class TestForWhomItIs:
    @pytest.mark.parametrize("scope", ["followers", "direct", "community", "public", "quiet"])
    def test_naming_somebody_opens_nothing(self, cast: Cast, scope: str) -> None:
        post_id = say(cast.alice, "For @bob", scope)
        before, rows = audience_of(post_id), list(Audience.objects.filter(post=post_id).values_list("account_id"))
        change(cast, post_id, "For @hal and @erin@elsewhere.example")
        assert audience_of(post_id) == before
        assert list(Audience.objects.filter(post=post_id).values_list("account_id")) == rows
        assert Post.objects.get(id=post_id).scope == scope

    def test_whoever_is_outside_is_not_told_either(self, cast: Cast) -> None:
        post_id = say(cast.alice, "Between us, @bob", "direct")
        drain()
        change(cast, post_id, "Between us, @bob, not @hal")
        assert told("mention") == ["bob"]
        with pytest.raises(NotFound):
            get_post(cast.hal.id, post_id)
        with pytest.raises(NotFound):
            history(cast.hal.id, post_id)


class TestWhoMayAndWhen:
    def test_only_the_author_and_only_what_is_there(self, cast: Cast) -> None:
        post_id = say(cast.alice, "Mine")
        boosted = boost(cast.alice, say(cast.bob))
        gone = say(cast.alice)
        delete_post(cast.alice, gone)
        for actor, target in ((cast.bob, post_id), (cast.olivia, post_id), (cast.alice, boosted), (cast.alice, gone)):
            with pytest.raises(NotFound):
                edit_post(actor, target, Edit("Yours"))
        assert get_post(cast.bob.id, post_id).body.text == "Mine"

    def test_a_removed_post_is_not_edited_out_of_it(self, cast: Cast) -> None:
        post_id = say(cast.alice, "Rude")
        remove_post(cast.frank, post_id, "No")
        with pytest.raises(NotAllowed):
            change(cast, post_id, "Kind")
        assert Post.objects.get(id=post_id).text == "Rude"

    def test_a_held_post_stays_held(self, cast: Cast) -> None:
        post_id = lay(cast.alice, "public", held_at=timezone.now())
        change(cast, post_id)
        with pytest.raises(NotFound):
            get_post(cast.bob.id, post_id)

    def test_the_gate_can_hold_an_edit(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        post_id = say(cast.alice)
        monkeypatch.setitem(gates._checks, "posts.publish", [lambda _subject: gates.Verdict.HOLD])
        change(cast, post_id)
        with pytest.raises(NotFound):
            get_post(cast.bob.id, post_id)
        assert get_post(cast.alice.id, post_id).body.text == "Better"

    def test_edits_count_for_the_pace(self, cast: Cast, settings: Any) -> None:
        settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"posts_per_5_minutes": 3})
        post_id = say(cast.alice)
        change(cast, post_id, "1")
        change(cast, post_id, "2")
        with pytest.raises(TooMany) as refused:
            change(cast, post_id, "3")
        assert 0 < refused.value.retry_after <= 300
        with pytest.raises(TooMany):
            say(cast.alice)
        say(cast.bob)

    def test_there_is_an_end_to_it(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(edit_module, "EDITS_MOST", 2)
        post_id = say(cast.alice)
        change(cast, post_id, "1")
        change(cast, post_id, "2")
        with pytest.raises(NotAllowed):
            change(cast, post_id, "3")
        assert get_post(cast.bob.id, post_id).body.text == "2"

    @pytest.mark.parametrize(
        ("edit", "field"),
        [
            (Edit(""), "text"),
            (Edit("x" * 5_001), "text"),
            (Edit("x", warning="w" * 501), "warning"),
            (Edit("x", language="nonsense!"), "language"),
            (Edit("x", pictures=tuple(range(1, 42))), "pictures"),
            (Edit("x", recordings=tuple(range(1, 22))), "recordings"),
            (Edit("x", pictures=(12345,)), "pictures"),
            (Edit("x", pictures=(1,), alts={1: "a" * 1_501}), "alt"),
            (Edit("x", poll=NewPoll(("one",), 0)), "poll"),
            (Edit("x", poll=NewPoll(("one", "two"), 0)), "poll"),
            (Edit("x", poll=NewPoll(("one", "two"), 10)), "poll"),
        ],
    )
    def test_limits_are_those_of_publishing(self, cast: Cast, edit: Edit, field: str) -> None:
        post_id = say(cast.alice, "Before")
        with pytest.raises(Invalid) as refused:
            edit_post(cast.alice, post_id, edit)
        assert refused.value.field == field
        assert get_post(cast.bob.id, post_id).body.text == "Before"
        assert not Revision.objects.exists()

    def test_another_edit_meanwhile_is_noticed(self, cast: Cast) -> None:
        post_id = say(cast.alice, "First")
        body = get_post(cast.alice.id, post_id).body
        change(cast, post_id, "Second", since=body.created_at)
        with pytest.raises(Invalid) as refused:
            change(cast, post_id, "Third", since=body.created_at)
        assert refused.value.field == "since"
        change(cast, post_id, "Third", since=get_post(cast.alice.id, post_id).body.edited_at)
        assert get_post(cast.alice.id, post_id).body.text == "Third"


class TestPictures:
    def test_added_left_out_reordered_and_described_anew(self, cast: Cast) -> None:
        one, two, three = (picture(cast.alice.id, alt=name) for name in ("one", "two", "three"))
        post_id = say(cast.alice, pictures=(one.id, two.id))
        change(cast, post_id, "Hello", pictures=(three.id, one.id), alts={one.id: "One, better", three.id: "Three"})
        drain()
        shown = get_post(cast.bob.id, post_id).body.pictures
        assert [(each.id, each.alt) for each in shown] == [(three.id, "Three"), (one.id, "One, better")]
        assert not Picture.objects.filter(id=two.id).exists(), "what is left out is gone"
        change(cast, post_id, "Hello")
        assert not PostPicture.objects.exists()
        assert get_post(cast.bob.id, post_id).body.pictures == ()

    def test_nobody_elses_and_none_of_another_post(self, cast: Cast) -> None:
        foreign, used = picture(cast.bob.id, alt="x"), picture(cast.alice.id, alt="y")
        say(cast.alice, pictures=(used.id,))
        post_id = say(cast.alice)
        for some in (foreign, used):
            with pytest.raises(Invalid):
                change(cast, post_id, pictures=(some.id,), alts={some.id: "Mine now"})
        assert set(Picture.objects.values_list("alt", flat=True)) == {"x", "y"}

    def test_a_picture_may_go_without_words(self, cast: Cast) -> None:
        shown = picture(cast.alice.id, alt="x")
        post_id = say(cast.alice, pictures=(shown.id,))
        change(cast, post_id, "", pictures=(shown.id,))
        assert get_post(cast.bob.id, post_id).body.text == ""


class TestPolls:
    def _asked(self, cast: Cast) -> int:
        return say(cast.alice, "Which?", poll=NewPoll(("a", "b"), 3_600))

    def test_other_words_leave_the_votes(self, cast: Cast) -> None:
        post_id = self._asked(cast)
        vote(cast.bob, post_id, [0])
        ends_at = Poll.objects.get(post=post_id).ends_at
        change(cast, post_id, "Which one?", poll=NewPoll(("a", "b"), 0))
        poll = Poll.objects.get(post=post_id)
        assert (poll.voters, poll.ends_at) == (1, ends_at)
        assert Ballot.objects.count() == 1

    @pytest.mark.parametrize("poll", [NewPoll(("a", "c"), 0), NewPoll(("a", "b"), 0, multiple=True)])
    def test_other_options_begin_again(self, cast: Cast, poll: NewPoll) -> None:
        post_id = self._asked(cast)
        vote(cast.bob, post_id, [0])
        change(cast, post_id, "Which?", poll=poll)
        view = get_post(cast.bob.id, post_id)
        assert view.extras.tally is not None
        assert (view.extras.tally.voters, view.extras.tally.chosen, view.extras.tally.votes) == (0, (), None)
        assert view.body.poll is not None
        assert (view.body.poll.options, view.body.poll.multiple) == (poll.options, poll.multiple)
        vote(cast.bob, post_id, [1])

    def test_another_end(self, cast: Cast) -> None:
        post_id = self._asked(cast)
        change(cast, post_id, "Which?", poll=NewPoll(("a", "b"), 7_200))
        assert Poll.objects.get(post=post_id).ends_at > timezone.now() + timedelta(seconds=7_000)

    def test_taken_out_and_put_in(self, cast: Cast) -> None:
        post_id = self._asked(cast)
        vote(cast.bob, post_id, [0])
        change(cast, post_id, "No question")
        assert get_post(cast.bob.id, post_id).body.poll is None
        assert not Ballot.objects.exists()
        change(cast, post_id, "A question", poll=NewPoll(("x", "y"), 600))
        assert get_post(cast.bob.id, post_id).body.poll is not None

    def test_what_has_ended_stays_as_it_ended(self, cast: Cast) -> None:
        post_id = self._asked(cast)
        Poll.objects.filter(post=post_id).update(ends_at=timezone.now() - timedelta(seconds=1))
        with pytest.raises(Invalid):
            change(cast, post_id, "Which?", poll=NewPoll(("a", "c"), 600))
        change(cast, post_id, "It was:", poll=NewPoll(("a", "b"), 600))
        assert Poll.objects.get(post=post_id).ends_at < timezone.now(), "nor does it begin to run again"


class TestWhoIsTold:
    def test_those_who_boosted_or_answered_once_each(self, cast: Cast) -> None:
        post_id = say(cast.alice, "Hello")
        boost(cast.bob, post_id)
        boost(cast.hal, post_id)
        say(cast.hal, "An answer", reply_to=post_id)
        say(cast.alice, "My own answer", reply_to=post_id)
        say(cast.frank, "Another", reply_to=post_id)
        mute(cast.frank, cast.alice.id, None)
        change(cast, post_id)
        assert told("edit") == ["bob", "hal"]

    def test_whoever_may_not_see_it_any_more_is_not(self, cast: Cast) -> None:
        post_id = say(cast.alice, "Hello")
        boost(cast.hal, post_id)
        block(cast.alice, cast.hal.id)
        change(cast, post_id)
        assert told("edit") == []

    def test_the_next_edit_is_news_again_and_a_repeated_reaction_is_not(self, cast: Cast) -> None:
        post_id = say(cast.alice, "Hello")
        boost(cast.bob, post_id)
        change(cast, post_id, "Second")
        assert told("edit") == ["bob"]
        first = Notification.objects.get(kind="edit").id
        on_edit(PostEdited(post_id))
        assert Notification.objects.get(kind="edit").id == first
        change(cast, post_id, "Third")
        assert told("edit") == ["bob"]
        assert Notification.objects.get(kind="edit").id > first

    def test_newly_named_people_are_told_and_those_named_no_more_forget_it(self, cast: Cast) -> None:
        post_id = say(cast.alice, "Hello @bob and @frank")
        assert told("mention") == ["bob", "frank"]
        change(cast, post_id, "Hello @frank and @hal")
        assert told("mention") == ["frank", "hal"]

    def test_a_post_that_was_never_edited_tells_nothing(self, cast: Cast) -> None:
        post_id = say(cast.alice, "Hello")
        boost(cast.bob, post_id)
        on_edit(PostEdited(post_id))
        assert told("edit") == []

    def test_an_event_of_a_post_that_is_gone(self, cast: Cast) -> None:
        post_id = say(cast.alice, "Hello")
        boost(cast.bob, post_id)
        change(cast, post_id)
        delete_post(cast.alice, post_id)
        assert told("edit") == []


class TestHistory:
    def test_every_version_with_what_hung_on_it(self, cast: Cast, client_of: Callable[..., object]) -> None:
        shown = picture(cast.alice.id, alt="A cat")
        draft = Draft("One", "public", "Careful", "en", pictures=(shown.id,), poll=NewPoll(("a", "b"), 600))
        post_id = publish_post(cast.alice, draft)
        change(cast, post_id, "Two", pictures=(shown.id,), alts={shown.id: "A dog"})
        change(cast, post_id, "Three", language="de")
        found = history(cast.bob.id, boost(cast.bob, post_id))
        assert [each.text for each in found.versions] == ["One", "Two", "Three"]
        assert [each.warning for each in found.versions] == ["Careful", "", ""]
        assert [each.language for each in found.versions] == ["en", "", "de"]
        assert [each.pictures for each in found.versions] == [((shown.id, "A cat"),), ((shown.id, "A dog"),), ()]
        assert [each.options for each in found.versions] == [("a", "b"), (), ()]
        moments = [each.written_at for each in found.versions]
        assert moments == sorted(moments)
        assert moments[0] == found.post.body.created_at

    def test_it_goes_with_the_post(self, cast: Cast) -> None:
        post_id = say(cast.alice, "One")
        change(cast, post_id, "Two")
        delete_post(cast.alice, post_id)
        drain()
        assert not Revision.objects.exists()
