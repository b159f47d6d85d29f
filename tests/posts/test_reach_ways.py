"""A newcomer's reach by every way in: edits, plans, pages, programs, uploads; and no way round it."""

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from folkmoot.accounts.models import Account
from folkmoot.accounts.reach import Level
from folkmoot.core.errors import Invalid
from folkmoot.media.models import Recording
from folkmoot.posts.actions import Edit, NewPoll, edit_post
from folkmoot.posts.models import Post, Revision, ScheduledPost
from folkmoot.project.cast import Cast
from tests.api.test_media import _upload
from tests.doors import Door
from tests.posts.reaching import AWAY, first_refused, pictures, recording
from tests.posts.test_schedule import overdue, plan
from tests.posts.writing import say
from tests.recordings import tone

NEW = Level.NEW


class TestEdits:
    @pytest.mark.parametrize(
        "edit",
        [
            Edit(AWAY),
            Edit("Hello", warning=AWAY),
            Edit("Hello", poll=NewPoll(("yes", AWAY), 600)),
            Edit("@alice @bob @hal"),
        ],
    )
    def test_nothing_is_smuggled_in(self, nina: Account, cast: Cast, edit: Edit) -> None:
        post_id = say(nina, "Hello")
        with pytest.raises(Invalid):
            edit_post(nina, post_id, edit)
        assert not Revision.objects.filter(post=post_id).exists()
        assert Post.objects.get(id=post_id).text == "Hello"

    def test_no_video_either(self, nina: Account) -> None:
        post_id = say(nina, "Hello")
        with pytest.raises(Invalid) as refused:
            edit_post(nina, post_id, Edit("Hello", recordings=(recording(nina),)))
        assert refused.value.field == "recordings"

    def test_pictures_count_once(self, nina: Account) -> None:
        shown = pictures(nina, 3)
        post_id = say(nina, "Hello", pictures=shown)
        edit_post(nina, post_id, Edit("Hello!", pictures=shown))
        edit_post(nina, post_id, Edit("Hello!", pictures=(*shown, *pictures(nina, 1))))
        with pytest.raises(Invalid):
            edit_post(nina, post_id, Edit("Hello!", pictures=(*shown, *pictures(nina, 1))))

    def test_what_stands_there_may_stay(self, cast: Cast) -> None:
        """Somebody whom staff put back to the beginning still mends what they wrote before."""
        post_id = say(cast.bob, f"@alice @hal @dan {AWAY}", poll=NewPoll(("a", AWAY), 600))
        Account.objects.filter(id=cast.bob.id).update(trust=NEW)
        cast.bob.refresh_from_db()
        edit_post(cast.bob, post_id, Edit(f"@alice @hal @dan here: {AWAY}", poll=NewPoll(("a", AWAY), 0)))
        with pytest.raises(Invalid):
            edit_post(cast.bob, post_id, Edit(f"{AWAY}/more", poll=NewPoll(("a", AWAY), 0)))
        with pytest.raises(Invalid):
            edit_post(cast.bob, post_id, Edit(f"@alice @hal @dan @carol {AWAY}", poll=NewPoll(("a", AWAY), 0)))

    def test_each_new_address_counts_as_a_post(self, known: Account) -> None:
        post_id = say(known, "Hello")
        assert first_refused(lambda n: edit_post(known, post_id, Edit(f"{AWAY}/{n}"))) == 3

    def test_those_who_are_answered_do_not_count(self, nina: Account, cast: Cast) -> None:
        asked = say(cast.bob, "@alice @hal what do you think?")
        answer = say(nina, "@bob yes", reply_to=asked)
        edit_post(nina, answer, Edit("@bob @alice @hal yes"))
        own = say(nina, "@alice @bob", reply_to=answer)
        with pytest.raises(Invalid):
            edit_post(nina, own, Edit("@alice @bob @hal"))


class TestPlans:
    def test_it_is_refused_while_it_is_written(self, nina: Account, cast: Cast) -> None:
        for text, more in ((AWAY, {}), ("@alice @bob @hal", {}), ("@hal hello", {"scope": "direct"})):
            with pytest.raises(Invalid):
                plan(nina, text, **more)
        with pytest.raises(Invalid):
            plan(nina, "Listen", recordings=(recording(nina),))
        assert not ScheduledPost.objects.exists()
        assert plan(nina, "Good morning")

    def test_planning_counts_nothing_and_publishing_does(self, known: Account, drain: Callable[[], int]) -> None:
        from folkmoot.posts.tasks import publish_due

        plans = [plan(known, f"{AWAY}/{number}") for number in range(5)]
        overdue(*plans)
        publish_due()
        assert Post.objects.filter(account=known).count() == 3
        kept = ScheduledPost.objects.filter(account=known)
        assert [("3 posts with links a day" in row.problem) for row in kept] == [True, True]


