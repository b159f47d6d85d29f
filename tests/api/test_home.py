"""The home feed through the API: its pages, its bytes, and what never gets into it."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.accounts.actions import seen_today
from folkmoot.api.answers import encoded
from folkmoot.api.entities import kept
from folkmoot.api.entities.statuses import status
from folkmoot.core.cursors import Page
from folkmoot.posts import hydrate
from folkmoot.posts.actions import bookmark, boost, delete_post, like, pin
from folkmoot.posts.models import Post
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, follow, mute
from folkmoot.timelines.models import HomeEntry
from folkmoot.timelines.queries import home, home_marks
from tests.api.shapes import check_all
from tests.doors import Answer, Door
from tests.posts.writing import lay, say

HOME = "/api/v1/timelines/home"
type DoorOf = Callable[..., Door]


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    kept._cache.clear()
    kept._own.cache_clear()
    hydrate.kept._cache.clear()


def _links(answer: Answer) -> dict[str, str]:
    found = re.findall(r'<http://localhost:8000([^>]+)>; rel="(\w+)"', answer.headers.get("Link", ""))
    return {place: url for url, place in found}


def _ids(answer: Answer) -> list[int]:
    return [int(one["id"]) for one in answer.json()]


def _every_kind(cast: Cast, drain: Callable[[], int]) -> None:
    """One post of each kind that can be in bob's feed."""
    for account in cast.everybody():
        seen_today(account.id)
    follow(cast.bob, cast.hal.id)
    plain = say(cast.alice, "Plain with @bob, #Tags and https://example.org/a?b=c&d=e")
    say(cast.bob, "An answer", reply_to=plain, language="en", warning="Who “reads” this?")
    for scope in ("public", "quiet", "community", "followers"):
        say(cast.alice, f"For {scope} \u2028 </script> \\ \" ' مرحبا 👩‍👧 100% {{}} %s %(x)s", scope)
    own = say(cast.bob, "My own, pinned")
    pin(cast.bob, own)
    boost(cast.hal, say(cast.frank, "Passed on"))
    boost(cast.hal, say(cast.frank, "Passed on in here", "community"))
    boost(cast.alice, own)
    boost(cast.bob, plain)
    like(cast.bob, plain)
    bookmark(cast.bob, plain)
    like(cast.hal, own)
    drain()


def test_kept_bytes_are_what_the_plain_way_gives(cast: Cast, drain: Callable[[], int]) -> None:
    _every_kind(cast, drain)
    page = Page(limit=40)
    for viewer in (cast.bob.id, cast.alice.id, cast.hal.id):
        plain = [encoded(status(view)) for view in home(viewer, page).items]
        assert len(plain) > 1
        for _first_made_then_kept in range(2):
            assert kept.page(viewer, home_marks(viewer, page).items) == b"[%b]" % b",".join(plain)


def test_every_entity_has_mastodons_shape(cast: Cast, api_of: DoorOf, drain: Callable[[], int]) -> None:
    _every_kind(cast, drain)
    found = api_of(cast.bob).get(HOME, {"limit": 40}).json()
    check_all(found, "Status")
    check_all([one["reblog"] for one in found if one["reblog"]], "Status")
    assert {one["visibility"] for one in found} == {"public", "unlisted", "private"}
    assert {one["reblog"] is None for one in found} == {True, False}
    assert {one.get("pinned") for one in found} == {None, False, True}


def test_one_posts_halves_are_told_to_each_viewer(cast: Cast, api_of: DoorOf, drain: Callable[[], int]) -> None:
    _every_kind(cast, drain)
    mine = {one["id"]: one for one in api_of(cast.bob).get(HOME, {"limit": 40}).json()}
    hers = {one["id"]: one for one in api_of(cast.alice).get(HOME, {"limit": 40}).json()}
    plain = next(i for i, one in mine.items() if one["content"].startswith('<p dir="auto">Plain'))
    assert (mine[plain]["favourited"], mine[plain]["bookmarked"], mine[plain]["reblogged"]) == (True, True, True)
    assert (hers[plain]["favourited"], hers[plain]["bookmarked"], hers[plain]["reblogged"]) == (False, False, False)
    assert mine[plain]["favourites_count"] == hers[plain]["favourites_count"] == 1
    assert ("pinned" in mine[plain], "pinned" in hers[plain]) == (False, True)


