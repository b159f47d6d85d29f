"""No word of a post leaves the circle it was written for by a stream or a mail, while the world comes about."""

from typing import Any

import pytest
from django.test import Client

from folkmoot.core.events import drain
from folkmoot.core.push import Message, read, telling
from folkmoot.project.files_and_streams.listeners import Listeners
from tests.canary.building import build
from tests.canary.test_canaries import words_in

pytestmark = pytest.mark.django_db


def test_streams_carry_the_kind_of_news_and_nothing_else(sent: list[bytes], mail: Any) -> None:
    world = build()
    heard = list(sent)
    assert heard, "nobody was told anything"
    every = {each for post in world.posts.values() for each in post.words} | set(world.bios.values())
    for name, account in world.people.items():
        listeners = Listeners()
        listener = listeners.join(account.id)
        assert listener
        for datagram in heard:
            assert words_in(datagram) & every == set()
            listeners.hear(read(datagram))
        assert listener.news <= {"home", "notifications"}, name


def test_mails_carry_no_post(mail: Any) -> None:
    world = build()
    drain()
    every = {each for post in world.posts.values() for each in post.words} | set(world.bios.values())
    Client().post("/password/reset", {"email": "alice@example.org"})
    drain()
    letters = mail.all()
    assert letters
    for letter in letters:
        assert words_in(letter.as_bytes() + str(letter.get_content()).encode()) & every == set(), letter["Subject"]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What would go to the streaming service, whichever way."""
    pieces: list[bytes] = []

    class Carrier:
        def carry(self, message: Message) -> None:
            pieces.extend(message.pieces(300))

    monkeypatch.setattr(telling, "carrier", Carrier)
    return pieces
