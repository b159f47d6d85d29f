"""Somebody who follows every link, presses every button and sends every form, and looks whether it was any good.

Pages and controls are known by their pattern (the name of the address, what the button is called), and each is met a
few times. Every press happens in a world of its own: it is taken back afterwards. What only a press brings to light
(a page of thanks, "Unblock" instead of "Block") is looked at before that.
"""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

from folkmoot.core.events import drain
from folkmoot.media import addresses
from tests.crawl import words
from tests.crawl.effects import Change, State, mail_folder, taken_back
from tests.crawl.markup import Control, Page

ORIGIN = "http://localhost:8000"
VISITS = 3  # how often a pattern is looked at
DEEPEST = 5  # presses one after the other
FAULTS = 25  # enough to know that something is broken
OTHERS = frozenset({"alice", "bob", "carol", "dan", "frank", "gina", "hal", "mia", "olivia"})  # read their own mails


@dataclass
class Crawler:
    """One person at a browser; ``faults`` is what they would complain about."""

    client: Client
    own: dict[str, str]
    without_effect: dict[str, str]
    refused: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    reached: set[str] = field(default_factory=set)
    visits: Counter[str] = field(default_factory=Counter)
    pressed: Counter[str] = field(default_factory=Counter)
    excused: set[str] = field(default_factory=set)

    def crawl(self, *starts: str) -> None:
        """Everything that can be reached from here: first all links, then all controls of the pages found."""
        for address, page in self._follow(deque(starts)):
            self._press_all(address, page, 0)

    def _follow(self, waiting: deque[str]) -> list[tuple[str, Page]]:
        pages = []
        while waiting and len(self.faults) < FAULTS:
            address = waiting.popleft()
            if not self._wanted(address):
                continue
            if found := self._look(address):
                pages.append(found)
                waiting.extend(self._links(*found))
        return pages

    def _wanted(self, address: str) -> bool:
        pattern = self._pattern(address)
        self.visits[pattern] += 1
        return self.visits[pattern] <= VISITS

    def _look(self, address: str) -> tuple[str, Page] | None:
        """Open a page, through redirects, and check everything about it that needs no press."""
        answer = self.client.get(address, follow=True, HTTP_REFERER=ORIGIN + address)
        final = _final(answer, address)
        if answer.status_code != 200:
            self._blame(f"{address} answers {answer.status_code}{_crash(answer)}")
            return None
        self.reached.add(_name(address))
        self.reached.add(_name(final))
        if not answer.headers["Content-Type"].startswith("text/html"):
            return None
        page = read(answer)
        self._check(final, page)
        return final, page

    def _check(self, address: str, page: Page) -> None:
        for fault in page.faults():
            self._blame(f"{address}: {fault}")
        for asset in page.assets():
            if problem := _missing(asset):
                self._blame(f"{address}: {problem}")
        fragment = urlsplit(address).fragment
        if fragment and fragment not in page.ids and not re.fullmatch(r"p\d+", fragment):
            self._blame(f"{address}: nothing on the page is called #{fragment}")

    def _links(self, address: str, page: Page) -> list[str]:
        found = []
        for link in page.links():
            local, problem = self._behind(address, link["href"], page)
            if problem:
                self._blame(f"{address}: the link {link.text!r} {problem}")
            elif local:
                found.append(local)
        return found

    def _behind(self, address: str, href: str, page: Page) -> tuple[str, str]:
        """Where a link leads on this site, if it does, and what is wrong with it."""
        if href.startswith("#"):
            return "", "" if href[1:] in page.ids else f"names no place on the page: {href}"
        return _behind("/" if href.startswith("/") else address, href)

    def _press_all(self, address: str, page: Page, depth: int) -> None:
        for control in page.controls() if depth <= DEEPEST else ():
            known = self._control(address, control)
            self.pressed[known] += 1
            if self.pressed[known] > 1 or len(self.faults) >= FAULTS:
                continue
            for data in words.variants(control, _name(address), self.own):
                self._press(address, control, data, known, depth)
            if (nothing := words.empty(control)) is not None and control.method == "post":
                self._press_empty(address, control, nothing, known)

    def _press(self, address: str, control: Control, data: dict[str, str], known: str, depth: int) -> None:
        with taken_back(self.client):
            drain()  # what was still to follow from earlier does not count
            before = State.now(self.client)
            answer = self._send(address, control, data)
            if known in self.refused and _is_refusal(answer) and not State.now(self.client).since(before).tables:
                self.excused.add(known)
                return
            if answer.status_code != 200:
                self._blame(f"{known} answers {answer.status_code}{_crash(answer)}\n    {data}\n    {_said(answer)}")
                return
            drain()
            change = State.now(self.client).since(before)
            if "do" in control.fixed:
                pass  # the form comes back with something moved, added or left out; what is in it is looked at below
            elif control.method == "post":
                self._judge(known, change, [w for w in words.typed(data, control) if w not in change.new])
            elif (asked := data.get("q")) and asked not in answer.content.decode():
                self._blame(f"{known}: the page does not say what was searched for")
            self._go_on(answer, control, address, change, depth)

    def _judge(self, known: str, change: Change, lost: list[str]) -> None:
        if not change:
            if known in self.without_effect:
                self.excused.add(known)
            else:
                self._blame(f"{known} changes nothing")
        elif lost and known not in self.without_effect:
            self._blame(f"{known}: not to be found in what was stored: {lost}")

    def _press_empty(self, address: str, control: Control, data: dict[str, str], known: str) -> None:
        """Nothing typed: refused with words beside the field, and nothing is stored."""
        with taken_back(self.client):
            before = State.now(self.client)
            answer = self._send(address, control, data)
            if not _is_refusal(answer):
                self._blame(f"{known}, sent empty, answers {answer.status_code} and does not say what is missing")
            elif State.now(self.client).since(before).tables:
                self._blame(f"{known}, sent empty, stores something")

    def _send(self, address: str, control: Control, data: dict[str, str]) -> HttpResponse:
        action = urljoin(address, control.action) if control.action else address
        self.reached.add(_name(action))
        for file in (each for each in data.values() if hasattr(each, "seek")):
            file.seek(0)
        send = self.client.post if control.method == "post" else self.client.get
        return send(action, data, follow=True, HTTP_REFERER=ORIGIN + address)

    def _go_on(self, answer: HttpResponse, control: Control, address: str, change: Change, depth: int) -> None:
        """Look at where the press led, and at what a mail says; whoever came in or went out is somebody else."""
        final = _final(answer, urljoin(address, control.action) or address)
        self.reached.add(_name(final))
        page = read(answer)
        self._check(final, page)
        ahead = deque(link for mail in sorted(change.mails) for link in _linked(mail, self.own.get("mailbox", "")))
        if not change.cookies:
            self._press_all(final, page, depth + 1)
            ahead.extend(self._links(final, page))
        for new, unseen in self._follow(ahead):
            self._press_all(new, unseen, depth + 1)

    def _control(self, address: str, control: Control) -> str:
        action = urljoin(address, control.action) if control.action else address
        verb = control.fixed.get("_method", control.method).upper()
        label = re.sub(rf"\b({self.own['names']})\b", "…", control.label, flags=re.IGNORECASE)
        return f"{_name(address)} → {label!r} → {verb} {_name(action)}"

    def _pattern(self, address: str) -> str:
        parts = urlsplit(address)
        asked = "&".join(sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}))
        return f"{_name(address)}?{asked}#{re.sub(r'^p[0-9]+$', '', parts.fragment)}"

    def _blame(self, fault: str) -> None:
        if fault not in self.faults:
            self.faults.append(fault)