def test_what_changes_shows_at_once(cast: Cast, api_of: DoorOf, drain: Callable[[], int]) -> None:
    post, door = say(cast.alice, "First words"), api_of(cast.bob)
    drain()
    door.get(HOME)
    like(cast.hal, post)
    assert door.get(HOME).json()[0]["favourites_count"] == 1
    Post.objects.filter(id=post).update(html="<p>Other words</p>", version=2)
    assert door.get(HOME).json()[0]["content"] == "<p>Other words</p>"
    cast.alice.name, cast.alice.version = "A. Liddell", cast.alice.version + 1
    cast.alice.save()
    assert door.get(HOME).json()[0]["account"]["display_name"] == "A. Liddell"
    delete_post(cast.alice, post)
    assert door.get(HOME).json() == []


def test_counts_of_authors_are_made_anew_after_a_minute(
    cast: Cast, api_of: DoorOf, drain: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    say(cast.alice)
    drain()
    door = api_of(cast.bob)
    now = kept.monotonic()
    assert door.get(HOME).json()[0]["account"]["statuses_count"] == 1
    say(cast.alice, "Counted at once, in the feed of others a moment later")
    for later, count in ((0, 1), (kept.KEPT_SECONDS + 30, 2)):
        monkeypatch.setattr(kept, "monotonic", lambda later=later: now + later)
        monkeypatch.setattr(hydrate.kept, "monotonic", lambda later=later: now + later)
        assert door.get(HOME).json()[0]["account"]["statuses_count"] == count


def test_what_is_kept_is_bounded_and_the_oldest_goes(
    cast: Cast, drain: Callable[[], int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "KEPT", 3)
    posts = [say(cast.bob, f"Post {number}") for number in range(5)]
    kept.page(cast.bob.id, home_marks(cast.bob.id, Page(limit=2, max_id=posts[2])).items)
    kept.page(cast.bob.id, home_marks(cast.bob.id, Page(limit=2)).items)
    assert sorted(key[0] for key in kept._cache) in (sorted([posts[0], *posts[3:]]), sorted([posts[1], *posts[3:]]))


def test_a_post_deleted_between_two_statements_is_left_out(cast: Cast) -> None:
    posts = [say(cast.bob, "One"), say(cast.bob, "Two")]
    marks = home_marks(cast.bob.id, Page(limit=5)).items
    for post, left in ((posts[0], [str(posts[1])]), (posts[1], [])):
        delete_post(cast.bob, post)
        kept._cache.clear()
        hydrate.kept._cache.clear()
        assert [one["id"] for one in json.loads(kept.page(cast.bob.id, marks))] == left


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, [9, 8, 7, 6, 5, 4, 3, 2, 1, 0]),
        ({"limit": 3}, [9, 8, 7]),
        ({"limit": 3, "max_id": 7}, [6, 5, 4]),
        ({"limit": 3, "since_id": 2}, [9, 8, 7]),
        ({"limit": 3, "min_id": 2}, [5, 4, 3]),
        ({"limit": 5, "min_id": 2, "max_id": 5}, [4, 3]),
        ({"since_id": 9}, []),
        ({"max_id": 0}, []),
    ],
)
def test_pages_are_cut_by_ids(cast: Cast, api_of: DoorOf, query: dict[str, int], expected: list[int]) -> None:
    posts = [say(cast.bob, f"Post {number}") for number in range(10)]
    asked = {name: value if name == "limit" else posts[value] for name, value in query.items()}
    assert _ids(api_of(cast.bob).get(HOME, asked)) == [posts[number] for number in expected]


