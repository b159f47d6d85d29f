"""Publishing: what is taken, what is refused and how, and that it happens once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from folkmoot.accounts.models import Account, Stats
from folkmoot.core import gates
from folkmoot.core.errors import Invalid, TooMany
from folkmoot.core.events import drain
from folkmoot.core.models import Event
from folkmoot.posts import queries
from folkmoot.posts.actions import delete_post, publish_post
from folkmoot.posts.actions.drafts import MENTIONS_MOST, TAGS_MOST, TEXT_MOST, WARNING_MOST, Draft
from folkmoot.posts.models import Audience, Counters, IdempotencyKey, Mention, Post
from folkmoot.project.cast import Cast, member
from folkmoot.relations.actions import block
from tests.posts.writing import PAGE, say

pytestmark = pytest.mark.django_db


def test_a_post_is_what_was_written(cast: Cast) -> None:
    view = queries.get_post(
        cast.bob.id, say(cast.alice, "Hello *there* #Birds", "community", warning="Birds", language="en")
    )
    assert view.body.author.username == "alice"
    assert view.body.text == "Hello *there* #Birds"
    assert "<em>there</em>" in view.body.html
    assert (view.body.scope, view.body.warning, view.body.language) == ("community", "Birds", "en")
    assert view.body.tags == ("Birds",)
    assert view.body.path == f"/@alice/{view.id}"
    assert Stats.objects.get(account=cast.alice).posts == 1


REFUSED = [
    ("text", {"text": ""}),
    ("text", {"text": " \n\t "}),
    ("text", {"text": "\u200b\u202e\x00"}),
    ("text", {"text": "x" * (TEXT_MOST + 1)}),
    ("text", {"text": " ".join(f"@m{n}" for n in range(MENTIONS_MOST + 1))}),
    ("text", {"text": " ".join(f"#t{n}x" for n in range(TAGS_MOST + 1))}),
    ("warning", {"warning": "x" * (WARNING_MOST + 1)}),
    ("scope", {"scope": "everybody"}),
    ("scope", {"scope": "list"}),
    ("scope", {"scope": "group"}),
    ("scope", {"scope": ""}),
    ("language", {"language": "<script>"}),
    ("language", {"language": "english please"}),
    ("reply_to", {"reply_to": 4711}),
    ("idempotency_key", {"idempotency_key": "k" * 201}),
]


@pytest.mark.parametrize(("field", "change"), REFUSED)
def test_refusals_name_the_field_and_leave_nothing_behind(cast: Cast, field: str, change: dict[str, object]) -> None:
    with pytest.raises(Invalid) as refused:
        publish_post(cast.alice, Draft(**{"text": "Hello", "scope": "public", **change}))
    assert refused.value.field == field
    assert len(refused.value.message) > 20
    assert not Post.objects.exists()
    assert not Event.objects.filter(kind="posts.PostPublished").exists()


def test_the_longest_post_fits_and_says_how_much_is_too_much(cast: Cast) -> None:
    assert queries.get_post(cast.alice.id, say(cast.alice, "é" * TEXT_MOST)).body.text == "é" * TEXT_MOST
    with pytest.raises(Invalid, match="take out 21"):
        say(cast.alice, "x" * (TEXT_MOST + 21))


def test_a_link_counts_23_characters(cast: Cast) -> None:
    link = "https://example.org/" + "a" * 400
    say(cast.alice, "x" * (TEXT_MOST - 24) + " " + link)
    with pytest.raises(Invalid):
        say(cast.alice, "x" * (TEXT_MOST - 22) + " " + link)


HOSTILE = [
    ("bidi\u202eoverride", "bidioverride"),
    ("nul\x00byte", "nulbyte"),
    ("lone\ud800surrogate", "lonesurrogate"),
    ("e" + "\u0301" * 5000, None),
    ("\u200d" * 500 + "joined", "joined"),
    ("line\r\nbreak", "line\nbreak"),
]


@pytest.mark.parametrize(("text", "stored"), HOSTILE)
def test_hostile_characters_are_cleaned_before_they_are_kept(cast: Cast, text: str, stored: str | None) -> None:
    kept = queries.get_post(cast.alice.id, say(cast.alice, text)).body.text
    assert kept == stored if stored else len(kept) < 12


def test_mentions_link_to_people_who_are_there(cast: Cast) -> None:
    post = say(cast.alice, "Hi @bob, @BOB and @nobody and @gina and @erin@elsewhere.example")
    body = queries.get_post(cast.alice.id, post).body
    assert {ref.acct for ref in body.mentions} == {"bob", "erin@elsewhere.example"}
    assert 'href="/@bob"' in body.html
    assert "@nobody" in body.html
    assert "/@nobody" not in body.html
    assert "/@gina" not in body.html, "a suspended account is not there for anybody"


def test_a_direct_post_is_for_those_it_names_and_is_addressed_to(cast: Cast) -> None:
    post = say(cast.alice, "For you, @bob", "direct", addressed=(cast.carol.id,))
    assert set(Audience.objects.filter(post=post).values_list("account_id", flat=True)) == {cast.bob.id, cast.carol.id}
    assert list(Mention.objects.filter(post=post).values_list("account_id", flat=True)) == [cast.bob.id]


@pytest.mark.parametrize("scope", ["public", "quiet", "community"])
def test_wide_posts_need_no_list_of_readers(cast: Cast, scope: str) -> None:
    say(cast.alice, "Hi @bob", scope)
    assert not Audience.objects.exists()


def test_an_answer_joins_the_thread_and_is_counted(cast: Cast) -> None:
    parent = say(cast.alice)
    child = say(cast.bob, "Yes!", reply_to=parent)
    grandchild = say(cast.alice, "Quite.", reply_to=child)
    view = queries.get_post(cast.hal.id, grandchild)
    assert view.body.thread_id == parent
    assert view.body.reply_to is not None
    assert view.body.reply_to.username == "bob"
    assert queries.get_post(cast.hal.id, parent).mark.replies == 1


@pytest.mark.parametrize(
    ("scope", "counted"), [("public", 1), ("quiet", 1), ("community", 1), ("followers", 0), ("direct", 0)]
)
def test_answers_to_few_are_not_in_anybodys_count(cast: Cast, scope: str, counted: int) -> None:
    parent = say(cast.alice)
    child = say(cast.bob, "Between us, @alice", scope, reply_to=parent)
    assert queries.get_post(cast.hal.id, parent).mark.replies == counted
    delete_post(cast.bob, child)
    assert queries.get_post(cast.hal.id, parent).mark.replies == 0


def test_answering_what_was_just_deleted_is_refused_in_words(cast: Cast) -> None:
    parent = say(cast.alice)
    delete_post(cast.alice, parent)
    with pytest.raises(Invalid, match="Your text is kept") as refused:
        say(cast.bob, "But why?", reply_to=parent)
    assert refused.value.field == "reply_to"


def test_answering_somebody_who_just_blocked_me_reads_the_same(cast: Cast) -> None:
    parent = say(cast.alice)
    block(cast.alice, cast.bob.id)
    with pytest.raises(Invalid, match="not there any more"):
        say(cast.bob, "Please!", reply_to=parent)


def test_answering_a_boost_answers_the_post(cast: Cast) -> None:
    from folkmoot.posts.actions import boost

    parent = say(cast.alice)
    child = say(cast.hal, "Nice", reply_to=boost(cast.bob, parent))
    assert queries.get_post(cast.hal.id, child).body.reply_to_id == parent


def test_the_same_key_makes_one_post(cast: Cast) -> None:
    first = say(cast.alice, "Once", idempotency_key="form-1")
    assert say(cast.alice, "Once", idempotency_key="form-1") == first
    assert say(cast.bob, "Once", idempotency_key="form-1") != first, "keys belong to accounts"
    assert say(cast.alice, "Twice", idempotency_key="form-2") != first
    assert Post.objects.filter(account=cast.alice).count() == 2
    assert Stats.objects.get(account=cast.alice).posts == 2


def test_a_key_is_forgotten_after_a_day(cast: Cast) -> None:
    first = say(cast.alice, "Once", idempotency_key="form-1")
    IdempotencyKey.objects.update(made_at=timezone.now() - timedelta(hours=25))
    second = say(cast.alice, "Once", idempotency_key="form-1")
    assert second != first
    assert say(cast.alice, "Once", idempotency_key="form-1") == second


def test_a_refused_post_does_not_use_up_its_key(cast: Cast) -> None:
    with pytest.raises(Invalid):
        say(cast.alice, "Hello", idempotency_key="form-1", reply_to=4711)
    assert say(cast.alice, "Hello", idempotency_key="form-1")


def test_too_many_posts_in_five_minutes_are_slowed_down(cast: Cast, settings: Settings) -> None:
    settings.FOLKMOOT = settings.FOLKMOOT.model_copy(update={"posts_per_5_minutes": 3})
    for n in range(3):
        say(cast.alice, f"Number {n}")
    with pytest.raises(TooMany) as refused:
        say(cast.alice, "Number 4")
    assert 0 < refused.value.retry_after <= 300
    assert say(cast.bob, "I am somebody else")


def test_a_held_post_is_seen_by_its_author_only(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gates, "ask", lambda *_: gates.Verdict.HOLD)
    post = say(cast.alice)
    assert queries.get_post(cast.alice.id, post)
    assert queries.profile_posts(cast.bob.id, cast.alice.id, "posts", PAGE).items == ()


def test_deleting_erases_the_words_and_what_hangs_on_them(cast: Cast) -> None:
    from folkmoot.posts.actions import bookmark, boost, like

    post = say(cast.alice, "Secret recipe for @bob #cake", warning="Food", idempotency_key="k")
    like(cast.bob, post)
    bookmark(cast.bob, post)
    row = boost(cast.bob, post)
    delete_post(cast.alice, post)
    assert Stats.objects.get(account=cast.alice).posts == 0
    drain()
    gone = Post.objects.get(id=post)
    assert (gone.text, gone.html, gone.warning) == ("", "", "")
    assert Post.objects.get(id=row).deleted_at
    assert not Mention.objects.filter(post=post).exists()
    assert not queries.bookmarks(cast.bob.id, PAGE).items
    assert not queries.likes(cast.bob.id, PAGE).items


@pytest.mark.parametrize("who", ["bob", "frank", "olivia"])
def test_nobody_deletes_the_posts_of_others(cast: Cast, who: str) -> None:
    from folkmoot.core.errors import NotFound

    post = say(cast.alice)
    with pytest.raises(NotFound):
        delete_post(getattr(cast, who), post)
    assert queries.get_post(cast.bob.id, post)


def test_deleting_twice_counts_once(cast: Cast) -> None:
    from folkmoot.core.errors import NotFound

    parent = say(cast.alice)
    post = say(cast.bob, "Yes", reply_to=parent)
    delete_post(cast.bob, post)
    with pytest.raises(NotFound):
        delete_post(cast.bob, post)
    assert Counters.objects.get(post=parent).replies == 0


@pytest.mark.parametrize(("scope", "counted"), [("public", 1), ("followers", 1), ("direct", 0)])
def test_nobody_can_count_whom_somebody_writes_to_in_private(cast: Cast, scope: str, counted: int) -> None:
    post = say(cast.alice, "Hello @bob", scope)
    assert Stats.objects.get(account=cast.alice).posts == counted
    delete_post(cast.alice, post)
    assert Stats.objects.get(account=cast.alice).posts == 0


@pytest.mark.django_db(transaction=True)
def test_many_submits_of_one_form_at_once_make_one_post() -> None:
    alice = member("alice")
    made: list[int] = []

    def submit(actor: Account) -> None:
        made.append(say(actor, "Once", idempotency_key="form-1"))
        connection.close()

    threads = [threading.Thread(target=submit, args=(alice,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 6
    assert len(set(made)) == 1
    assert Post.objects.count() == 1
