"""No word of a post leaves the circle it was written for by a stream or a mail, while the world comes about."""

import socket
from collections.abc import Generator
from typing import Any

import pytest
from django.test import Client

from folkmoot.core import push
from folkmoot.core.events import drain
from folkmoot.project.files_and_streams.listeners import Listeners
from tests.canary.building import build
from tests.canary.test_canaries import words_in

pytestmark = pytest.mark.django_db


def test_streams_carry_the_kind_of_news_and_nothing_else(
    ear: socket.socket, mail: Any, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        world = build()
    heard = list(datagrams(ear))
    assert heard, "nobody was told anything"
    every = {each for post in world.posts.values() for each in post.words} | set(world.bios.values())
    for name, account in world.people.items():
        listeners = Listeners()
        listener = listeners.join(account.id)
        assert listener
        for datagram in heard:
            assert words_in(datagram) & every == set()
            listeners.hear(datagram)
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
def ear(settings: Any) -> Generator[socket.socket]:
    """Where the streaming service would hear the product."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear, push.address() as place:
        ear.setblocking(False)
        ear.bind(place)
        yield ear
    (settings.DATA_DIR / "stream.sock").unlink()


def datagrams(ear: socket.socket) -> Generator[bytes]:
    while True:
        try:
            yield ear.recv(1 << 17)
        except BlockingIOError:
            return
