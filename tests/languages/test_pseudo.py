"""Every text of every page can be translated, and every name on it keeps its direction to itself."""

from collections import Counter
from collections.abc import Generator
from contextlib import suppress
from typing import Any

import pytest
from django.test import Client
from django.utils.translation import trans_real

from folkmoot.instance.actions import change_settings, set_rules
from folkmoot.web.languages import COOKIE
from tests.canary import addresses
from tests.canary.building import build
from tests.canary.world import VISITOR, World
from tests.crawl import words
from tests.crawl.markup import Page
from tests.doors import client_of
from tests.languages.pseudo import CODE, Pseudo, tumbling, untranslated

NAMES = {"alice", "bob", "carol", "dan", "erin", "frank", "gina", "hal", "ivy", "nora", "olivia", "vera"}
SOME = 6  # addresses of one kind
SEEN_AS_WRITTEN = ("/source/", "/static/", "/media/")


@pytest.fixture
def pseudo(settings: Any) -> Generator[None]:
    """The site speaks the made-up language too, and writes it from right to left."""
    settings.LANGUAGES = [*settings.LANGUAGES, (CODE, "⟦Pseudo⟧")]
    settings.LANGUAGES_BIDI = [*settings.LANGUAGES_BIDI, CODE]
    trans_real._translations[CODE] = Pseudo()  # type: ignore[assignment]  # all that Django asks of a translation
    yield
    del trans_real._translations[CODE]


@pytest.fixture
def world(mail: Any, db: None) -> World:
    """Everybody and everything, open to visitors."""
    world = build()
    change_settings(None, {"visitors": "posts", "description": "We sing.", "contact": "choir@example.org"})
    set_rules(None, ["Be kind."])
    return world


@pytest.mark.only("sqlite")  # words come from templates and catalogues, whatever the rows come from
@pytest.mark.parametrize("viewer", ["alice", "olivia", "ivy", VISITOR])
def test_every_word_of_every_page_can_be_translated(pseudo: None, world: World, viewer: str) -> None:
    account = world.people.get(viewer)
    found: dict[str, list[str]] = {}
    for address in some_addresses(world):
        client = client_of(account.login if account else None)
        client.cookies[COOKIE] = CODE
        for where, source in pages(client, address):
            for each in untranslated(source):
                found.setdefault(each, []).append(where)
            for each in tumbling(source, NAMES):
                found.setdefault(f"bare: {each}", []).append(where)
    assert not found, "\n".join(
        f"{each[:200]!r}: {where[0]} and {len(where) - 1} more" for each, where in found.items()
    )


def pages(client: Client, address: str) -> Generator[tuple[str, str]]:
    """A page as it comes, as a fragment, and once more with its forms sent empty."""
    answer = client.get(address)
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return
    source = answer.content.decode()
    yield address, source
    for headers in ({"HX-Request": "true", "HX-Target": "more"},):
        yield f"{address} (more)", client.get(f"{address}?min_id=0", headers=headers).content.decode()
    for control in Page(source).controls() if answer.status_code == 200 else ():
        nothing = words.empty(control)
        if nothing is not None and control.method == "post" and "csrfmiddlewaretoken" in nothing:
            refused = client.post(control.action or address, nothing)
            if refused.status_code == 422:
                yield f"{address} → {control.label}", refused.content.decode()


def some_addresses(world: World) -> list[str]:
    """A few of each kind, the last among them: nothing is there."""
    met: Counter[str] = Counter()
    found = []
    for pattern in addresses.patterns():
        filled: list[str] = []
        with suppress(addresses.Unknown):  # the canaries insist on having it described
            filled = [each for each in addresses.filled(pattern, world) if each != "/sign-out"]
        met[pattern.name or ""] += len(filled)
        found += filled[: SOME - 1] + filled[-1:]
    assert len(met) > 50
    return [address for address in dict.fromkeys(found) if not address.startswith(SEEN_AS_WRITTEN)]


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>⟦Hello⟧ 5 · <bdi>alice</bdi></p>", []),
        ("<p>Hello</p>", ["Hello"]),
        ("<p>⟦<a href=/><bdi>Al</bdi></a> follows you⟧</p>", []),
        ("<p>⟦%(name)s follows you⟧ alice</p>", ["alice"]),
        ("<p>⟦one ⟦two⟧ three⟧ four</p>", ["four"]),
        ("<p dir=auto>Whatever she wrote</p><p lang=ar>مرحبا</p>", []),
        ("<p title=Hello>⟦Hello⟧</p>", ["title: Hello"]),
        ("<img alt=Boats>", ["alt: Boats"]),
        ("<img alt=Boats dir=auto>", []),
        ("<button data-done='It is done'>⟦Go⟧</button>", ["data-done: It is done"]),
        ("<title>⟦Post by \u2068alice\u2069⟧ · \u2068Choir\u2069</title>", []),
        ("<title>⟦Post by⟧ alice</title>", ["alice"]),
        ("<script>var words</script><svg><title>Logo</title></svg>", []),
    ],
)
def test_what_was_forgotten_is_found(source: str, found: list[str]) -> None:
    assert untranslated(source) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("<p>⟦<bdi>alice</bdi> follows you⟧</p>", set()),
        ("<p>⟦alice follows you⟧</p>", {"alice"}),
        ("<p>⟦Mute @alice⟧</p>", {"alice"}),
        ("<p>⟦Mute <bdi dir=ltr>@alice</bdi>⟧</p>", set()),
        ("<p title='⟦Picture of alice⟧'></p>", {"alice"}),
        ("<p title='⟦Picture of \u2068alice\u2069⟧'></p>", set()),
        ("<p>⟦Such as alice@example.org⟧</p>", set()),
    ],
)
def test_a_bare_name_is_found(source: str, found: set[str]) -> None:
    assert tumbling(source, NAMES) == found
