"""No word of a post leaves the circle it was written for: not by any address, program or file."""

import re
import time
from typing import Any

import pytest
from django.urls import URLPattern, path

from folkmoot.api import routes
from folkmoot.instance.actions import change_settings
from folkmoot.media import addresses as media
from folkmoot.notifications.models import Notification
from folkmoot.posts.models import Ballot, Poll, PostCard, PostRecording, Quote, Reaction, Revision
from folkmoot.project.files_and_streams import files
from tests.canary import addresses
from tests.canary.world import OUTSIDE, STAFF, VISITOR, Words, World, word
from tests.doors import Door, client_of

pytestmark = pytest.mark.django_db

PEOPLE = ("alice", "bob", "carol", "dan", "frank", "gina", "hal", "ivy", "nora", "olivia", "vera")
VIEWERS = [*((name, True) for name in PEOPLE), (VISITOR, True), (VISITOR, False), ("ivy", False)]
FORM = {"text": "Hello", "scope": "public", "choices": "0", "at": "p1"}  # whatever is done
READINGS = (("", {}), ("?min_id=0", {"HX-Request": "true", "HX-Target": "more"}))  # the second: lists from their end
COPIES = "/staff/cases"  # where staff read the frozen copy of what was reported


@pytest.mark.parametrize(("viewer", "is_open"), VIEWERS)
def test_no_page_shows_what_is_not_for_its_reader(world: World, viewer: str, is_open: bool) -> None:
    change_settings(None, {"visitors": "posts" if is_open else "nothing"})
    forbidden, met = world.forbidden(viewer, is_open=is_open), set()
    browser = Browser(world, viewer)
    leaks = []
    for address in every_address(world):
        for query, headers in READINGS[: 1 if re.search(r"/\d{5,}|\?", address) else 2]:
            seen = browser.words(address + query, headers)
            met |= seen
            leaks += [f"{address}{query}: {forbidden[each]}" for each in seen & set(forbidden)]
    assert leaks == []
    expected = world.expected(viewer) if viewer not in OUTSIDE else {}
    assert {name for text, name in expected.items() if text not in met} == set()
    assert world.own(viewer) <= met


@pytest.mark.parametrize("viewer", PEOPLE)
def test_no_program_is_told_what_is_not_for_its_holder(world: World, viewer: str) -> None:
    forbidden, door = world.forbidden(viewer, is_open=True), Door(world.tokens[viewer])
    leaks, met = [], set()
    for address in addresses.api_addresses(list(routes.ROUTES), world):
        answer = door.get(address)
        refused = {401, 403} if viewer in OUTSIDE else {403} if "/admin/" in address else set()
        assert answer.status_code in {200, 404, *refused}, address
        seen = words_in(answer.content + str(answer.headers).encode()) - words_in(address.encode())
        met |= seen
        leaks += [f"{address}: {forbidden[each]}" for each in seen & set(forbidden)]
    assert leaks == []
    if viewer not in OUTSIDE:
        assert {name for text, name in world.expected(viewer).items() if text not in met} == set()


@pytest.mark.parametrize("is_open", [True, False])
def test_without_a_token_programs_are_told_what_visitors_are(world: World, is_open: bool) -> None:
    change_settings(None, {"visitors": "posts" if is_open else "nothing"})
    forbidden = world.forbidden(VISITOR, is_open=is_open)
    leaks, met = [], set()
    for address in addresses.api_addresses(list(routes.ROUTES), world):
        answer = Door().get(address)
        assert answer.status_code in {200, 401, 404, 422}, address
        seen = words_in(answer.content + str(answer.headers).encode()) - words_in(address.encode())
        met |= seen
        leaks += [f"{address}: {forbidden[each]}" for each in seen & set(forbidden)]
    assert leaks == []
    assert (world.bios["bob"] in met) is is_open


@pytest.mark.parametrize("viewer", ["bob", "carol", "dan", "nora", VISITOR])
def test_what_is_not_for_somebody_looks_as_if_it_were_not_there(world: World, viewer: str) -> None:
    """Byte for byte, but for numbers and form tokens: at every address that names a post."""
    hidden = [post for post in world.posts.values() if viewer not in post.seen_by]
    browser = Browser(world, viewer)
    for pattern in addresses.patterns():
        if "post_id" not in addresses.parts_of(pattern) or str(pattern.pattern).startswith("staff"):
            continue
        for post in hidden:
            names = {"acct": post.author, "post_id": post.post_id, "what": "like", "emoji": "🎉"}
            kwargs = {name: names[name] for name in addresses.parts_of(pattern)}
            there = browser.get(addresses._path(pattern, **kwargs))
            absent = browser.get(addresses._path(pattern, **kwargs | {"post_id": addresses.ABSENT}))
            assert there.status_code == absent.status_code, pattern.name
            assert without_numbers(there) == without_numbers(absent), pattern.name