def test_links_lead_through_the_whole_feed_and_back(cast: Cast, api_of: DoorOf) -> None:
    posts, door = [say(cast.bob, f"Post {number}") for number in range(7)][::-1], api_of(cast.bob)
    seen, url = [], f"{HOME}?limit=3"
    while url:
        answer = door.get(url)
        seen.append(_ids(answer))
        last, url = answer, _links(answer).get("next", "")
    assert seen == [posts[:3], posts[3:6], posts[6:]]
    assert _ids(door.get(_links(last)["prev"])) == posts[3:6]
    newer = say(cast.bob, "Newer")
    assert _ids(door.get(_links(door.get(f"{HOME}?since_id={posts[0]}"))["prev"])) == []
    assert _ids(door.get(f"{HOME}?min_id={posts[0]}")) == [newer]


def test_an_empty_feed_has_no_links(cast: Cast, api_of: DoorOf) -> None:
    answer = api_of(cast.hal).get(HOME)
    assert (answer.status_code, answer.content, _links(answer)) == (200, b"[]", {})


def test_a_page_has_twenty_and_forty_at_most(cast: Cast, api_of: DoorOf) -> None:
    for number in range(45):
        say(cast.bob, f"Post {number}")
    door = api_of(cast.bob)
    assert [len(door.get(HOME, query).json()) for query in ({}, {"limit": 40}, {"limit": 1_000})] == [20, 40, 40]


@pytest.mark.parametrize("posts", [1, 20])
def test_two_statements_whatever_the_length(cast: Cast, api_of: DoorOf, queries: Any, posts: int) -> None:
    door = api_of(cast.bob)
    for number in range(posts):
        say(cast.bob, f"Post {number}")
    door.get(HOME)
    with queries(2):
        assert len(door.get(HOME).json()) == posts
    nothing_is_kept_any_more = (kept._cache, hydrate.kept._cache)
    for cache in nothing_is_kept_any_more:
        cache.clear()
    with queries(4):
        door.get(HOME)


def test_no_word_of_an_invisible_post_gets_out(cast: Cast, api_of: DoorOf, drain: Callable[[], int]) -> None:
    """Entries are put into the feed by hand: whatever else fails, the rule is applied again when it is read."""
    follow(cast.bob, cast.hal.id)
    hidden = [lay(cast.alice, scope, warning="canary") for scope in ("direct", "list", "group")]
    hidden += [
        lay(cast.alice, "public", warning="canary", **{state: "2026-01-01T00:00:00Z"})
        for state in ("held_at", "removed_at", "deleted_at")
    ]
    hidden += [lay(account, "public", warning="canary") for account in (cast.gina, cast.hal, cast.frank, cast.carol)]
    mute(cast.bob, cast.hal.id, None)
    follow(cast.bob, cast.frank.id)
    block(cast.frank, cast.bob.id)
    drain()
    visible = lay(cast.alice, "public")
    HomeEntry.objects.bulk_create(
        [HomeEntry(account=cast.bob, post_id=post) for post in (*hidden, visible)], ignore_conflicts=True
    )
    for query in ({}, {"min_id": 0}, {"since_id": 0, "limit": 1}):
        answer = api_of(cast.bob).get(HOME, query)
        assert b"canary" not in answer.content
        assert _ids(answer) == [visible]


def test_reading_counts_as_being_here(cast: Cast, api_of: DoorOf) -> None:
    from django.utils.timezone import localdate

    from folkmoot.accounts.models import Stats
    from folkmoot.api import calls

    calls._seen.clear()
    Stats.objects.filter(account=cast.bob).update(seen_on=None)
    api_of(cast.bob).get(HOME)
    assert Stats.objects.get(account=cast.bob).seen_on == localdate()
