"""What is found, by whom, with which operators, in which order."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid
from folkmoot.core.ids import LARGEST_ID, id_at
from folkmoot.media.models import Recording
from folkmoot.posts.actions import boost, delete_post
from folkmoot.posts.models import Carries, Post, PostRecording
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import follow, mute
from folkmoot.search.actions import index
from folkmoot.search.queries import Place, find_posts, first_posts, matching, read
from tests.search.finding import found, told, write

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "typed", "there"),
    [
        ("The garden opens late", "GARDEN late", True),
        ("The garden opens late", "garden early", False),
        ("The garden opens late", '"garden opens"', True),
        ("The garden opens late", '"opens garden"', False),
        ("The garden opens late", "garden -opens", False),
        ("The garden opens late", "garden -soup", True),
        ("The garden opens late", '-"late garden"', True),
        ("The garden opens late", '-"opens late"', False),
        ("Crème brûlée", "creme brulee", True),
        ("creme brulee", "Crème", True),
        ("اللغة العَرَبِيَّةُ جميلة", "العربية", True),
        ("اللغة العربية", "العَرَبِيَّةُ", True),
        ("أحمد", "احمد", True),
        ("東京都庁でお茶", "都庁", True),
        ("東京都庁でお茶", "東京都庁", True),
        ("東京都庁でお茶", "茶", True),
        ("東京と京都、都庁", "東京都庁", False),
        ("東京と京都、都庁", "-東京都庁", True),
        ("東京都庁でお茶", "-東京都庁", False),
        ("東京都庁でお茶", "-東京", False),
        ("서울에서 만나요", "서울", True),
        ("สวัสดีครับ", "สวัสดี", True),
        ("Bread 🍞 for all", "🍞", True),
        ("Bread for all", "🍞", False),
        ("On the #Harbour", "#harbour", True),
        ("On the harbour", "#harbour", False),
        ("On the #Harbour", "harbour", True),
        ("On the #Harbour", "-#harbour on", False),
        ("See https://example.org/notes", "example.org", True),
        ("See https://example.org/notes", "has:link", True),
        ("See nothing", "has:link", False),
        ("See nothing", "-has:link", True),
        ("See nothing", "in:public", True),
        ("See nothing", "in:followers", False),
        ("See nothing", "in:followers in:public see", True),
        ("See nothing", "-in:public", False),
        ("See nothing", "from:bob", True),
        ("See nothing", "from:@BOB from:carol", True),
        ("See nothing", "from:carol", False),
        ("See nothing", "from:nobody", False),
        ("See nothing", "from:me", False),
        ("See nothing", "-from:bob see", False),
        ("See nothing", "-from:me", True),
        ("See nothing", "is:reply", False),
        ("See nothing", "-is:reply", True),
        ("See nothing", "before:2020", False),
        ("See nothing", "after:2020", True),
        ("See nothing", "after:2020 nothing", True),
        ("See nothing", "before:9999", True),
        ("See nothing", "after:9999", False),
        ("See nothing", "see -before:2020", True),
        ("See nothing", "see -before:9999", False),
        ("See nothing", "see -after:2020", False),
        ("See nothing", "-after:9999", True),
        ("See nothing", "see -on:2020", True),
        ("See nothing", "-on:2020 -on:2021", True),
        ("See nothing", "", False),
    ],
)
def test_words_and_operators(cast: Cast, text: str, typed: str, there: bool) -> None:
    post = write(cast.bob, text)
    assert found(cast.hal, typed) == ([post] if there else [])


def test_answers_polls_and_files(cast: Cast) -> None:
    first = write(cast.bob, "Shall we meet")
    reply = write(cast.carol, "Yes, meet", reply_to=first)
    played = write(cast.bob, "Hear and see")
    for position, kind in enumerate(("sound", "video")):
        recording = Recording.objects.create(
            owner_id=cast.bob.id, kind=kind, alt=f"A {kind} of owls", title="Nightsong"
        )
        PostRecording.objects.create(post_id=played, position=position, recording=recording)
    Post.objects.filter(id=played).update(carries=Carries.RECORDINGS, warning="Loud noises")
    index(played)
    assert found(cast.hal, "meet is:reply") == found(cast.hal, "is:reply") == [reply]
    assert found(cast.hal, "meet -is:reply") == [first]
    for typed in ("has:media", "has:video", "has:audio", "owls", "nightsong", "loud", '"sound of owls"', "hear owls"):
        assert found(cast.hal, typed) == [played], typed
    assert found(cast.hal, "has:image") == []


def test_days(cast: Cast) -> None:
    posts = {}
    for day in (1, 2, 3):
        moment = datetime(2026, 5, day, 12, tzinfo=UTC)
        posts[day] = id_at(moment)
        Post.objects.create(id=posts[day], account=cast.bob, scope="public", text="Maypole", thread_id=posts[day])
        index(posts[day])
    assert found(cast.hal, "maypole before:2026-05-02") == [posts[1]]
    assert found(cast.hal, "maypole after:2026-05-02") == [posts[3]]
    assert found(cast.hal, "maypole on:2026-05-02") == found(cast.hal, "on:2026-05-02") == [posts[2]]
    assert found(cast.hal, "maypole on:2026-05") == [posts[3], posts[2], posts[1]]
    assert found(cast.hal, "maypole before:2026-05-03 after:2026-05-01") == [posts[2]]
    assert found(cast.hal, "maypole -before:2026-05-02") == [posts[3], posts[2]]
    assert found(cast.hal, "maypole -after:2026-05-02") == [posts[2], posts[1]]
    assert found(cast.hal, "maypole -on:2026-05-02") == found(cast.hal, "-on:2026-05-02") == [posts[3], posts[1]]
    assert found(cast.hal, "maypole -on:2026-05-01 -on:2026-05-03") == [posts[2]]
    assert found(cast.hal, "maypole -on:2026-05") == found(cast.hal, "maypole -on:2026") == []
    assert found(cast.hal, "maypole before:2026-05") == found(cast.hal, "maypole after:2026-05") == []


def test_a_boost_is_not_found_twice(cast: Cast) -> None:
    post = write(cast.bob, "Passed on")
    index(boost(cast.carol, post))
    assert found(cast.hal, "passed") == [post]


def test_whom_one_follows_comes_first_then_what_is_short_together_and_new(cast: Cast) -> None:
    follow(cast.hal, cast.carol.id)
    long = write(cast.bob, "Winter wheat " + "and many other things that grow " * 12)
    apart = write(cast.bob, "Wheat in winter")
    together = write(cast.bob, "Winter wheat")
    close = write(cast.carol, "Winter wheat")
    assert found(cast.hal, "winter wheat") == [close, together, long, apart]
    old = id_at(timezone.now() - timedelta(days=900))
    Post.objects.create(id=old, account=cast.bob, scope="public", text="Winter wheat", thread_id=old)
    index(old)
    assert found(cast.hal, "winter wheat")[-2:] == [apart, old]
    assert found(cast.hal, "from:bob") == [together, apart, long, old], "without words the newest comes first"


def test_the_spelling_of_a_word_makes_no_difference_to_its_place(cast: Cast) -> None:
    plain, accents = write(cast.bob, "The cafe opens"), write(cast.bob, "The café opens")
    assert found(cast.hal, "café") == found(cast.hal, "cafe") == [accents, plain], "the newest of two alike"
    for together, apart, typed in (
        ("Crème brûlée", "Brûlée à la crème", "creme brulee"),
        ("العَرَبِيَّةُ جميلة", "جميلة العَرَبِيَّةُ", "العربية جميلة"),
        ("ｆｕｌｌ ｗｉｄｔｈ", "ｗｉｄｔｈ ｆｕｌｌ", "full width"),
    ):
        first, last = write(cast.bob, together), write(cast.bob, apart)
        assert found(cast.hal, typed) == [first, last], typed


def test_pages_go_on_whatever_happens_between(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "WINDOW", 7)
    posts = [write(cast.bob, f"Thistle {'x' * (number % 3)}") for number in range(18)]
    whole = found(cast.hal, "thistle")
    assert sorted(whole) == posts
    seen, place = [], None
    for turn in range(12):
        page = find_posts(cast.hal.id, read("thistle"), 4, place)
        seen += [post.id for post in page.posts]
        place = page.more and Place.parse(str(page.more))
        write(cast.carol, "Thistle, later")
        if turn == 1:
            delete_post(cast.bob, seen[-1])
        if place is None:
            break
    assert seen == whole
    assert [post.id for post in first_posts(cast.hal.id, read("thistle from:bob"), 5, 3)] == found(
        cast.hal, "thistle from:bob"
    )[3:8]
    assert len(first_posts(cast.hal.id, read("thistle from:bob"), 40, 10)) == 7
    assert first_posts(cast.hal.id, read("thistle"), 0, 0) == []


def test_what_few_may_see_is_found_behind_many_matches(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "WINDOW", 5)
    mine = write(cast.hal, "Needle")
    for _ in range(12):
        write(cast.alice, "Needle", "followers")
    assert found(cast.hal, "needle from:me") == found(cast.hal, "needle") == [mine]
    for _ in range(10):
        write(cast.alice, "Needle", "followers")
    page = find_posts(cast.hal.id, read("needle"), 5)
    assert (page.posts, page.more is not None) == ((), True), (
        "a page looks through so many, and says that there are more"
    )
    assert [post.id for post in find_posts(cast.hal.id, read("needle"), 5, page.more).posts] == [mine]
    assert [post.id for post in first_posts(cast.hal.id, read("needle"), 5, 0)] == [mine], "programs look further"
    for _ in range(50):
        write(cast.alice, "Needle", "followers")
    assert first_posts(cast.hal.id, read("needle"), 5, 0) == [], "but not for ever"


@pytest.mark.parametrize(
    "written", ["", "x", "1", "1.2.3", "1.2.3.x", "9" * 19, "1.2.3.4.5", f"1.{LARGEST_ID + 1}", "-1.2", "1.2\n"]
)
def test_a_place_that_is_none(written: str) -> None:
    with pytest.raises(Invalid):
        Place.parse(written)


@pytest.mark.parametrize("place", [Place(1), Place(5, 6), Place(5, 6, -7, 8), Place(5, 6, 0, 8)])
def test_a_place_stands_in_an_address(place: Place) -> None:
    assert Place.parse(str(place)) == place


@pytest.mark.parametrize(
    "typed",
    [
        '" OR 1=1 --', "garden* OR", 'NEAR("a" "b")', "words:garden", "{words}: garden", "^garden", 'x" NOT "y',
        "any", "000000FF", "'); DELETE FROM search_entry; --", "}'::integer[] OR TRUE", "%(viewer)s %s %%", "\\", "$1",
        ":viewer", "\x1fby:1", "x" * 10_000, '"' * 9_999, "(" * 10_000, "🎉" * 3_000, "\u200f\u202e", "\ud800", "\0",
        "from:\ud800",
    ],
)  # fmt: skip
def test_nothing_typed_reaches_a_database_as_more_than_words(cast: Cast, typed: str) -> None:
    kept = write(cast.bob, "Laid here before")
    secret = write(cast.alice, "Laid for few", "followers")
    assert secret not in found(cast.hal, typed)
    assert kept not in found(cast.hal, typed)
    assert found(cast.hal, "laid") == [kept]


def test_somebody_here_is_found_by_the_whole_address(cast: Cast) -> None:
    written = write(cast.bob, "Thistle")
    assert found(cast.hal, f"thistle from:bob@{settings.FOLKMOOT.host}") == [written]
    assert found(cast.hal, "thistle from:bob@elsewhere.example") == []


def test_nobody_stands_in_results_under_the_name_of_another(cast: Cast) -> None:
    """A word with the number of whoever wrote a post would be found among their posts."""
    write(cast.bob, "qsgoaedy suxfbgfc")
    assert found(cast.hal, f"from:{cast.alice.username}") == []


def test_postgres_reads_numbers_in_the_text_and_nothing_that_was_typed(cast: Cast) -> None:
    asked = read("garden '; -soup from:me before:2026")
    text, parameters = matching._postgres(matching.terms(cast.hal.id, asked), 7)
    assert "e.words @> '{" in text
    assert "NOT e.words && '{" in text
    assert "garden" not in text
    assert parameters == {"top": 7, "bottom": 0}
    assert "1 = 1" in matching._postgres(matching.terms(cast.hal.id, read("after:2026")), 7)[0]


def test_a_page_of_results_asks_as_often_as_one_result(cast: Cast, queries: Callable[..., object]) -> None:
    write(cast.bob, "Marigold")
    follow(cast.hal, cast.bob.id)
    found(cast.hal, "marigold")
    for number in range(12):
        write((cast.bob, cast.carol)[number % 2], f"Marigold {number}")
    asked = read("marigold -rose")
    find_posts(cast.hal.id, asked, 20)
    with queries(2):  # the index with the rule, the marks; bodies are kept
        assert len(find_posts(cast.hal.id, asked, 20).posts) == 13


def test_what_is_muted_stays_out_and_what_is_said_is_not_shown_to_a_suspended_one(cast: Cast) -> None:
    write(cast.bob, "Snowdrop")
    write(cast.carol, "Snowdrop, said again")
    assert told(cast.hal, "snowdrop") == {"Snowdrop", "Snowdrop, said again"}
    mute(cast.hal, cast.carol.id, until=None)
    assert told(cast.hal, "snowdrop") == {"Snowdrop"}
    Account.objects.filter(id=cast.hal.id).update(active=False)
    assert told(cast.hal, "snowdrop") == set()
