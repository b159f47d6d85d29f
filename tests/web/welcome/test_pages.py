"""The first steps: each can be taken, skipped, left and found again; what is refused comes back as it was typed."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from folkmoot.accounts.actions import set_avatar
from folkmoot.accounts.first_steps import OVER, STEPS, passed
from folkmoot.accounts.models import Account, Login
from folkmoot.core.errors import TooMany
from folkmoot.posts.models import Post
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block, follow, mute
from folkmoot.web.settings import faces
from tests.pictures import drawn, lay
from tests.posts.writing import say
from tests.web.pages import Page
from tests.web.pages import page as read
from tests.web.social.reading import Node, once

type ClientOf = Callable[[Account | None], Client]
type Settle = Callable[..., None]


def at(client: Client, name: str = "") -> Page:
    return read(client.get(f"/welcome/{name}".rstrip("/")))


def current(page: Node) -> Node:
    return next(node for node in page.all("[aria-current]") if node.attrs["aria-current"] == "step")


def taken(page: Node) -> list[str]:
    return [node.attrs["href"] for node in page.all("a.taken")]


def left_behind(account: Account) -> set[str]:
    return set(passed(Login.objects.get(account=account).first_steps))


def test_it_begins_with_what_is_ahead(newcomer: Client) -> None:
    page = at(newcomer)
    assert page.heading == "Welcome to Folkmoot"
    assert "Five short steps" in page.text
    assert "Next: Your picture" in page.text
    assert page.text.count("(still to do)") == 5
    assert {f"/welcome/{name}" for name in STEPS} <= set(page.links)


@pytest.mark.parametrize("name", STEPS)
def test_each_says_where_one_is_and_leads_back_and_on(newcomer: Client, name: str) -> None:
    page = once(newcomer, f"/welcome/{name}")
    assert current(page).attrs["href"] == f"/welcome/{name}"
    back = STEPS[STEPS.index(name) - 1] if name != STEPS[0] else None
    shown = [node.attrs["href"] for row in page.all(".actions") for node in row.all("a")]
    assert [each for each in shown if each.startswith("/welcome/")] == ([f"/welcome/{back}"] if back else [])


def test_all_can_be_skipped_one_after_the_other(cast: Cast, newcomer: Client) -> None:
    place = "/welcome/picture"
    seen = []
    while place != "/welcome":
        seen.append(place)
        answer = newcomer.post(place, {"skip": "1"})
        assert answer.status_code == 303
        place = answer["Location"]
    assert seen == [f"/welcome/{name}" for name in STEPS]
    assert left_behind(cast.hal) == set(STEPS)
    page = at(newcomer)
    assert "That is all." in page.text
    assert page.text.count("(left out)") == 5
    assert newcomer.post("/welcome", page.form().filled())["Location"] == "/"
    assert Login.objects.get(account=cast.hal).first_steps & OVER


def test_it_goes_on_where_it_was_left(cast: Cast, newcomer: Client, client_of: ClientOf) -> None:
    newcomer.post("/welcome/bio", {"skip": "1"})
    assert newcomer.post("/welcome/people", {"skip": "1"})["Location"] == "/welcome/post"
    assert newcomer.post("/welcome/post", {"skip": "1"})["Location"] == "/welcome/picture"
    elsewhere = client_of(cast.hal)
    assert "Next: Your picture" in at(elsewhere).text
    assert elsewhere.post("/welcome/picture", {"skip": "1"})["Location"] == "/welcome/interests"


def test_what_is_there_already_is_taken(cast: Cast, newcomer: Client, client_of: ClientOf) -> None:
    follow(cast.hal, cast.bob.id)
    say(cast.hal, "Hello")
    assert taken(once(newcomer, "/welcome")) == ["/welcome/people", "/welcome/post"]
    asked = client_of(cast.carol).get("/welcome").content.decode()
    assert asked.count("(done)") == 1, "carol has asked to follow alice, who decides"


def test_a_picture_is_taken_in(cast: Cast, newcomer: Client) -> None:
    file = SimpleUploadedFile("me.jpg", drawn(320, 320), "image/jpeg")
    answer = newcomer.post("/welcome/picture", {"picture": file, "focus": "0,1"})
    assert (answer.status_code, answer["Location"]) == (303, "/welcome/bio")
    cast.hal.refresh_from_db()
    assert cast.hal.avatar_id
    assert "Go on" in at(newcomer, "picture").text
    assert newcomer.post("/welcome/picture", {"focus": "0,0"})["Location"] == "/welcome/bio", "the one there is will do"


@pytest.mark.parametrize("sent", [b"no picture at all", None])
def test_what_is_no_picture_comes_back(cast: Cast, newcomer: Client, sent: bytes | None) -> None:
    files = {"picture": SimpleUploadedFile("me.jpg", sent, "image/jpeg")} if sent else {}
    answer = newcomer.post("/welcome/picture", files)
    assert answer.status_code == 422
    assert read(answer).errors
    assert left_behind(cast.hal) == set()


def test_too_many_pictures_are_told_beside_the_field(newcomer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_args: object) -> None:
        raise TooMany(60, "That was a lot.")

    monkeypatch.setattr(faces, "take_picture", refuse)
    file = SimpleUploadedFile("me.jpg", drawn(32, 32), "image/jpeg")
    assert read(newcomer.post("/welcome/picture", {"picture": file})).errors == "That was a lot."


def test_name_and_bio_leave_the_rest_of_the_profile(cast: Cast, newcomer: Client) -> None:
    Account.objects.filter(id=cast.hal.id).update(
        locked=True, discoverable=False, fields=[{"name": "Boat", "value": "Grey", "html": "Grey"}]
    )
    form = at(newcomer, "bio").form()
    answer = newcomer.post("/welcome/bio", form.filled(name="Hal Harbour", bio="I mend nets."))
    assert (answer.status_code, answer["Location"]) == (303, "/welcome/interests")
    hal = Account.objects.get(id=cast.hal.id)
    assert (hal.name, hal.bio, hal.locked, hal.discoverable) == ("Hal Harbour", "I mend nets.", True, False)
    assert hal.fields[0]["value"] == "Grey"


def test_a_bio_that_is_too_long_comes_back(cast: Cast, newcomer: Client) -> None:
    answer = newcomer.post("/welcome/bio", {"name": "Hal", "bio": "x" * 1_001})
    page = read(answer)
    assert answer.status_code == 422
    assert page.form().fields["bio"] == "x" * 1_001
    assert page.form().fields["name"] == "Hal"
    assert page.errors
    assert left_behind(cast.hal) == set()


def test_people_who_are_followed_with_a_press(cast: Cast, newcomer: Client) -> None:
    say(cast.bob, "Hello")
    page = once(newcomer, "/welcome/people")
    shown = [node.attrs["href"] for node in page.all(".person-name")]
    assert "/@bob" in shown
    assert "/@hal" not in shown
    press = page.one(f"#follow-{cast.bob.id}").one("button")
    answer = newcomer.post(press.attrs["formaction"], {"_method": "POST", "next": "/welcome/people"})
    assert answer["Location"] == "/welcome/people"
    assert "(done)" in current(once(newcomer, "/welcome/people")).text
    assert "Unfollow" in once(newcomer, "/welcome/people").one(f"#follow-{cast.bob.id}").text
    assert newcomer.post("/welcome/people")["Location"] == "/welcome/post"


def test_nobody_who_is_unwanted_is_offered(cast: Cast, newcomer: Client) -> None:
    block(cast.bob, cast.hal.id)
    block(cast.hal, cast.alice.id)
    mute(cast.hal, cast.frank.id, None)
    Account.objects.filter(id=cast.olivia.id).update(discoverable=False)
    shown = {node.attrs["href"] for node in once(newcomer, "/welcome/people").all(".person-name")}
    assert not shown & {"/@bob", "/@alice", "/@frank", "/@olivia", "/@gina", "/@ivy", "/@hal"}
    assert "/@carol" in shown


def test_an_empty_community_says_so(newcomer: Client) -> None:
    Account.objects.update(discoverable=False)
    assert "Nobody is listed yet" in at(newcomer, "people").text


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("school", "which class"),
        ("club", "since when"),
        ("town", "neighbour"),
        ("association", "association"),
        ("company", "colleagues"),
        ("", "who are you"),
    ],
)
def test_a_first_post_with_a_prompt_of_the_kind(
    cast: Cast, newcomer: Client, settle: Settle, kind: str, words: str
) -> None:
    settle(kind=kind)
    page = at(newcomer, "post")
    assert words in page.words(".lead")
    kept = {name: page.form("/posts").fields[name] for name in ("place", "key", "next")}
    answer = newcomer.post("/posts", {**kept, "text": "Hello, all", "scope": "public", "language": "en"})
    assert answer["Location"] == f"/welcome#p{Post.objects.get(account=cast.hal).id}"
    assert taken(once(newcomer, "/welcome")) == ["/welcome/post"]


def test_a_first_post_that_is_refused_keeps_what_was_typed(newcomer: Client) -> None:
    form = at(newcomer, "post").form("/posts")
    answer = newcomer.post("/posts", form.filled(text="x" * 5_001))
    assert answer.status_code == 422
    again = read(answer).form("/posts")
    assert again.fields["text"] == "x" * 5_001
    assert again.fields["next"] == "/welcome"


def test_all_that_there_is_to_take(cast: Cast, newcomer: Client) -> None:
    set_avatar(cast.hal, lay(cast.hal.id).id)
    newcomer.post("/welcome/bio", {"name": "Hal", "bio": "I mend nets."})
    newcomer.post("/welcome/interests", {"tag": "Nets"})
    follow(cast.hal, cast.bob.id)
    say(cast.hal, "Hello")
    assert at(newcomer).text.count("(done)") == 5
    assert newcomer.post("/welcome/people", {"skip": "1"})["Location"] == "/welcome"


def test_others_may_look_and_visitors_may_not(cast: Cast, client_of: ClientOf) -> None:
    assert client_of(cast.alice).get("/welcome").status_code == 200, "whoever is through may come back"
    for path in ("/welcome", "/welcome/bio"):
        assert client_of(None).get(path)["Location"].startswith("/sign-in")
        assert client_of(cast.ivy).get(path)["Location"] == "/waiting"
        assert client_of(cast.gina).get(path).status_code in {302, 403}
    for path in ("/welcome/nothing", "/welcome/steps"):
        assert client_of(cast.hal).get(path).status_code == 404
        assert client_of(cast.hal).post(path, {"skip": "1"}).status_code == 404
    assert client_of(cast.hal).delete("/welcome").status_code == 405
