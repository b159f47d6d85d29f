"""The town of the journeys: a running server with an owner, members who wait to be given a part, and a mail folder."""

import email
import email.policy
import itertools
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Locator, Page, expect

from tests.servers import ROOT, Server, _clean, database_of, eventually

PASSWORD = "a lantern below the stairs"
NAMES = "ada ben carl dora emil fay gus hana ida jan kim lea max nell otto pia quin ruth sam tess udo vera will yara"
SUFFIXES = ("", *(f"_{letter}" for letter in "bcdefghijkl"))  # three hundred people: each journey takes fresh ones
GAZETTE = 45  # posts of @gazette, enough for three pages of a feed
_numbers = itertools.count(1)
_papers = itertools.count()  # recovery codes of those who run the town


@dataclass
class Town:
    """A community that is open to everybody, and visitors read it."""

    server: Server
    taken: frozenset[str] = frozenset()  # names of those who lived here before
    free: Iterator[str] = field(init=False)

    def __post_init__(self) -> None:
        self.free = iter(self._names())

    @property
    def url(self) -> str:
        return self.server.url

    def found(self) -> None:
        """Make the owner, the members and the gazette, which has written a lot."""
        people = dict.fromkeys([*self._names(), "gazette"], "member") | {"mayor": "owner"}
        posts = {"gazette": [f"Tide table {number}" for number in range(1, GAZETTE + 1)]}
        settings = {"name": "Harbour", "description": "For all by the water.", "sign_up": "open", "visitors": "posts"}
        self.seed(settings=settings, rules=["Be kind."], people=people, password=PASSWORD, posts=posts)

    def seed(self, **wanted: object) -> None:
        """Change the database beside the server."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.journeys.seed"],
            cwd=ROOT,
            env=_clean() | database_of(self.server.data_dir) | {"DJANGO_SETTINGS_MODULE": "folkmoot.project.settings"},
            input=json.dumps(wanted),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr

    def people(self, number: int) -> list[str]:
        """Members who have done nothing yet."""
        found = list(itertools.islice(self.free, number))
        assert len(found) == number, "everybody in town has been given a part: let more people live here"
        return found

    def letters(self, address: str) -> list[str]:
        """The texts of all mails to an address, oldest first."""
        files = sorted((self.server.data_dir / "mail").glob("*"))
        mails = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in files]
        return [mail.get_content() for mail in mails if address in str(mail["To"])]

    def letter(self, address: str, number: int = 1) -> str:
        """That mail to an address, as soon as it is there."""
        eventually(lambda: len(self.letters(address)) >= number)
        return self.letters(address)[number - 1]

    def link(self, address: str, number: int = 1) -> str:
        """The link in that mail."""
        found = re.search(rf"{re.escape(self.url)}/\S+", self.letter(address, number))
        assert found, self.letter(address, number)
        return found.group()

    def _names(self) -> list[str]:
        names = [name + suffix for suffix in SUFFIXES for name in NAMES.split()]
        return [name for name in names if name not in self.taken]


@dataclass
class Somebody:
    """A person at a browser, who does what people do."""

    town: Town
    page: Page
    name: str
    password: str = PASSWORD

    def go(self, path: str) -> Page:
        self.page.goto(self.town.url + path)
        return self.page

    def sign_in(self, label: str = "Sign in") -> "Somebody":
        """Come in; ``label`` is what the button says in their language."""
        self.go("/sign-in")
        self.give(login=self.name, password=self.password)
        self.press(label)
        expect(self.page).not_to_have_url(f"{self.town.url}/sign-in")
        if self.page.url.endswith("/sign-in/step"):
            self.give(code=f"{next(_papers):04}-pape-rpap")
            self.press("Go on")
        expect(self.page).to_have_url(f"{self.town.url}/")
        self.page.wait_for_load_state()  # the address is there before the page, and before what hears keys and words
        return self

    def give(self, **values: str) -> None:
        """Fill in fields by their names."""
        for name, value in values.items():
            self.page.locator(f"main [name={name}]:not([type=hidden])").fill(value)

    def press(self, label: str) -> None:
        self.page.locator("main").get_by_role("button", name=label, exact=True).click()

    def write(self, text: str, scope: str = "public") -> Locator:
        """Publish on the home page; the post as it stands there."""
        self.go("/")
        self.page.locator(".composer select[name=scope]").select_option(scope)
        return self.say(text)

    def say(self, text: str) -> Locator:
        """Type into the form of this page and send it."""
        self.page.locator(".composer textarea[name=text]").fill(text)
        self.page.locator(".composer .send").click()
        expect(self.page.locator(".notice.success").first).to_be_visible()
        return self.post(text)

    def post(self, text: str) -> Locator:
        """A post with just these words, but for what strangers wrote below an empty home."""
        return self.page.locator(":not(#meanwhile) > article.post", has=self.page.get_by_text(text, exact=True))

    def follow(self, name: str) -> None:
        self.go(f"/@{name}")
        self.page.locator(".profile-actions").get_by_role("button", name="Follow", exact=True).click()
        expect(self.page.get_by_role("button", name="Unfollow")).to_be_visible()

    def menu(self, around: Locator, item: str) -> None:
        """Open the menu of a post or a profile and choose."""
        around.locator("details.menu > summary").click()
        around.locator(".menu-list").get_by_text(item).click()

    def like(self, post: Locator) -> None:
        post.get_by_role("button", name="Like", exact=True).click()
        expect(post.get_by_role("button", name="Like", exact=True)).to_have_attribute("aria-pressed", "true")

    def comes_to_see(self, path: str, text: str) -> Locator:
        """Look again until it is there: what others do arrives a moment later."""
        found = self.page.locator("main").get_by_text(text).and_(self.page.locator(":not(#meanwhile *)"))
        eventually(lambda: self.go(path) and found.count())
        return found.first

    def finds_nothing(self, path: str) -> None:
        answer = self.page.goto(self.town.url + path)
        assert answer
        assert answer.status == 404, path
        expect(self.page.get_by_role("heading", name="There is nothing here")).to_be_visible()


def code(secret: str) -> str:
    """What an app shows whose clock is half a minute fast: good for another minute, however slowly one types."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + 1)))


def fresh_name(name: str) -> str:
    """A user name that nobody has yet."""
    return f"{name}_{next(_numbers)}"
