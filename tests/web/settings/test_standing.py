"""Settings → What is open to you: where one stands, what is missing, and that nobody else reads it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from folkmoot.accounts.models import Account, Trust
from folkmoot.accounts.queries.trust import trust_of
from folkmoot.accounts.reach import Level
from folkmoot.accounts.tasks.trust import rise_if_due
from folkmoot.instance.actions import change_settings
from folkmoot.moderation.actions.trust import decide_trust
from folkmoot.moderation.models import Report
from folkmoot.posts.models import Post
from tests.doors import Door
from tests.moderation.deciding import decided
from tests.newcomers import Clock, known_for, newcomer
from tests.posts.writing import say
from tests.web.pages import page
from tests.web.social.reading import once

type Clients = Callable[..., Client]
PAGE = "/settings/standing"
GREETINGS = {
    Level.NEW: "Welcome! You are new here",
    Level.KNOWN: "The community knows you a little.",
    Level.MEMBER: "Everything is open to you.",
}


@pytest.fixture
def nina(cast: Any) -> Account:
    return newcomer()


def facts(client: Client) -> dict[str, str]:
    """What is told of each thing."""
    read = once(client, PAGE).one(".pad")
    return dict(zip([each.text for each in read.all("dt")], [each.text for each in read.all("dd")], strict=True))


class TestThePage:
    def test_somebody_new(self, nina: Account, client_of: Clients) -> None:
        known_for(nina, days=1.5, minutes=3)
        told = facts(client_of(nina))
        assert told["Links to other sites"] == "not yet"
        assert told["Pictures and recordings in posts"] == "4 files a day"
        assert told["Reporting, blocking, objecting, taking your data along"] == "always open"
        assert told["Days as a member"].startswith("1 of 2")
        assert told["Minutes in which you read something"].startswith("3 of 5")
        assert "Inviting people" not in told
        text = page(client_of(nina).get(PAGE)).text
        assert "More opens for you in 12 more hours, if you read along until then." in text

    def test_somebody_known(self, cast: Any, client_of: Clients) -> None:
        change_settings(None, {"members_invite": "yes"})
        told = facts(client_of(newcomer("kim", Level.KNOWN)))
        assert told["Links to other sites"] == "in 3 posts a day"
        assert told["Inviting people"] == "not yet"
        assert told["Video and sound"] == "open"

    def test_a_member(self, cast: Any, client_of: Clients) -> None:
        told = facts(client_of(cast.bob))
        assert set(told.values()) == {"always open", "open"}
        assert "How more opens" not in page(client_of(cast.bob).get(PAGE)).text

    @pytest.mark.parametrize("level", list(Level))
    def test_every_level_has_its_words(self, cast: Any, client_of: Clients, level: Level) -> None:
        text = page(client_of(newcomer(level=level)).get(PAGE)).text
        assert [words for words in GREETINGS.values() if words in text] == [GREETINGS[min(level, Level.MEMBER)]]

    def test_looking_changes_nothing_once_all_is_open(self, cast: Any, client_of: Clients) -> None:
        somebody = newcomer("max", Level.MEMBER)
        known_for(somebody, days=90, seen_now=30)
        assert not page(client_of(somebody).get(PAGE)).notices
        assert trust_of(Account.objects.get(id=somebody.id)).level == Level.MEMBER
        rise_if_due()
        assert trust_of(Account.objects.get(id=somebody.id)).level == Level.REGULAR

    def test_whoever_has_just_earned_more_reads_so(self, nina: Account, client_of: Clients) -> None:
        known_for(nina, days=2, seen=2, minutes=5)
        read = page(client_of(nina).get(PAGE))
        assert "From now on more is open to you." in read.notices
        assert facts(client_of(nina))["Links to other sites"] == "in 3 posts a day"
        assert not page(client_of(nina).get(PAGE)).notices

    def test_where_nothing_is_asked(self, nina: Account, client_of: Clients) -> None:
        change_settings(None, {"reach": "open"})
        assert set(facts(client_of(nina)).values()) == {"always open", "open"}

    def test_what_staff_decided_stands_there(self, cast: Any, client_of: Clients) -> None:
        decide_trust(cast.frank, cast.hal.id, Level.KNOWN, "Wrote the same to everybody.")
        assert "Wrote the same to everybody." in page(client_of(cast.hal).get(PAGE)).text
        assert "frank" not in once(client_of(cast.hal), PAGE).one(".pad").text

    def test_what_holds_one_back(self, nina: Account, cast: Any, client_of: Clients) -> None:
        decided(cast.frank, "strike", "account", nina.id)
        read = page(client_of(nina).get(PAGE))
        assert "once what was decided about you no longer holds" in read.text
        assert "/decisions" in read.links

    def test_the_settings_lead_there(self, nina: Account, client_of: Clients) -> None:
        assert PAGE in page(client_of(nina).get("/settings")).links


class TestReading:
    """Feeds and threads are read; what else a member opens is not counted, and nothing is written for it."""

    @pytest.mark.parametrize("path", ["/", "/community", "/@bob", "/@bob/media", "/tags/sea", "thread"])
    def test_pages(self, nina: Account, cast: Any, client_of: Clients, path: str) -> None:
        post_id = say(cast.bob, "Hello #sea")
        client = client_of(nina)
        assert client.get(f"/@bob/{post_id}" if path == "thread" else path).status_code == 200
        assert trust_of(nina).evidence.minutes == 1

    @pytest.mark.parametrize(
        "path", ["/settings/profile", "/drafts", "/notifications", "/direct", "/members", "/@bob/followers", PAGE]
    )
    def test_what_is_no_reading(self, nina: Account, client_of: Clients, path: str) -> None:
        assert client_of(nina).get(path).status_code == 200
        assert trust_of(nina).evidence.minutes == 0

    @pytest.mark.parametrize("path", ["timelines/home", "timelines/public", "timelines/tag/sea", "context"])
    def test_programs(self, nina: Account, cast: Any, api_of: Callable[..., Door], path: str) -> None:
        post_id = say(cast.bob, "Hello #sea")
        path = f"statuses/{post_id}/context" if path == "context" else path
        assert api_of(nina).get(f"/api/v1/{path}").status_code == 200
        assert trust_of(nina).evidence.minutes == 1
        assert api_of(cast.bob).get(f"/api/v1/{path}").status_code == 200
        assert trust_of(cast.bob).evidence.minutes == 0

    def test_programs_that_only_look_for_news(self, nina: Account, api_of: Callable[..., Door]) -> None:
        api_of(nina).get("/api/v1/notifications")
        assert trust_of(nina).evidence.minutes == 0

    def test_no_statement_more(self, nina: Account, cast: Any, client_of: Clients, api_of: Callable[..., Door]) -> None:
        say(cast.bob, "Hello")
        counts: dict[str, list[int]] = {"page": [], "program": []}
        for somebody in (cast.hal, nina):
            browser, program = client_of(somebody), api_of(somebody)
            for kind, ask in (
                ("page", lambda browser=browser: browser.get("/community")),
                ("program", lambda program=program: program.get("/api/v1/timelines/home")),
            ):
                ask()
                with CaptureQueriesContext(connection) as asked:
                    ask()
                counts[kind].append(len(asked))
        assert [len(set(each)) for each in counts.values()] == [1, 1], counts


class TestNeverGated:
    """Whoever came a moment ago is protected like everybody else."""

    def test_reporting_blocking_muting(self, nina: Account, cast: Any, client_of: Clients) -> None:
        browser, post_id = client_of(nina), say(cast.hal, "Vile words")
        path = f"/report?post={post_id}"
        sent = {"comment": "Unkind, as on https://a.example.", "category": "other"}
        sent = {**page(browser.get(path)).form("/report").fields, **sent}
        assert browser.post("/report", sent).status_code in {200, 303}
        assert Report.objects.filter(reporter=nina).exists()
        for what in ("follow", "block"):
            assert browser.post(f"/accounts/{cast.hal.id}/{what}").status_code in {200, 303}, what

    def test_by_a_program(self, nina: Account, cast: Any, api_of: Callable[..., Door]) -> None:
        program, post_id = api_of(nina), say(cast.hal, "Vile words")
        sent = {"account_id": str(cast.hal.id), "status_ids[]": str(post_id), "comment": "Unkind. https://a.example"}
        for path, form in (
            ("reports", sent),
            (f"accounts/{cast.hal.id}/block", {}),
            (f"accounts/{cast.hal.id}/mute", {}),
        ):
            assert program.post(f"/api/v1/{path}", form).status_code == 200, path

    def test_objecting(self, nina: Account, cast: Any, client_of: Clients) -> None:
        from tests.moderation.deciding import WHY, statement_of

        made = decided(cast.frank, "strike", "account", nina.id)
        path = f"/decisions/{statement_of(made).id}"
        assert client_of(nina).post(path, {"text": f"{WHY} https://proof.example"}).status_code == 303

    def test_taking_ones_data_along_and_leaving(self, nina: Account, client_of: Clients) -> None:
        browser = client_of(nina)
        assert browser.post("/settings/data").status_code == 303
        assert browser.get("/settings/leave").status_code == 200


class TestWhoIsTold:
    def test_nobody_else(self, nina: Account, cast: Any, client_of: Clients, api_of: Callable[..., Door]) -> None:
        """Neither a profile nor a program says on which level somebody is."""
        Trust.objects.filter(account=nina).update(reason="A secret of ours")
        say(nina, "Hello")
        assert Post.objects.filter(account=nina).exists()
        told = [client_of(cast.bob).get("/@nina").content.decode()]
        told += [api_of(cast.bob).get(f"/api/v1/accounts/{nina.id}").text]
        told += [api_of(nina).get("/api/v1/accounts/verify_credentials").text]
        for words in ("new here", '"trust"', "A secret of ours"):
            assert not any(words in each for each in told), words

    def test_visitors_are_asked_to_sign_in(self, cast: Any, client_of: Clients) -> None:
        assert client_of(None).get(PAGE).status_code == 302


def test_the_page_goes_with_the_clock(nina: Account, client_of: Clients, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)
    known_for(nina, days=0, seen=2, minutes=5)
    assert "More opens for you in 2 more days." in page(client_of(nina).get(PAGE)).text
    clock.goes_on(hours=30)
    assert "More opens for you in 18 more hours." in page(client_of(nina).get(PAGE)).text