@pytest.mark.parametrize("method", ["post", "delete"])
@pytest.mark.parametrize("viewer", ["bob", "carol", "dan"])
def test_what_is_done_to_a_hidden_post_is_done_to_nothing(world: World, viewer: str, method: str) -> None:
    """Every press, vote, edit, answer and quote: the same refusal as for a post that never was."""
    before = world.traces()
    for post in hidden_from(world, viewer):
        both = (post.post_id, addresses.ABSENT)
        there, absent = (done_to(Browser(world, viewer), post.author, each, method) for each in both)
        for name, answer in there.items():
            assert answer == absent[name], f"{name} of {post}"
    taken_back = {"Like", "Bookmark", "Reaction"} if method == "delete" else set()  # what one pressed oneself, before
    after = world.traces()
    assert {name for name in before if before[name] != after[name]} <= taken_back
    assert all(before[name] >= after[name] for name in taken_back)


def hidden_from(world: World, viewer: str) -> list[Words]:
    """One post of each kind that this viewer may not see."""
    names = ("followers", "direct to hal", "list", "group", "to be held", "to be removed", "to be deleted", "public")
    found = [world.posts[name] for name in names if viewer not in world.posts[name].seen_by]
    assert len(found) > 4
    return found


def done_to(browser: "Browser", author: str, post_id: int, method: str) -> dict[str, tuple[int, str]]:
    """What comes of all that can be done to a post, by the name of the address."""
    names: dict[str, Any] = {"acct": author, "post_id": post_id, "emoji": "🎉"}
    answers: dict[str, Any] = {}
    for pattern in addresses.patterns():
        parts = addresses.parts_of(pattern)
        if "post_id" in parts and not str(pattern.pattern).startswith("staff"):
            for what in ("like", "boost", "bookmark", "pin", "mute") if "what" in parts else ("",):
                kwargs = {name: {**names, "what": what}[name] for name in parts}
                answers[f"{pattern.name} {what}"] = getattr(browser.client, method)(
                    addresses._path(pattern, **kwargs), FORM
                )
    if method == "post":
        for link in ("reply_to", "quote_of"):
            answers[link] = browser.client.post("/posts", {**FORM, link: post_id})
        answers["report"] = browser.client.post("/report", {"account": 1, "post": post_id, "comment": "Rude"})
    return {name: (answer.status_code, without_numbers(answer)) for name, answer in answers.items()}


@pytest.mark.parametrize("viewer", ["bob", "carol", "dan", "hal"])
def test_a_hidden_post_looks_absent_to_programs_too(world: World, viewer: str) -> None:
    door = Door(world.tokens[viewer])
    for post in world.posts.values():
        if viewer in post.seen_by:
            continue
        for rest in ("", "/context"):
            there, absent = (door.get(f"/api/v1/statuses/{each}{rest}") for each in (post.post_id, addresses.ABSENT))
            assert (there.status_code, there.content) == (404, absent.content)


@pytest.mark.parametrize(("viewer", "is_open"), VIEWERS)
def test_no_file_is_sent_to_whom_it_is_not_for(world: World, viewer: str, is_open: bool) -> None:
    """With addresses as good as they can be: signed by ourselves for this very reader."""
    change_settings(None, {"visitors": "posts" if is_open else "nothing"})
    account = world.people.get(viewer)
    for name, post in world.posts.items():
        for file in files_of(post):
            assert is_sent(file, None) == (is_open and VISITOR in post.seen_by), (name, file)
            if account:
                is_copied = (
                    viewer in STAFF and name == world.reported
                )  # staff see what was reported, where it is logged
                may_see = is_copied or (viewer not in OUTSIDE and viewer in post.seen_by)
                assert is_sent(file, account.id) == may_see, (name, file)
    for picture in world.uploads:
        assert not is_sent(media.path(picture, "320"), None)
        if account:
            assert is_sent(media.path(picture, "320"), account.id) == (viewer == "alice")


