"""The file service, asked as Granian asks it: who gets a file, who gets nothing, and which part."""

import asyncio
import time
from typing import Any

import pytest
from django.db import DatabaseError
from django.utils import timezone

from folkmoot.accounts.actions import set_avatar
from folkmoot.accounts.models import Account
from folkmoot.instance.actions import begin_open, change_settings
from folkmoot.media import addresses
from folkmoot.media.models import Picture
from folkmoot.moderation.actions import suspend
from folkmoot.posts.actions import Draft, delete_post, publish_post
from folkmoot.posts.models import Post
from folkmoot.project.files_and_streams import files as serving
from folkmoot.project.files_and_streams.ranges import Part, Unsatisfiable, part_of
from folkmoot.project.files_and_streams.service import Service
from folkmoot.relations.actions import block, follow, unfollow
from tests.moderation.removing import remove_post
from tests.pictures import FILE, lay

SITE = "http://localhost:8000"
pytestmark = pytest.mark.django_db(transaction=True)
SIZE = len(FILE)


class Answer:
    """What Granian would send."""

    def __init__(self) -> None:
        self.status, self.headers, self.body, self.file = 0, {}, "", ("", None, None)

    def response_empty(self, status: int, headers: Any) -> None:
        self.status, self.headers = status, dict(headers)

    def response_str(self, status: int, headers: Any, body: str) -> None:
        self.status, self.headers, self.body = status, dict(headers), body

    def response_file(self, status: int, headers: Any, file: str) -> None:
        self.status, self.headers, self.file = status, dict(headers), (file, None, None)

    def response_file_range(self, status: int, headers: Any, file: str, start: int, end: int) -> None:
        self.status, self.headers, self.file = status, dict(headers), (file, start, end)


class Scope:
    def __init__(self, address: str, method: str, headers: dict[str, str]) -> None:
        self.path, _, self.query_string = address.partition("?")
        self.method, self.headers = method, headers