def _name(address: str) -> str:
    """What the address is called; empty when there is nothing."""
    return _called(urlsplit(address).path)


@cache
def _called(path: str) -> str:
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""


@cache
def _behind(address: str, href: str) -> tuple[str, str]:
    if urlsplit(urljoin(ORIGIN + address, href)).scheme not in {"http", "https", "mailto", "otpauth", "tel"}:
        return "", f"leads to {href}"
    local = _local(urljoin(address, href))
    return local, f"has no page behind it: {href}" if local and not _name(local) else ""


def _local(href: str) -> str:
    """The address without the host, if it is one of ours."""
    parts = urlsplit(href)
    if parts.scheme in {"mailto", "tel"} or parts.netloc not in {"", urlsplit(ORIGIN).netloc}:
        return ""
    return parts._replace(scheme="", netloc="").geturl()


def read(answer: HttpResponse) -> Page:
    """The page of an answer."""
    return Page(answer.content.decode())


def _is_refusal(answer: HttpResponse) -> bool:
    """Whether the page says what is wrong with what was sent."""
    return answer.status_code == 422 and any("error" in e["class"].split() for e in read(answer).elements)


def _final(answer: HttpResponse, address: str) -> str:
    chain = getattr(answer, "redirect_chain", [])
    return urljoin(address, chain[-1][0]) if chain else address


def _crash(answer: HttpResponse) -> str:
    problem = getattr(answer, "exc_info", None)
    return f" ({problem[0].__name__}: {problem[1]})" if problem and answer.status_code >= 500 else ""


def _said(answer: HttpResponse) -> str:
    page = read(answer)
    return " / ".join([page.heading, *(e.text for e in page.elements if "error" in e["class"].split())])


def _linked(mail: str, mine: str) -> list[str]:
    """Where a mail leads, to whoever it was written: not to the others in the cast."""
    text = (mail_folder() / mail).read_text()
    to = re.search(r"^To: (?:.*<)?(\w+)@", text, re.MULTILINE)
    if to and to[1] in OTHERS and to[1] != mine:
        return []
    return [local for link in re.findall(r"https?://\S+", text) if (local := _local(link))]


@cache
def _missing(asset: str) -> str:
    """What is wrong with something that a page loads."""
    path, _hash, symbol = asset.partition("#")
    if path.startswith(("/theme/", "/manifest.", "/settings/safety/app/picture")):
        return "" if _called(path) else f"there is nothing at {path}"
    if picture := addresses.parse(path.removeprefix(addresses.origin()).partition("?")[0]):
        lies = (addresses.folder(*picture[:2]) / picture[2]).exists()
        return "" if lies else f"there is no such file of a picture or a recording: {path}"
    if urlsplit(path).hostname in words.TYPED["players"].split():
        return ""  # the owner let that site play in a frame
    found = finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", path.removeprefix("/static/")))
    if not found:
        return f"there is no file {path}"
    if symbol and f'id="{symbol}"' not in Path(str(found)).read_text():
        return f"{path} holds no symbol #{symbol}"
    return ""
