"""What posts begin with, and who sees whom one knows, as programs choose and read it."""

from collections.abc import Callable

import pytest

from folkmoot.accounts.models import Account
from folkmoot.core.events import drain
from folkmoot.instance.actions import change_settings
from folkmoot.posts.models import Post
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import follow
from tests.api.shapes import check
from tests.doors import Door
from tests.pictures import lay
from tests.posts.writing import say

pytestmark = pytest.mark.django_db
type DoorOf = Callable[..., Door]
UPDATE, ME, STATUSES = (
    "/api/v1/accounts/update_credentials",
    "/api/v1/accounts/verify_credentials",
    "/api/v1/statuses",
)


@pytest.mark.parametrize(
    ("privacy", "scope", "told"),
    [
        ("public", "public", "public"),
        ("unlisted", "quiet", "unlisted"),
        ("private", "followers", "private"),
        ("community", "community", "private"),
    ],
)
def test_for_whom_posts_are(cast: Cast, api_of: DoorOf, privacy: str, scope: str, told: str) -> None:
    door = api_of(cast.bob)
    answer = door.patch(UPDATE, {"source[privacy]": privacy}).json()
    check(answer, "CredentialAccount")
    assert answer["source"]["privacy"] == told
    preferences = door.get("/api/v1/preferences").json()
    assert preferences["posting:default:visibility"] == told
    made = door.post(STATUSES, {"status": "As always"}).json()
    assert (made["visibility"], Post.objects.get(id=made["id"]).scope) == (told, scope)
    assert door.post(STATUSES, {"status": "For you", "visibility": "direct"}).json()["visibility"] == "direct"
    assert Post.objects.get(id=say(cast.hal, "Of somebody else")).scope == "public"


def test_files_behind_a_warning(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    assert door.patch(UPDATE, {"source[sensitive]": "true"}).json()["source"]["sensitive"] is True
    assert door.get("/api/v1/preferences").json()["posting:default:sensitive"] is True

    def made(**form: str) -> tuple[bool, str]:
        sent = {"status": "Look", "media_ids[]": str(lay(cast.bob.id).id), **form}
        found = door.post(STATUSES, sent).json()
        return found["sensitive"], found["spoiler_text"]

    assert made() == (True, "Sensitive content")
    assert made(spoiler_text="Spiders") == (True, "Spiders")
    assert made(sensitive="false") == (False, "")
    assert door.post(STATUSES, {"status": "Words alone"}).json()["spoiler_text"] == ""
    assert door.patch(UPDATE, {"source[sensitive]": "false"}).json()["source"]["sensitive"] is False
    assert made() == (False, "")


@pytest.mark.parametrize("path", [UPDATE, "/api/v1/profile"])
def test_whom_one_knows_is_kept_to_oneself(cast: Cast, api_of: DoorOf, path: str) -> None:
    door, other = api_of(cast.bob), api_of(cast.hal)
    follow(cast.hal, cast.bob.id)
    lists = [f"/api/v1/accounts/{cast.bob.id}/{kind}" for kind in ("followers", "following")]
    assert [len(other.get(each).json()) for each in lists] == [2, 1]
    assert door.patch(path, {"hide_collections": "true"}).json()["hide_collections"] is True
    assert other.get(f"/api/v1/accounts/{cast.bob.id}").json()["hide_collections"] is True
    assert other.get(f"/api/v1/accounts/{cast.bob.id}").json()["followers_count"] == 2
    assert [len(other.get(each).json()) for each in lists] == [0, 0]
    assert [len(api_of(cast.olivia).get(each).json()) for each in lists] == [0, 0], "those who run it see no more"
    assert [len(door.get(each).json()) for each in lists] == [2, 1]
    assert door.patch(path, {"hide_collections": "false"}).json()["hide_collections"] is False
    assert [len(other.get(each).json()) for each in lists] == [2, 1]


@pytest.mark.parametrize("hiding", ["bob", "frank"])
def test_familiar_followers_tell_nothing_of_it(cast: Cast, api_of: DoorOf, hiding: str) -> None:
    """Hal follows frank, who follows bob."""
    follow(cast.hal, cast.frank.id)
    follow(cast.frank, cast.bob.id)
    door, path = api_of(cast.hal), f"/api/v1/accounts/familiar_followers?id[]={cast.bob.id}"
    assert [each["acct"] for each in door.get(path).json()[0]["accounts"]] == ["frank"]
    api_of(getattr(cast, hiding)).patch(UPDATE, {"hide_collections": "true"})
    assert door.get(path).json()[0]["accounts"] == []


def test_search_engines(cast: Cast, api_of: DoorOf) -> None:
    door = api_of(cast.bob)
    before = door.get(ME).json()
    assert (before["indexable"], before["noindex"], before["source"]["indexable"]) == (False, True, False)
    after = door.patch(UPDATE, {"indexable": "true"}).json()
    assert (after["indexable"], after["noindex"], after["source"]["indexable"]) == (True, False, True)
    post = api_of(cast.bob).post(STATUSES, {"status": "Found by all"}).json()
    assert post["account"]["indexable"] is True


def test_what_pages_ask_of_search_engines(
    cast: Cast, api_of: DoorOf, client_of: Callable[[Account | None], Door]
) -> None:
    change_settings(None, {"visitors": "posts"})
    post = say(cast.bob, "Bread")
    drain()
    asked = b'<meta name="robots" content="noindex">'
    browser = client_of(None)
    pages = ("/@bob", "/@bob/replies", f"/@bob/{post}")
    assert [asked in browser.get(page).content for page in pages] == [True] * 3
    api_of(cast.bob).patch(UPDATE, {"indexable": "true"})
    assert [asked in browser.get(page).content for page in pages] == [False] * 3


def test_nothing_of_it_is_said_of_others(cast: Cast, api_of: DoorOf) -> None:
    api_of(cast.bob).patch(UPDATE, {"source[privacy]": "private", "source[sensitive]": "true"})
    assert "source" not in api_of(cast.hal).get(f"/api/v1/accounts/{cast.bob.id}").json()
    cast.hal.refresh_from_db()
    assert (cast.hal.post_scope, cast.hal.post_sensitive) == ("public", False)
