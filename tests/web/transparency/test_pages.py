"""What everybody may read of what was reported and decided, on a page."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.audit import tasks
from folkmoot.audit.actions import record
from folkmoot.audit.models import Entry
from folkmoot.core.ids import id_at
from folkmoot.instance.actions import change_settings
from folkmoot.moderation.categories import CATEGORIES
from folkmoot.moderation.models import Appeal, Report, Restriction
from folkmoot.moderation.queries import transparency
from folkmoot.moderation.queries.transparency import Figures, count
from folkmoot.moderation.words import deeds
from folkmoot.project.cast import Cast
from folkmoot.project.cli import audit
from folkmoot.web.transparency import words
from folkmoot.web.transparency.parts import Part, parts
from folkmoot.web.transparency.periods import period, years
from tests.moderation.deciding import dismissed, removed
from tests.web.transparency.counting import PAGE, SHEET, decisions, objections, reports, rows, told

pytestmark = pytest.mark.usefixtures("community")
type Clients = Callable[..., Client]


class TestPage:
    def test_an_empty_community(self, client: Client) -> None:
        read = told(client)
        assert read.heading == "Transparency"
        assert "Received none Half were decided within too few to say" in read.text
        assert "Of these decided by a program none" in read.text
        assert "What it was about" not in read.text
        assert "the first line is here a day after the first entry" in read.text
        assert read.inline == []
        assert len(set(read.ids)) == len(read.ids)

    def test_numbers_in_words(self, client: Client) -> None:
        now = timezone.now()
        reports(1_200, closed_at=now + timedelta(hours=5), closed_by=7, outcome="acted")
        decisions(4)
        read = told(client)
        assert "Received 1,200 Half were decided within 5 hours" in read.text
        assert "Advertising or spam 1,200" in read.text
        assert "Decisions 4 Of these decided by a program none" in read.text
        assert "The rules of this community 4" in read.text
        assert f"{now:%B %Y} 1,200 4 none" in read.text

    def test_nobody_is_named_and_nothing_quoted(self, cast: Cast, client: Client) -> None:
        removed(cast.frank, cast.hal, "Vile words")
        dismissed(cast, cast.bob)
        decisions(5)
        for text in (told(client).text, str(rows(client))):
            for hidden in ("hal", "frank", "bob", "olivia", "Vile words", "unkind", "Against our rules"):
                assert hidden not in text.lower().replace("half", "").replace("halt", ""), hidden

    def test_a_year(self, client: Client) -> None:
        Account.objects.create(id=id_at(datetime(2023, 5, 1, tzinfo=UTC)), username="first")
        Report.objects.bulk_create(Report(id=id_at(datetime(2024, 2, day, tzinfo=UTC))) for day in range(1, 6))
        read = told(client, f"{PAGE}?year=2024")
        assert '<strong aria-current="page">2024</strong>' in read.source
        assert PAGE in read.links
        assert f"{SHEET}?year=2024" in read.links
        assert f"{PAGE}?year=2023" in read.links
        assert f"{PAGE}?year=2022" not in read.links
        assert "Received 5" in read.text
        assert "February 2024 5 none none" in read.text
        assert "Received none" in told(client, f"{PAGE}?year=2023").text
        assert "Received none" in told(client).text

    def test_by_the_clock_of_the_community_whoever_reads(self, cast: Cast, client: Client, client_of: Clients) -> None:
        change_settings(None, {"time_zone": "Asia/Tokyo"})
        Account.objects.filter(id=cast.bob.id).update(time_zone="America/New_York")
        Account.objects.create(id=id_at(datetime(2023, 5, 1, tzinfo=UTC)), username="first")
        Report.objects.bulk_create(Report(id=id_at(datetime(2023, 12, 31, 15, each, tzinfo=UTC))) for each in range(4))
        for reader in (client, client_of(cast.bob)):
            read = told(reader, f"{PAGE}?year=2024")
            assert "Received 4" in read.text
            assert "January 2024 4 none none" in read.text

    @pytest.mark.parametrize("address", [PAGE, SHEET])
    def test_as_many_statements_however_much_there_is(self, client: Client, queries: Any, address: str) -> None:
        client.get(address)
        transparency._cache.clear()
        with mock.patch.object(transparency, "KEPT_SECONDS", 0):
            with queries(12):
                client.get(address)
            reports(40)
            decisions(40)
            objections(40)
            with queries(12):
                client.get(address)
        client.get(address)
        with queries(2):
            client.get(address)

    def test_in_arabic(self, client: Client) -> None:
        decisions(4)
        read = client.get(PAGE, headers={"Accept-Language": "ar"}).text
        assert 'dir="rtl"' in read
        assert "style=" not in read


class TestHead:
    def done(self, moment: datetime, text: str = "") -> None:
        with transaction.atomic():
            record(7, "account.limit", "account", 9, text)
        with mock.patch.object(timezone, "now", return_value=moment):
            tasks.keep_head()

    def test_of_the_day_before(self, client: Client) -> None:
        self.done(timezone.now() - timedelta(days=2))
        noted = Entry.objects.latest("seq")
        self.done(timezone.now(), "done just now")
        read = told(client)
        assert f'value="{noted.seq}:{noted.digest}"' in read.source
        assert f"{noted.seq} entr" in read.text
        assert Entry.objects.latest("seq").digest not in read.source

    def test_the_command_takes_it(self, client: Client, capsys: pytest.CaptureFixture[str]) -> None:
        self.done(timezone.now() - timedelta(days=2))
        source = told(client).source
        noted = source.split('data-copy="')[1].split('"')[0]
        assert audit.verify(mock.Mock(head=[noted])) == 0
        Entry.objects.filter(seq=int(noted.partition(":")[0])).delete()
        (tasks.heads_file()).unlink()
        assert audit.verify(mock.Mock(head=[noted])) == 1
        assert "the log was cut off" in capsys.readouterr().out


class TestWords:
    @pytest.mark.parametrize(
        ("took", "text"),
        [
            (None, "too few to say"),
            (timedelta(0), "less than an hour"),
            (timedelta(minutes=59), "less than an hour"),
            (timedelta(minutes=60), "1 hour"),
            (timedelta(hours=5, minutes=20), "5 hours"),
            (timedelta(hours=47), "47 hours"),
            (timedelta(hours=48), "2 days"),
            (timedelta(days=12), "12 days"),
        ],
    )
    def test_how_long_something_took(self, took: timedelta | None, text: str) -> None:
        assert words.usual(took) == text

    def test_everything_that_can_happen_has_a_name(self) -> None:
        assert set(deeds()) == set(Restriction.Action.values)
        assert set(words.doors()) == set(Report.Kind.values)
        assert set(words.objectors()) == set(Appeal.By.values)
        assert set(words.outcomes_of_reports()) >= set(Report.Outcome.values) - {""}
        assert set(words.outcomes_of_objections()) >= set(Appeal.Outcome.values) - {""}
        assert set(words.categories()) == {each.key for each in CATEGORIES}

    def test_parts_have_their_own_places(self) -> None:
        found: Figures = count(period("", years()).edges)
        made: tuple[Part, ...] = parts(found)
        assert [part.key for part in made] == ["reports", "decisions", "objections", "people"]
