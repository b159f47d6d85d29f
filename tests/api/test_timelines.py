"""The feeds that everybody may come upon, through the API: for members, and for visitors where they are let in."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.accounts.models import Account
from folkmoot.core import events
from folkmoot.instance.actions import change_settings
from folkmoot.posts.actions.cards import follow_link, remove_card
from folkmoot.posts.models import Card, Post, PostCard
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, mute
from tests import pictures
from tests.api.shapes import check_all
from tests.doors import Answer, Door
from tests.posts import writing
from tests.posts.writing import lay

pytestmark = pytest.mark.django_db
type DoorOf = Callable[..., Door]
PUBLIC, TAG = "/api/v1/timelines/public", "/api/v1/timelines/tag/boats"
LINK, DIRECT = "/api/v1/timelines/link", "/api/v1/timelines/direct"
URL = "https://example.org/boats?a=b&c=d"
OPEN_ONES = [PUBLIC, TAG, f"{LINK}?url=https://example.org/boats?a=b%26c=d"]


def say(actor: Account, text: str = "Hello", scope: str = "public", **more: object) -> int:
    """Publish a post, and look for the page it links to, as the worker would."""
    post = writing.say(actor, text, scope, **more)
    follow_link(post)
    return post


def _ids(answer: Answer) -> list[int]:
    return [int(one["id"]) for one in answer.json()]


def _next(answer: Answer) -> str:
    found = re.search(r'<http://localhost:8000([^>]+)>; rel="next"', answer.headers.get("Link", ""))
    return found[1] if found else ""


def _open() -> None:
    change_settings(None, {"visitors": "posts"})


def _elsewhere(account: Account) -> None:
    Account.objects.filter(id=account.id).update(domain="elsewhere.example")


class TestPublic:
    def test_what_is_for_all_and_nothing_else(self, cast: Cast, api_of: DoorOf) -> None:
        shown = [say(cast.alice, "For all"), say(cast.alice, "For us", "community")]
        for scope in ("quiet", "followers", "direct"):
            say(cast.alice, "Not here @bob", scope)
        say(cast.bob, "An answer", reply_to=shown[0])
        answer = api_of(cast.hal).get(PUBLIC)
        check_all(answer.json(), "Status")
        assert _ids(answer) == shown[::-1]

    def test_the_viewers_own_half(self, cast: Cast, api_of: DoorOf) -> None:
        post = say(cast.alice)
        api_of(cast.hal).post(f"/api/v1/statuses/{post}/favourite")
        assert [api_of(each).get(PUBLIC).json()[0]["favourited"] for each in (cast.hal, cast.bob)] == [True, False]

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ({}, ["far", "picture", "near"]),
            ({"local": "true"}, ["picture", "near"]),
            ({"remote": "1"}, ["far"]),
            ({"local": "true", "remote": "true"}, ["far", "picture", "near"]),
            ({"only_media": "true"}, ["picture"]),
            ({"only_media": "true", "remote": "true"}, []),
            ({"local": "false", "only_media": "0"}, ["far", "picture", "near"]),
        ],
    )
    def test_parts_of_it(self, cast: Cast, api_of: DoorOf, query: dict[str, str], expected: list[str]) -> None:
        made = {"near": say(cast.alice), "picture": say(cast.alice, "", pictures=(pictures.lay(cast.alice.id).id,))}
        made["far"] = lay(cast.frank, "public")
        _elsewhere(cast.frank)
        assert _ids(api_of(cast.hal).get(PUBLIC, query)) == [made[name] for name in expected]

    def test_links_ask_for_the_same_part(self, cast: Cast, api_of: DoorOf) -> None:
        lay(cast.frank, "public")
        posts = [say(cast.alice, f"Post {n}") for n in range(5)][::-1]
        lay(cast.frank, "public")
        _elsewhere(cast.frank)
        door, url, seen = api_of(cast.hal), f"{PUBLIC}?local=true&limit=2&nonsense=1", []
        while url:
            answer = door.get(url)
            assert "nonsense" not in answer.headers["Link"]
            seen.append(_ids(answer))
            url = _next(answer)
        assert seen == [posts[:2], posts[2:4], posts[4:]]

    @pytest.mark.parametrize("path", [PUBLIC, TAG, f"{LINK}?url={URL}"])
    def test_without_those_whom_the_viewer_muted_or_blocked(self, cast: Cast, api_of: DoorOf, path: str) -> None:
        def both() -> list[int]:
            return [say(account, f"#boats at {URL}") for account in (cast.alice, cast.frank, cast.hal)]

        both()
        mute(cast.bob, cast.alice.id, None)
        block(cast.bob, cast.frank.id)
        assert {one["account"]["acct"] for one in api_of(cast.bob).get(path.replace("&c", "%26c")).json()} == {"hal"}

    @pytest.mark.parametrize("query", ["local=maybe", "only_media=7", "limit=0", "max_id=x"])
    def test_nonsense_is_named(self, cast: Cast, api_of: DoorOf, query: str) -> None:
        for path in (PUBLIC, TAG):
            answer = api_of(cast.bob).get(f"{path}?{query}")
            assert answer.status_code == 422
            assert answer.json()["error"].startswith(f"Validation failed: {query.partition('=')[0]}")


class TestVisitors:
    @pytest.mark.parametrize("path", OPEN_ONES)
    def test_are_told_to_sign_in_where_nothing_is_for_them(self, cast: Cast, path: str) -> None:
        say(cast.alice, f"canary #boats {URL}")
        answer = Door().get(path)
        wanted = {"error": "This method requires an authenticated user"}
        assert (answer.status_code, answer.json()) == (422, wanted)

    @pytest.mark.parametrize("path", OPEN_ONES)
    def test_read_what_is_public_where_they_may(self, cast: Cast, path: str) -> None:
        _open()
        shown = say(cast.alice, f"For all #boats {URL}")
        for scope in ("community", "followers", "direct"):
            say(cast.alice, f"canary #boats {URL}", scope)
        answer = Door().get(path)
        assert (_ids(answer), b"canary" in answer.content) == ([shown], False)
        check_all(answer.json(), "Status")

    def test_have_no_direct_posts(self, cast: Cast) -> None:
        _open()
        assert Door().get(DIRECT).status_code == 401

    def test_a_suspended_author_is_gone(self, cast: Cast) -> None:
        _open()
        say(cast.alice)
        Account.objects.filter(id=cast.alice.id).update(active=False)
        assert Door().get(PUBLIC).json() == []


class TestTags:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("", ["both", "boats"]),
            ("any[]=sea", ["both", "sea", "boats"]),
            ("any[]=Sea&any[]=wind", ["both", "wind", "sea", "boats"]),
            ("any=sea", ["both", "sea", "boats"]),
            ("all[]=sea", ["both"]),
            ("all[]=sea&all[]=wind", []),
            ("none[]=sea", ["boats"]),
            ("any[]=wind&none[]=sea", ["wind", "boats"]),
            ("any[]=wind&all[]=sea&none[]=boats", []),
            ("any[]=a&any[]=b&any[]=c&any[]=d&any[]=sea", ["both", "boats"]),
            ("local=true", ["both", "boats"]),
            ("remote=true", []),
            ("only_media=true", []),
        ],
    )
    def test_questions(self, cast: Cast, api_of: DoorOf, query: str, expected: list[str]) -> None:
        words = {"boats": "#Boats", "sea": "#sea", "wind": "#wind", "both": "#boats and #sea"}
        made = {name: say(cast.alice, text) for name, text in words.items()}
        assert _ids(api_of(cast.hal).get(f"{TAG}?{query}")) == [made[name] for name in expected]

    def test_links_ask_for_the_same(self, cast: Cast, api_of: DoorOf) -> None:
        posts = [say(cast.alice, f"{n} {tag}") for n, tag in enumerate(("#boats", "#sea", "#boats #sea"))][::-1]
        door, url, seen = api_of(cast.hal), f"{TAG}?any[]=sea&limit=1", []
        while url:
            answer = door.get(url)
            seen += _ids(answer)
            url = _next(answer)
        assert seen == posts

    @pytest.mark.parametrize("name", ["2026", "nobody-wrote-this", "a b", "é"])
    def test_what_nobody_wrote(self, cast: Cast, api_of: DoorOf, name: str) -> None:
        answer = api_of(cast.hal).get(f"/api/v1/timelines/tag/{name}".encode().decode("latin-1"))
        assert (answer.status_code, answer.json()) == (200, [])

    def test_hostile_names_are_nobodys(self, cast: Cast, api_of: DoorOf) -> None:
        say(cast.alice, "#boats")
        for kind in ("any", "all", "none"):
            for name in ("a%00b", "%ED%A0%80", "'; DROP TABLE post; --", "%25s", "x" * 3_000):
                assert api_of(cast.hal).get(f"{TAG}?{kind}[]={name}").status_code == 200

    def test_letters_of_all_kinds(self, cast: Cast, api_of: DoorOf) -> None:
        posts = [say(cast.alice, f"{n} #قوارب") for n in range(2)]
        answer = api_of(cast.hal).get("/api/v1/timelines/tag/قوارب?limit=1".encode().decode("latin-1"))
        assert _ids(answer) == posts[1:]
        assert "/tag/%D9%82%D9%88%D8%A7%D8%B1%D8%A8?" in answer.headers["Link"]

    def test_only_what_may_be_seen(self, cast: Cast, api_of: DoorOf) -> None:
        for scope in ("followers", "direct", "quiet"):
            say(cast.alice, "canary #boats #sea", scope)
        for query in ("", "any[]=sea", "all[]=sea"):
            assert api_of(cast.hal).get(f"{TAG}?{query}").json() == []


class TestLinks:
    def test_posts_about_a_page(self, cast: Cast, api_of: DoorOf) -> None:
        first, _other = say(cast.alice, f"Look: {URL}"), say(cast.alice, "Look: https://example.org/other")
        second = say(cast.frank, f"{URL}", "community")
        assert _ids(api_of(cast.hal).get(LINK, {"url": URL})) == [second, first]

    def test_without_those_whose_author_wants_no_preview(self, cast: Cast, api_of: DoorOf) -> None:
        post = say(cast.alice, URL)
        remove_card(cast.alice, post)
        assert PostCard.objects.get(post=post).removed_at
        assert api_of(cast.hal).get(LINK, {"url": URL}).json() == []

    def test_a_page_that_nobody_wrote_about_looks_like_one_of_secrets(self, cast: Cast, api_of: DoorOf) -> None:
        say(cast.alice, URL, "followers")
        assert Card.objects.exists()
        answers = [api_of(cast.hal).get(LINK, {"url": url}) for url in (URL, "https://example.org/nothing")]
        assert [(one.status_code, one.json()) for one in answers] == [(200, [])] * 2

    def test_no_page_at_all(self, cast: Cast, api_of: DoorOf) -> None:
        for query in ({}, {"url": ""}):
            assert api_of(cast.hal).get(LINK, query).status_code == 404


class TestDirect:
    def test_what_was_said_to_and_by_the_viewer(self, cast: Cast, api_of: DoorOf, drain: Callable[[], int]) -> None:
        said = [say(cast.alice, "@bob one", "direct"), say(cast.bob, "@alice two", "direct")]
        say(cast.alice, "@hal not for bob", "direct")
        say(cast.alice, "@bob for all")
        drain()
        answer = api_of(cast.bob).get(DIRECT)
        check_all(answer.json(), "Status")
        assert _ids(answer) == said[::-1]
        assert _ids(api_of(cast.bob).get(DIRECT, {"max_id": said[1]})) == said[:1]

    def test_not_what_is_held_back(self, cast: Cast, api_of: DoorOf, drain: Callable[[], int]) -> None:
        post = say(cast.alice, "@bob one", "direct")
        drain()
        Post.objects.filter(id=post).update(removed_at="2026-01-01T00:00:00Z")
        assert api_of(cast.bob).get(DIRECT).json() == []


@pytest.mark.parametrize("posts", [1, 20])
@pytest.mark.parametrize("path", [PUBLIC, TAG, f"{TAG}?any[]=sea", f"{LINK}?url=https://example.org/boats", DIRECT])
def test_two_statements_whatever_the_length(cast: Cast, api_of: DoorOf, queries: Any, path: str, posts: int) -> None:
    scope = "direct" if path == DIRECT else "public"
    for number in range(posts):
        say(cast.alice, f"{number} @bob #boats https://example.org/boats", scope)
    events.drain()
    door = api_of(cast.bob)
    door.get(path)
    with queries(2):
        assert len(door.get(path).json()) == posts