def files_of(post: Words) -> list[str]:
    """Its picture in two sizes, its sound with captions, the picture of the page that it links to where that shows."""
    pictures = [media.path(post.picture, "320"), media.path(post.picture, "640")]
    if PostCard.objects.filter(post=post.post_id).exists():
        pictures.append(media.path(post.preview, "320"))
    return [*pictures, media.sound_path(post.sound), media.caption_path(post.sound, "en")]


def is_sent(path: str, viewer: int | None) -> bool:
    """Whether the file service finds the file for this viewer."""
    if viewer is not None:
        signed = media.signed(path, viewer, time.time())
        viewer = media.verify(path, signed.partition("?")[2], time.time())
        assert viewer is not None
    asked = media.parse(path)
    assert asked
    return files.find(viewer, asked) is not None


def test_a_tag_of_hidden_posts_looks_like_one_that_nobody_used(world: World) -> None:
    nowhere = word("tag of nothing")
    for viewer in ("nora", VISITOR):
        browser = Browser(world, viewer)
        absent = without_numbers(browser.get(f"/tags/{nowhere}"))
        for post in world.posts.values():
            if viewer not in post.seen_by:
                page = without_numbers(browser.get(f"/tags/{post.words[2]}"))
                assert page.replace(post.words[2], nowhere) == absent


def test_every_word_of_the_world_is_its_own(world: World) -> None:
    every = [each for post in world.posts.values() for each in post.words] + list(world.bios.values())
    assert len(every) == len(set(every))
    assert not [one for one in every for other in every if one != other and one in other]


def test_the_world_has_what_hangs_on_posts_and_what_is_told_of_it(world: World) -> None:
    hidden = [world.posts[name].post_id for name in ("followers", "to be held", "to be removed")]
    for model in (Poll, Ballot, Revision, PostCard, Reaction, PostRecording):
        assert set(model.objects.filter(post__in=hidden).values_list("post_id", flat=True)) == set(hidden), model
    assert Quote.objects.filter(quoted__in=hidden).count() == 2
    told = set(Notification.objects.values_list("account", "kind", "post"))
    for person, kind, post in (
        ("carol", "poll", "followers"),
        ("vera", "poll", "public"),
        ("bob", "post", "followers"),
        ("vera", "edit", "community"),
    ):
        assert (world.people[person].id, kind, world.posts[post].post_id) in told, "while they could still see it"
    assert {kind for _account, kind, _post in told} == set(Notification.Kind)


def test_an_address_that_nobody_described_fails(world: World) -> None:
    strange = path("things/<int:thing_id>", lambda _request: None, name="thing")
    with pytest.raises(addresses.Unknown, match="thing_id"):
        addresses.filled(strange, world)
    nameless = path("things", lambda _request: None)
    with pytest.raises(addresses.Unknown, match="no name"):
        addresses.filled(nameless, world)


class Browser:
    """The pages of one viewer; whoever is suspended signs in again for each."""

    def __init__(self, world: World, viewer: str) -> None:
        self.world, self.viewer = world, viewer
        self.account = world.people.get(viewer)
        self.client = client_of(self.account.login if self.account else None)

    def get(self, address: str, headers: dict[str, str] | None = None) -> Any:
        if self.viewer == "gina" and self.account:
            self.client.force_login(self.account.login)
        return self.client.get(address, headers=headers or {})

    def words(self, address: str, headers: dict[str, str]) -> set[str]:
        """The words of the world in an answer, but for those the address itself named."""
        answer = self.get(address, headers)
        assert answer.status_code < 500, address
        found = words_in(answer.content + str(answer.headers).encode() + str(answer.cookies).encode())
        if self.viewer in STAFF and address.startswith(COPIES):
            found -= set(self.world.posts[self.world.reported].words)
        return found - words_in(address.encode())


def every_address(world: World) -> list[str]:
    found: list[URLPattern] = addresses.patterns()
    assert len(found) > 50
    named = [address for pattern in found for address in addresses.filled(pattern, world) if address != "/sign-out"]
    return named + addresses.asking(world)


def words_in(content: bytes) -> set[str]:
    """All that could be a word of the world."""
    return set(re.findall(r"q(?:[bdfghjklmnprstvz][aeiou]){7}", content.decode(errors="replace").lower()))


def without_numbers(answer: Any) -> str:
    """A page without what is different each time."""
    text = re.sub(r"[A-Za-z0-9]{64}", "", answer.content.decode() + answer.headers.get("Location", ""))
    return re.sub(r"\d+|ticket=[^\"&]*", "", text)