def ask(address: str, method: str = "GET", **headers: str) -> Answer:
    """One request to a service of its own."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    async def run() -> Answer:
        service, answer = Service(SITE), Answer()
        await asyncio.wait_for(service.__rsgi__(Scope(address, method, named), answer), 20)
        service.files.close()
        return answer

    return asyncio.run(run())


def shown(author: Account, scope: str = "public", text: str = "Look") -> tuple[Picture, int]:
    """A post with one picture."""
    picture = lay(author.id)
    return picture, publish_post(author, Draft(text, scope, pictures=(picture.id,)))


def open_address(picture: Picture, variant: int | str = 320) -> str:
    return addresses.path(picture, variant)


def address_for(viewer: Account, picture: Picture, variant: int | str = 320) -> str:
    return addresses.signed(open_address(picture, variant), viewer.id, time.time())


@pytest.fixture(autouse=True)
def harbour(cast: Any) -> None:
    """A community that visitors may read."""
    begin_open()
    change_settings(None, {"name": "Harbour", "sign_up": "open", "visitors": "posts"})


class TestWhoSees:
    @pytest.mark.parametrize(
        ("scope", "seen_by"),
        [
            ("public", "bob carol hal olivia visitor"),
            ("quiet", "bob carol hal olivia visitor"),
            ("community", "bob carol hal olivia"),
            ("followers", "bob"),
            ("direct", "bob"),
        ],
    )
    def test_a_file_has_the_audience_of_its_post(self, cast: Any, scope: str, seen_by: str) -> None:
        picture, _ = shown(cast.alice, scope, "@bob look")
        people = {name: getattr(cast, name) for name in ("bob", "carol", "dan", "hal", "olivia", "gina", "ivy")}
        found = {name for name, who in people.items() if ask(address_for(who, picture)).status == 200}
        found |= {"visitor"} if ask(open_address(picture)).status == 200 else set()
        assert found == set(seen_by.split())
        assert ask(address_for(cast.alice, picture)).status == 200

    def test_where_visitors_read_nothing_there_is_no_open_file(self, cast: Any) -> None:
        picture, _ = shown(cast.alice)
        change_settings(None, {"visitors": "nothing"})
        assert ask(open_address(picture)).status == 404
        assert ask(address_for(cast.bob, picture)).status == 200

    def test_an_upload_is_its_owners_until_it_is_published(self, cast: Any) -> None:
        picture = lay(cast.alice.id)
        assert ask(address_for(cast.alice, picture)).status == 200
        assert ask(address_for(cast.bob, picture)).status == 404
        assert ask(open_address(picture)).status == 404

    def test_a_face_is_for_everybody_while_its_account_is_active(self, cast: Any) -> None:
        old, new = lay(cast.alice.id), lay(cast.alice.id)
        set_avatar(cast.alice, old.id)
        assert ask(open_address(old)).status == 200
        set_avatar(Account.objects.get(id=cast.alice.id), new.id)
        assert (ask(open_address(old)).status, ask(open_address(new)).status) == (404, 200)
        suspend(cast.olivia, cast.alice.id, "Enough", None)
        assert ask(open_address(new)).status == 404


class TestAtOnce:
    """Addresses that worked a moment ago."""

    @pytest.fixture
    def mine(self, cast: Any) -> Any:
        picture, post_id = shown(cast.alice, "followers")
        address = address_for(cast.bob, picture)
        assert ask(address).status == 200
        return picture, post_id, address

    def test_a_block_ends_them(self, cast: Any, mine: Any) -> None:
        block(cast.alice, cast.bob.id)
        assert ask(mine[2]).status == 404

    def test_so_does_unfollowing(self, cast: Any, mine: Any) -> None:
        unfollow(cast.bob, cast.alice.id)
        assert ask(mine[2]).status == 404

    def test_so_does_deleting_the_post(self, cast: Any, mine: Any) -> None:
        delete_post(cast.alice, mine[1])
        assert ask(mine[2]).status == 404

    def test_a_removal_leaves_it_to_its_author(self, cast: Any, mine: Any) -> None:
        remove_post(cast.frank, mine[1], "Not here")
        assert ask(mine[2]).status == 404
        assert ask(address_for(cast.alice, mine[0])).status == 200

    def test_so_does_holding_it(self, mine: Any) -> None:
        Post.objects.filter(id=mine[1]).update(held_at=timezone.now())
        assert ask(mine[2]).status == 404

    def test_so_does_the_suspension_of_the_reader(self, cast: Any, mine: Any) -> None:
        suspend(cast.olivia, cast.bob.id, "Enough", None)
        assert ask(mine[2]).status == 404

    def test_so_does_the_suspension_of_the_author_for_the_author_too(self, cast: Any, mine: Any) -> None:
        own = address_for(cast.alice, mine[0])
        suspend(cast.olivia, cast.alice.id, "Enough", None)
        assert (ask(mine[2]).status, ask(own).status) == (404, 404)

    def test_following_opens_them(self, cast: Any, mine: Any) -> None:
        address = address_for(cast.hal, mine[0])
        assert ask(address).status == 404
        Account.objects.filter(id=cast.alice.id).update(locked=False)
        follow(cast.hal, cast.alice.id)
        assert ask(address).status == 200


class TestAttacks:
    @pytest.fixture
    def good(self, cast: Any) -> str:
        return address_for(cast.bob, shown(cast.alice, "followers")[0])

    @pytest.mark.parametrize(
        "spoil",
        [
            lambda a: a[:-1] + ("A" if a[-1] != "A" else "B"),
            lambda a: a.partition("?")[0],
            lambda a: a + "&more=1",
            lambda a: a.replace("?v=", "?v=0"),
            lambda a: a.replace("&e=", "&e=9"),
            lambda a: a.replace("/320.", "/640."),
            lambda a: a.replace("/320.", "/still."),
            lambda a: a.replace("/320.webp", "/320.webp\0"),
            lambda a: a.replace("/media/", "/media/../media/"),
            lambda a: a.replace("/media/", "//media/"),
            lambda a: a.replace("/320.webp", "/../../../secret.key"),
            lambda a: a.replace("/320.webp", "/320.webp/"),
            lambda a: a.replace("/320.webp", "/320.webp\n"),
            lambda a: a.replace("/320.webp", f"/{'9' * 400}.webp"),
            lambda a: a.replace("/media/", f"/media/{'9' * 400}"),
            lambda a: a + "\udcff",
            lambda a: a.replace("v=", "v=٣"),
        ],
    )
    def test_an_address_that_was_changed_leads_nowhere(self, good: str, spoil: Any) -> None:
        assert ask(good).status == 200
        answer, absent = ask(spoil(good)), ask("/media/nothing")
        assert (answer.status, answer.body, answer.headers) == (404, absent.body, absent.headers)

    def test_of_another_reader_or_another_file_neither(self, cast: Any, good: str) -> None:
        carols = address_for(cast.carol, shown(cast.alice, "public")[0])
        path, _, query = good.partition("?")
        assert ask(carols).status == 200
        assert ask(f"{path}?{carols.partition('?')[2]}").status == 404
        assert ask(good.replace(f"v={cast.bob.id}", f"v={cast.alice.id}")).status == 404
        assert ask(f"{carols.partition('?')[0]}?{query}").status == 404

    def test_nor_with_a_name_that_was_guessed(self, cast: Any, good: str) -> None:
        picture = Picture.objects.get()
        picture.name = "A" * 22
        assert ask(address_for(cast.bob, picture)).status == 404

    @pytest.mark.parametrize("days", [-3, 3])
    def test_an_address_lives_two_days(self, cast: Any, days: int) -> None:
        path = open_address(shown(cast.alice, "followers")[0])
        assert ask(addresses.signed(path, cast.bob.id, time.time() + days * 86_400)).status == 404
        assert ask(addresses.signed(path, cast.bob.id, time.time())).status == 200

    @pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"])
    def test_files_are_only_read(self, good: str, method: str) -> None:
        assert ask(good, method).status == 404

    def test_a_file_that_is_gone_is_not_there(self, cast: Any, good: str) -> None:
        picture = Picture.objects.get()
        (addresses.folder(picture.id, picture.name) / "320.webp").unlink()
        assert ask(good).status == 404

    def test_while_the_database_is_away_browsers_try_again(self, good: str, monkeypatch: Any) -> None:
        def gone(*_: object) -> bool:
            raise DatabaseError

        monkeypatch.setattr(serving.posts, "picture_visible", gone)
        answer = ask(good)
        assert (answer.status, answer.headers["retry-after"], answer.headers["cache-control"]) == (503, "5", "no-store")


class TestWhatIsSent:
    @pytest.fixture
    def picture(self, cast: Any) -> Picture:
        return shown(cast.alice)[0]

    def test_it_cannot_be_anything_but_a_picture(self, picture: Picture) -> None:
        sent = ask(open_address(picture)).headers
        assert sent["content-type"] == "image/webp"
        assert sent["x-content-type-options"] == "nosniff"
        assert sent["content-security-policy"] == "sandbox; default-src 'none'; frame-ancestors 'none'"
        assert sent["content-disposition"] == "inline"
        assert sent["cross-origin-resource-policy"] == "cross-origin"
        assert sent["content-length"] == str(SIZE)

    def test_open_files_may_be_kept_by_anybody_and_signed_ones_by_their_reader(
        self, cast: Any, picture: Picture
    ) -> None:
        assert ask(open_address(picture)).headers["cache-control"].startswith("public, max-age=86400")
        own = ask(address_for(cast.bob, picture)).headers["cache-control"]
        assert own.startswith("private, max-age=86400")
        assert "public" not in own

    def test_nothing_is_never_kept(self) -> None:
        assert ask("/media/nothing").headers["cache-control"] == "no-store"

    def test_what_a_browser_has_is_not_sent_again(self, picture: Picture) -> None:
        tag = ask(open_address(picture)).headers["etag"]
        for known in (tag, f'"other", W/{tag}', "*"):
            answer = ask(open_address(picture), if_none_match=known)
            assert (answer.status, answer.file[0]) == (304, "")
        assert ask(open_address(picture), if_none_match='"other"').status == 200

    def test_each_file_has_a_tag_of_its_own(self, picture: Picture) -> None:
        tags = {ask(open_address(picture, width)).headers["etag"] for width in (320, 640)}
        assert len(tags) == 2

    def test_what_a_browser_has_is_still_looked_at_anew(self, cast: Any) -> None:
        picture, post_id = shown(cast.alice)
        tag = ask(open_address(picture)).headers["etag"]
        delete_post(cast.alice, post_id)
        assert ask(open_address(picture), if_none_match=tag).status == 404

    def test_head_says_the_same_and_sends_nothing(self, picture: Picture) -> None:
        whole, head = ask(open_address(picture)), ask(open_address(picture), "HEAD")
        assert (head.status, head.headers) == (whole.status, whole.headers)
        assert head.file[0] == ""
        assert ask(open_address(picture), "HEAD", range="bytes=0-9").headers["content-length"] == "10"
        assert ask("/media/nothing", "HEAD").status == 404

    def test_a_part_is_sent_as_a_part(self, picture: Picture) -> None:
        answer = ask(open_address(picture), range="bytes=10-19")
        assert (answer.status, answer.file[1:]) == (206, (10, 20))
        assert answer.headers["content-range"] == f"bytes 10-19/{SIZE}"
        assert answer.headers["content-length"] == "10"

    def test_behind_the_end_there_is_nothing(self, picture: Picture) -> None:
        answer = ask(open_address(picture), range=f"bytes={SIZE}-")
        assert (answer.status, answer.headers["content-range"]) == (416, f"bytes */{SIZE}")

    def test_a_part_of_another_state_is_no_part(self, picture: Picture) -> None:
        tag = ask(open_address(picture)).headers["etag"]
        assert ask(open_address(picture), range="bytes=0-9", if_range=tag).status == 206
        assert ask(open_address(picture), range="bytes=0-9", if_range='"old"').status == 200


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-0", Part(0, 0)),
        ("bytes=0-99", Part(0, 99)),
        ("bytes=0-100", Part(0, 99)),
        ("bytes=40-", Part(40, 99)),
        ("bytes=-10", Part(90, 99)),
        ("bytes=-1000", Part(0, 99)),
        ("bytes=0-999999999999999999", Part(0, 99)),
        (" bytes=5-6 ", Part(5, 6)),
        ("", None),
        ("bytes=", None),
        ("bytes=-", None),
        ("bytes=6-5", None),
        ("bytes=0-1,3-4", None),
        ("bytes=0-" + "9" * 5000, None),
        ("lines=0-1", None),
        ("bytes=٣-٤", None),
    ],
)
def test_parts_are_read_like_this(asked: str, part: Part | None) -> None:
    assert part_of(100, asked) == part


@pytest.mark.parametrize("asked", ["bytes=100-", "bytes=100-200", "bytes=999999999999999999-", "bytes=-0"])
def test_parts_behind_the_end_are_refused(asked: str) -> None:
    with pytest.raises(Unsatisfiable):
        part_of(100, asked)


def test_a_whole_is_no_part_of_an_empty_file() -> None:
    with pytest.raises(Unsatisfiable):
        part_of(0, "bytes=0-")
