"""The streaming service: tickets, news, and readers that are slow or gone."""

import asyncio
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core import signing

from folkmoot.core import push
from folkmoot.project.files_and_streams import listeners as listening
from folkmoot.project.files_and_streams.listeners import MOST_EACH, Listener, Listeners
from folkmoot.project.files_and_streams.service import Service
from tests.streaming.opened import eventually

SITE = "http://localhost:8000"


class Line:
    """A listener's end: what arrived, and how slowly it reads."""

    def __init__(self, delay: float = 0.0) -> None:
        self.delay = delay
        self.text = ""

    async def send_str(self, data: str) -> None:
        await asyncio.sleep(self.delay)
        self.text += data


class Protocol:
    """What Granian hands to an application."""

    def __init__(self) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = ""
        self.line = Line()
        self.gone = asyncio.Event()

    def response_str(self, status: int, headers: list[tuple[str, str]], body: str) -> None:
        self.status, self.headers, self.body = status, dict(headers), body

    def response_stream(self, status: int, headers: list[tuple[str, str]]) -> Line:
        self.status, self.headers = status, dict(headers)
        return self.line

    async def client_disconnect(self) -> None:
        await self.gone.wait()


class Scope:
    def __init__(self, path: str, query: str = "", method: str = "GET", origin: str = SITE) -> None:
        self.path, self.query_string, self.method = path, query, method
        self.headers = {"origin": origin}


def ask(service: Service, scope: Scope) -> Protocol:
    async def run() -> Protocol:
        protocol = Protocol()
        task = asyncio.create_task(service.__rsgi__(scope, protocol))
        await asyncio.sleep(0.01)
        protocol.gone.set()
        await asyncio.wait_for(task, 20)
        return protocol

    return asyncio.run(run())


def test_a_ticket_opens_the_news_of_its_account_and_no_other() -> None:
    assert push.account_of(push.ticket_for(7)) == 7


@pytest.mark.parametrize("ticket", ["", "7", "forged:signature", "a" * 5000])
def test_a_forged_ticket_opens_nothing(ticket: str) -> None:
    assert push.account_of(ticket) is None


def test_another_kind_of_signature_is_no_ticket() -> None:
    assert push.account_of(signing.dumps(7)) is None
    assert push.account_of(signing.dumps("7", salt="folkmoot.stream")) is None


def test_a_tampered_ticket_opens_nothing() -> None:
    ticket = push.ticket_for(7)
    assert push.account_of(ticket[:-1] + ("A" if ticket[-1] != "A" else "B")) is None


def test_an_old_ticket_opens_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    ticket = push.ticket_for(7)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + push.TICKET_LIFE + 1)
    assert push.account_of(ticket) is None


def test_without_a_ticket_there_is_no_stream() -> None:
    answer = ask(Service(SITE), Scope("/stream"))
    assert answer.status == 403
    assert answer.headers["content-security-policy"].startswith("sandbox")


def test_with_a_ticket_the_stream_opens_and_its_end_is_noticed() -> None:
    service = Service(SITE)
    answer = ask(service, Scope("/stream", f"ticket={push.ticket_for(7)}"))
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/event-stream"
    assert answer.headers["access-control-allow-origin"] == SITE
    assert answer.line.text.startswith("retry:")
    assert service.listeners.count == 0
    assert not service.listeners.by_account


def test_another_site_cannot_listen() -> None:
    answer = ask(Service(SITE), Scope("/stream", f"ticket={push.ticket_for(7)}", origin="https://evil.example"))
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize(
    "scope", [Scope("/"), Scope("/stream/"), Scope("/../secret.key"), Scope("/stream", method="POST")]
)
def test_there_is_nothing_else(scope: Scope) -> None:
    assert ask(Service(SITE), scope).status == 404


def test_health_says_how_many_listen() -> None:
    answer = ask(Service(SITE), Scope("/health"))
    assert (answer.status, answer.body) == (200, "ok, 0 listening\n")


def speak(listener: Listener, line: Line, then: Any, has_come: Callable[[str], bool], seconds: float = 0.05) -> None:
    """Until it has come, and for so long after."""

    async def run() -> None:
        task = asyncio.create_task(listener.speak(line))
        await asyncio.sleep(0.01)
        then()
        await eventually(lambda: has_come(line.text))
        await asyncio.sleep(seconds)
        listener.leave()
        await asyncio.wait_for(task, 20)

    asyncio.run(run())


def test_news_reach_the_accounts_they_are_for() -> None:
    everybody = Listeners()
    mine, other = everybody.join(1), everybody.join(2)
    assert mine
    assert other
    line = Line()
    speak(mine, line, lambda: everybody.hear(push.Message("home", (1, 3))), lambda text: "event" in text)
    assert "event: home\ndata:\n\n" in line.text
    assert not other.news


def test_a_slow_reader_hears_once_what_came_often() -> None:
    listener, line = Listener(1), Line(delay=0.05)

    def much() -> None:
        for _ in range(10_000):
            listener.tell("home")
        listener.tell("notifications")

    speak(listener, line, much, lambda text: "notifications" in text, 0.2)
    assert line.text.count("event: home") == 1
    assert line.text.count("event: notifications") == 1


def test_a_stalled_reader_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "SLOWEST", 0.02)
    with pytest.raises(TimeoutError):
        asyncio.run(Listener(1).speak(Line(delay=30)))


def test_silence_is_kept_alive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "KEEP_ALIVE", 0.01)
    line = Line()
    speak(Listener(1), line, lambda: None, lambda text: text.count(":\n\n") > 2)
    assert line.text.replace(":\n\n", "") == "retry: 5000\n\n"


def test_a_stream_ends_so_that_the_page_shows_a_new_ticket(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "KEEP_ALIVE", 0.01)
    monkeypatch.setattr(listening, "LIFE", 0.05)
    asyncio.run(asyncio.wait_for(Listener(1).speak(Line()), 20))


def test_an_account_has_so_many_streams_and_the_oldest_makes_room() -> None:
    everybody = Listeners()
    mine = [everybody.join(1) for _ in range(MOST_EACH + 1)]
    assert [listener.gone for listener in mine if listener] == [True] + [False] * MOST_EACH


def test_a_full_house_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "MOST", 0)
    answer = ask(Service(SITE), Scope("/stream", f"ticket={push.ticket_for(7)}"))
    assert (answer.status, answer.headers["retry-after"]) == (503, "60")


def test_everybody_leaves_when_the_service_ends() -> None:
    everybody = Listeners()
    listener = everybody.join(1)
    everybody.close()
    assert listener
    assert listener.gone


def test_the_service_ends_with_its_listeners_and_readers() -> None:
    service = Service(SITE)
    listener = service.listeners.join(1)
    service.close()
    assert listener
    assert listener.gone
    with pytest.raises(RuntimeError):
        service.files.readers.submit(int)


def test_what_is_for_programs_alone_is_no_news_for_pages() -> None:
    everybody = Listeners()
    mine = everybody.join(1)
    for what in ("filters", "access"):
        everybody.hear(push.Message(what, (1,)))
    assert mine
    assert not mine.news
