"""Interests: hashtags of the community's kind and those in use, chosen by ticking them or by typing others."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.discovery.kinds import Kind
from folkmoot.discovery.likeness import skeleton
from folkmoot.discovery.models import Decision
from folkmoot.instance.kits import KINDS, kit
from folkmoot.posts.actions import follow_tag, unfollow_tag
from folkmoot.posts.models import TagFollow
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import block
from folkmoot.web.welcome import interests
from tests.posts.writing import say
from tests.web.pages import page as read
from tests.web.social.reading import once, tree

type Settle = Callable[..., None]

PATH = "/welcome/interests"


def offered(client: Client) -> list[str]:
    form = read(client.get(PATH)).form()
    return form.choices.get("tag", [])


def followed(cast: Cast) -> set[str]:
    return set(TagFollow.objects.filter(account=cast.hal).values_list("tag__shown", flat=True))


def kept(page: Any) -> list[str]:
    """What the form says that it showed as followed."""
    return [node.attrs["value"] for node in page.all("input") if node.attrs.get("name") == "shown"]


def choose(client: Client, *tags: str, shown: list[str] | None = None, **more: str) -> Any:
    """Send what is ticked; ``shown`` is what the form held that was opened before, else it is opened now."""
    return client.post(PATH, {"tag": tags, "shown": kept(once(client, PATH)) if shown is None else shown, **more})


def test_the_kind_comes_first_in_the_language_of_the_community(newcomer: Client, settle: Settle) -> None:
    settle(kind="town")
    assert offered(newcomer)[:2] == ["Neighbours", "LostAndFound"]
    settle(kind="school")
    assert "Homework" in offered(newcomer)


def test_what_is_in_use_by_how_many(cast: Cast, newcomer: Client) -> None:
    for _again in range(3):
        say(cast.alice, "Mine alone #shouting")
    for each in (cast.bob, cast.carol, cast.dan):
        say(each, "Low tide #Harbour")
        say(each, "For followers #hidden", "followers")
    say(cast.bob, "Over there #tide")
    shown = offered(newcomer)
    assert "Harbour" in shown
    assert not {"shouting", "tide", "hidden"} & set(shown), "one voice is too few"
    say(cast.bob, "#shouting")
    shown = offered(newcomer)
    assert shown.index("Harbour") < shown.index("shouting")
    block(cast.alice, cast.hal.id)
    assert "shouting" not in offered(newcomer)


def test_nothing_that_staff_hid_in_whatever_letters(cast: Cast, newcomer: Client, settle: Settle) -> None:
    settle(kind="town")
    for each in (cast.bob, cast.carol):
        say(each, "#Harbour #spam #sp\u0430m")
    assert {"spam", "sp\u0430m", "Harbour"} <= set(offered(newcomer))
    for name in ("Spam", "Neighbours"):
        given = {"shown": f"#{name}", "made_by": cast.olivia.id, "made_at": timezone.now()}
        Decision.objects.create(kind=Kind.TAG, key=skeleton(name), allowed=False, **given)
    assert not {"spam", "sp\u0430m", "Neighbours"} & set(offered(newcomer))
    assert "Harbour" in offered(newcomer)
    follow_tag(cast.hal, "spam")
    assert "spam" in offered(newcomer), "one's own choice stays one's own"


def test_each_is_offered_once(cast: Cast, newcomer: Client) -> None:
    say(cast.alice, "I like #music")
    follow_tag(cast.hal, "MUSIC")
    shown = [name.lower() for name in offered(newcomer)]
    assert shown.count("music") == 1
    assert read(newcomer.get(PATH)).form().fields["tag"].lower() == "music", "and ticked, since it is followed"


def test_ticked_and_typed_ones_are_followed(cast: Cast, newcomer: Client) -> None:
    answer = choose(newcomer, "Music", "Books", more="#Boats, tide،nets  music")
    assert (answer.status_code, answer["Location"]) == (303, "/welcome/people")
    assert {name.lower() for name in followed(cast)} == {"music", "books", "boats", "tide", "nets"}


def test_what_is_not_ticked_any_more_is_unfollowed(cast: Cast, newcomer: Client) -> None:
    choose(newcomer, "Music", "Books")
    choose(newcomer, "Books")
    assert followed(cast) == {"Books"}
    newcomer.post(PATH, {"skip": "1"})
    assert followed(cast) == {"Books"}, "who skips changes nothing"


def test_what_another_tab_followed_meanwhile_stays_followed(cast: Cast, newcomer: Client, settle: Settle) -> None:
    settle(kind="town")
    follow_tag(cast.hal, "Music")
    opened = kept(once(newcomer, PATH))
    assert opened == ["Music"]
    for name in ("Boats", "Neighbours"):  # a new one, and one whose box stood there without a tick
        follow_tag(cast.hal, name)
    choose(newcomer, "Books", shown=opened)
    assert followed(cast) == {"Boats", "Neighbours", "Books"}
    unfollow_tag(cast.hal, "Books")
    choose(newcomer, shown=["Boats", "never-there", "Nothing"])
    assert followed(cast) == {"Neighbours"}


def test_a_refused_form_still_knows_what_it_showed(cast: Cast, newcomer: Client) -> None:
    for name in ("Music", "Photos"):
        follow_tag(cast.hal, name)
    opened = kept(once(newcomer, PATH))
    unfollow_tag(cast.hal, "Photos")
    page = tree(choose(newcomer, "Photos", shown=opened, more="1234"))
    assert set(kept(page)) == {"Music", "Photos"}
    ticked = {node.attrs["value"] for node in page.all("input") if "checked" in node.attrs}
    assert ticked == {"Photos"}, "also what is not offered any more, and not what was unticked"


def test_more_than_the_most_come_back_as_they_were_typed(
    cast: Cast, newcomer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(interests, "CHOSEN_MOST", 3)
    follow_tag(cast.hal, "Photos")
    answer = choose(newcomer, "Music", "Books", more="boats nets")
    page = read(answer)
    assert answer.status_code == 422
    assert "Please choose no more than 100 hashtags at once." in page.text
    assert page.form().fields["more"] == "boats nets"
    ticked = {node.attrs["value"] for node in tree(answer).all("input") if "checked" in node.attrs}
    assert {name.lower() for name in ticked} == {"music", "books"}
    assert followed(cast) == {"Photos"}
    choose(newcomer, "Music", "Books", more="boats")
    assert len(followed(cast)) == 3


def test_all_that_can_be_shown_can_be_kept() -> None:
    assert max(len(kit(kind).interests) for kind in KINDS) + interests.IN_USE + interests.OWN < interests.CHOSEN_MOST


@pytest.mark.parametrize("typed", ["no-tag!", "1234", "!!!"])
def test_what_is_no_hashtag_comes_back(cast: Cast, newcomer: Client, typed: str) -> None:
    follow_tag(cast.hal, "Photos")
    answer = choose(newcomer, "Music", more=f"boats {typed}")
    page = read(answer)
    assert answer.status_code == 422
    assert "This is not a hashtag." in page.text
    assert page.form().fields["more"] == f"boats {typed}"
    assert page.form().fields["tag"] == "Music"
    assert followed(cast) == {"Photos"}, "all of it or nothing"


def test_no_more_than_one_can_follow(cast: Cast, newcomer: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.posts.actions.tags.TAGS_MOST", 2)
    page = read(choose(newcomer, "Music", "Books", "Food"))
    assert "200 hashtags" in page.text
    assert followed(cast) == set()
