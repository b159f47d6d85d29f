"""The operator's first hour: from the link that the server prints to a community that is open, in a few minutes."""

import re
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import DESK, LIMITS, PHONE
from tests.journeys.town import PASSWORD, code
from tests.laid import laid
from tests.mail_servers import MailServer, mail_server
from tests.servers import Server, running

PAGES_MOST = 20  # from the link to the open doors
SECONDS_MOST = 240.0  # of a program that types at once; people have ten minutes
GO_ON = "main form .actions button"


@dataclass
class Founder:
    """Somebody who sets a community up, and what they see on the way."""

    site: Server
    page: Page
    seen: Callable[[Page, str], object]
    post: MailServer | None = None
    pages: int = 0

    def set_up(self) -> None:
        """All of it, from the printed link to the open doors."""
        self.page.on("domcontentloaded", self._count)
        self.page.goto(self.site.setup_link)
        self.community()
        self.owner()
        self.factor()
        self.contact()
        self.doors()
        self.mail()
        self.checks()
        self.rules()
        self.policies()
        self.open()

    def community(self) -> None:
        self.seen(self.page, "community")
        self.fill(name="Hillside Choir", description="We sing on Tuesdays.")
        self.page.locator("[name=kind]").select_option("club")
        self.go_on()
        expect(self.page).to_have_url(re.compile(r"/setup/[^/]+/owner$"))

    def owner(self) -> None:
        """First with a password that is too short: what else was typed is still there."""
        self.seen(self.page, "owner")
        self.fill(username="maria", email="maria@example.org", password="short")
        self.go_on()
        expect(self.page.locator("[name=password][aria-invalid=true]")).to_be_visible()
        expect(self.page.locator("[name=username]")).to_have_value("maria")
        self.seen(self.page, "owner-refused")
        self.fill(password=PASSWORD)
        self.go_on()
        expect(self.page).to_have_url(f"{self.site.url}/settings/safety")

    def factor(self) -> None:
        """An app on a phone, as a second step; the notice leads back."""
        self.page.locator("a[href='/settings/safety/app']").first.click()
        secret = self.page.locator(".copyable input").input_value()
        self.fill(code=code(secret))
        self.page.locator("main form:has([name=code]) button").first.click()
        self.page.locator("main .notice a[href='/staff/setup']").first.click()
        expect(self.page).to_have_url(f"{self.site.url}/staff/setup")
        self.seen(self.page, "overview")
        self.page.locator("main .actions a.button").first.click()

    def contact(self) -> None:
        expect(self.page).to_have_url(f"{self.site.url}/staff/setup/contact")
        expect(self.page.locator("[name=contact]")).to_have_value("maria@example.org")
        self.seen(self.page, "contact")
        self.fill(responsible="Hillside Choir, Maria Okafor")
        self.go_on()

    def doors(self) -> None:
        expect(self.page).to_have_url(f"{self.site.url}/staff/setup/doors")
        self.seen(self.page, "doors")
        self.page.locator("[name=sign_up][value=approval]").check()
        self.go_on()

    def mail(self) -> None:
        expect(self.page).to_have_url(f"{self.site.url}/staff/setup/mail")
        self.seen(self.page, "mail")
        if not self.post:
            self.page.locator("[name=go][value=without]").click()
            return
        self.go_on()
        expect(self.page.locator(".notice.success[role=status]")).to_be_visible()
        self.seen(self.page, "mail-sent")
        assert "rcpt to:<maria@example.org>" in self.post.lines
        assert self.post.letters
        self.page.locator("[name=go][value=with]").click()

    def checks(self) -> None:
        expect(self.page).to_have_url(f"{self.site.url}/staff/setup/checks")
        expect(self.page.locator("main .notice.success").first).to_be_visible()
        self.seen(self.page, "checks")
        self.page.locator(f"{GO_ON}").first.click()

    def rules(self) -> None:
        expect(self.page).to_have_url(f"{self.site.url}/staff/setup/rules")
        assert len(self.page.locator("[name=rules]").input_value().splitlines()) > 4
        self.seen(self.page, "rules")
        self.go_on()

    def policies(self) -> None:
        expect(self.page).to_have_url(f"{self.site.url}/staff/setup/policies")
        self.seen(self.page, "policies")
        self.go_on()

    def open(self) -> None:
        expect(self.page).to_have_url(f"{self.site.url}/staff/setup")
        self.seen(self.page, "ready")
        self.page.locator("main form[action='/staff/setup/open'] button").click()
        expect(self.page.locator(".copyable")).to_be_visible()
        self.seen(self.page, "open")

    def fill(self, **values: str) -> None:
        for name, value in values.items():
            self.page.locator(f"main [name={name}]").fill(value)

    def go_on(self) -> None:
        self.page.locator(GO_ON).first.click()

    def _count(self, _page: Page) -> None:
        self.pages += 1


@contextmanager
def prepared(folder: Path, *, has_mail: bool) -> Generator[tuple[Server, MailServer | None]]:
    """A community that has just begun, on a server of its own, with a mail server or without one."""
    with mail_server() as post:
        told = {"FOLKMOOT_SMTP_URL": post.url} if has_mail else {}
        with running(laid(folder), FOLKMOOT_WEB_WORKERS="1", **LIMITS, **told) as site:
            yield site, post if has_mail else None


WAYS = [
    pytest.param(True, {"viewport": DESK}, id="mail"),
    pytest.param(False, {"viewport": PHONE, "javascript": False}, id="no-mail-phone-nojs"),
    pytest.param(False, {"viewport": DESK, "locale": "ar"}, id="arabic", marks=pytest.mark.variant),
    pytest.param(True, {"viewport": PHONE, "locale": "ar"}, id="arabic-phone", marks=pytest.mark.variant),
]


@pytest.mark.parametrize(("has_mail", "way"), WAYS)
def test_from_the_printed_link_to_open_doors(
    has_mail: bool, way: dict[str, Any], tmp_path: Path, person: Callable[..., Page], look: Callable[..., None]
) -> None:
    with prepared(tmp_path, has_mail=has_mail) as (site, post):
        visitor, began = person(javascript=False), time.monotonic()
        visitor.goto(site.url)
        expect(visitor.get_by_text("is being prepared")).to_be_visible()
        founder = Founder(site, person(**way), look, post)
        founder.set_up()
        assert founder.pages <= PAGES_MOST
        assert time.monotonic() - began < SECONDS_MOST
        _can_be_joined(site, visitor)
        _is_dead(site, visitor)
        _is_dead(site, founder.page)


def _can_be_joined(site: Server, visitor: Page) -> None:
    visitor.goto(site.url)
    expect(visitor.locator(".brand").first).to_contain_text("Hillside Choir")
    expect(visitor.get_by_text("is being prepared")).to_have_count(0)
    visitor.goto(f"{site.url}/sign-up")
    expect(visitor.locator("[name=username]")).to_be_visible()


def _is_dead(site: Server, page: Page) -> None:
    answer = page.goto(site.setup_link)
    assert answer
    assert answer.status == 404