def ways(cast: Cast) -> Iterator[tuple[str, Callable[[Account, str], object]]]:
    """Everything by which words become a post, or another one."""

    def edited(who: Account, words: str) -> object:
        return edit_post(who, say(who, "Hello"), Edit(words))

    def planned(who: Account, words: str) -> object:
        made = plan(who, words)
        overdue(made)
        from folkmoot.posts.tasks import publish_due

        return publish_due()

    def planned_then_edited(who: Account, words: str) -> object:
        planned(who, "Hello")
        return edit_post(who, Post.objects.filter(account=who).latest("id").id, Edit(words))

    def answered(who: Account, words: str) -> object:
        return say(who, words, reply_to=say(cast.bob, f"See {AWAY}"))

    def quoted(who: Account, words: str) -> object:
        return say(who, words, quote_of=say(cast.bob, f"See {AWAY}"))

    yield "said", say
    yield "edited", edited
    yield "planned", planned
    yield "planned, then edited", planned_then_edited
    yield "answered", answered
    yield "quoted", quoted


def test_no_order_of_acts_gets_round_it(nina: Account, cast: Cast) -> None:
    """Whatever is done before, and by whichever way: no post of a newcomer ever leads elsewhere."""
    for (_, first), (_, second), words in itertools.product(ways(cast), ways(cast), (AWAY, f"[x]({AWAY})")):
        first(nina, "Hello")
        with pytest.raises(Invalid):
            second(nina, words)
    assert not Post.objects.filter(account=nina, html__contains="elsewhere.example").exists()


class TestThroughTheDoors:
    def test_a_page_keeps_what_was_typed(self, nina: Account, client_of: Callable[..., Client]) -> None:
        refused = client_of(nina).post("/posts", {"text": f"Do look at {AWAY}", "scope": "public", "place": "home"})
        assert refused.status_code == 422
        read = refused.content.decode()
        assert "Links to other sites open for you in 2 more days" in read
        assert f"Do look at {AWAY}" in read

    def test_a_page_that_edits(self, nina: Account, client_of: Callable[..., Client]) -> None:
        post_id = say(nina, "Hello")
        refused = client_of(nina).post(f"/posts/{post_id}/edit", {"text": AWAY})
        assert refused.status_code == 422
        assert "Links to other sites" in refused.content.decode()

    def test_programs_are_told_the_same(self, nina: Account, api_of: Callable[..., Door]) -> None:
        program = api_of(nina)
        sent = {"status": AWAY}
        answers = [program.post("/api/v1/statuses", sent)]
        answers.append(program.post("/api/v1/statuses", {**sent, "scheduled_at": "2099-01-01T00:00:00Z"}))
        answers.append(program.put(f"/api/v1/statuses/{say(nina, 'Hello')}", sent))
        assert [answer.status_code for answer in answers] == [422] * 3
        assert "in 2 more days" in answers[0].json()["error"]

    def test_direct_posts_by_a_program(self, nina: Account, api_of: Callable[..., Door], cast: Cast) -> None:
        sent = {"status": "@hal hello", "visibility": "direct"}
        assert api_of(nina).post("/api/v1/statuses", sent).status_code == 422


class TestUploads:
    """A recording is refused before it is sent, not after minutes of waiting."""

    WHY = "Video and sound open for you in 2 more days"

    def test_by_a_program(self, nina: Account, known: Account, api_of: Callable[..., Door], tmp_path: Path) -> None:
        file = tone(tmp_path / "song.ogg", 0.3).read_bytes()
        for somebody, status in ((nina, 422), (known, 202)):
            assert _upload(api_of(somebody), file).status_code == status
        assert not Recording.objects.filter(owner_id=nina.id).exists()

    def test_in_pieces(self, nina: Account, known: Account, client_of: Callable[..., Client]) -> None:
        for somebody, status in ((nina, 422), (known, 201)):
            headers = {"Tus-Resumable": "1.0.0", "Upload-Length": "1000", "Upload-Metadata": "filename c29uZy5vZ2c="}
            answer = client_of(somebody).post("/uploads", headers=headers)
            assert answer.status_code == status
            assert status == 201 or self.WHY in answer.content.decode()

    def test_with_the_form(self, nina: Account, client_of: Callable[..., Client], tmp_path: Path) -> None:
        song = SimpleUploadedFile("song.ogg", tone(tmp_path / "song.ogg", 0.3).read_bytes(), "audio/ogg")
        sent = {"text": "Listen to this", "scope": "public", "place": "home", "recording": song}
        answer = client_of(nina).post("/posts", sent)
        assert answer.status_code == 422
        assert self.WHY in answer.content.decode()
        assert "Listen to this" in answer.content.decode()
        assert not Post.objects.filter(account=nina).exists()


class TestStatements:
    """Nobody pays for what is asked of newcomers but newcomers, and they only where something is asked."""

    @pytest.mark.parametrize("text", ["Hello", f"@alice {AWAY}"])
    def test_members_ask_nothing(self, cast: Cast, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("folkmoot.posts.actions.reach.reach_of", None)
        assert say(cast.bob, text)

    def test_plain_words_of_newcomers_cost_nothing(self, cast: Cast, nina: Account) -> None:
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        counts = []
        for somebody in (cast.bob, nina):
            say(somebody, "Hello")
            with CaptureQueriesContext(connection) as asked:
                say(somebody, "Hello again")
            counts.append(len(asked))
        assert counts[0] == counts[1]
