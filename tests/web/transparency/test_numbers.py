"""The numbers in the file for spreadsheets, and what is too small to be told."""

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.moderation.categories import CATEGORIES
from folkmoot.moderation.models import Case, ThreatReferral
from folkmoot.moderation.models.decisions import POSSIBLE
from folkmoot.moderation.queries import transparency
from folkmoot.moderation.queries.transparency import count
from folkmoot.project.cast import Cast
from folkmoot.web.transparency.parts import parts
from folkmoot.web.transparency.periods import period, years
from folkmoot.web.transparency.sheet import HEADER, lines
from tests.web.transparency.counting import FEW, SHEET, decisions, figure, groups, objections, reports, rows, told

pytestmark = pytest.mark.usefixtures("community")
type Clients = Callable[..., Client]


class TestSmallNumbers:
    def test_a_single_one_is_not_told(self, client: Client) -> None:
        reports(1, "life", outcome="acted")
        decisions(2, "terminate", "account")
        objections(1)
        read = told(client)
        assert f"Received {FEW}" in read.text
        assert f"Decisions {FEW}" in read.text
        for hidden in ("What it was about", "What was done", "What it rested on", "Who objected", "Closed for good 2"):
            assert hidden not in read.text
        assert figure(client, "What was decided", "", "Accounts closed for good") == FEW
        assert figure(client, "People", "Danger to life", "Times it was to be told to the police") == "0"
        assert groups(client).keys() == {"People: Joining", "People: Danger to life"}

    def test_small_parts_are_counted_together(self, client: Client) -> None:
        reports(9, "spam")
        reports(2, "hate")
        reports(1, "life")
        found = groups(client)["What was reported: What it was about"]
        assert found == {"Advertising or spam": "9", "Everything else, too little to tell apart": "3"}

    def test_what_would_be_known_by_taking_the_rest_away(self, client: Client) -> None:
        reports(9, "spam")
        reports(1, "life")
        assert figure(client, "What was reported", "", "Received") == "10"
        found = groups(client)
        assert "What was reported: What it was about" not in found
        assert found["What was reported: Who reported"] == {"By members": "10"}

    @pytest.mark.parametrize("few", [1, 2])
    def test_no_file_and_no_page_ever_holds_one_or_two(self, cast: Cast, client: Client, few: int) -> None:
        case = Case.objects.create()
        for each in CATEGORIES:
            reports(few, each.key)
        for kind, actions in POSSIBLE.items():
            for action in actions:
                decisions(few, action, kind)
        objections(few, outcome="upheld", reviewer_id=7)
        objections(few, by="notifier")
        for _each in range(few):
            now = timezone.now()
            ThreatReferral.objects.create(case=case, country="DE", text=".", opened_by=7, reminded_at=now)
        staff = "People who moderate now"  # everybody sees who they are
        assert {row[-1] for row in rows(client) if row[4] != staff} & {"1", "2"} == set()
        for part in parts(count(period("", years()).edges)):
            for table in part.tables:
                assert {line.reads for line in table.lines if line.name != staff} & {"1", "2"} == set()

    def test_languages_of_three_and_more(self, cast: Cast, client: Client) -> None:
        cast.bob.roles.create(role="moderator")
        for account, language in ((cast.olivia, "ar"), (cast.frank, "en")):
            Account.objects.filter(id=account.id).update(language=language)
        assert figure(client, "People", "", "People who moderate now") == "3"
        assert figure(client, "People", "", "Languages they chose here") == "ar en"
        assert "Languages they chose here العربية, English" in told(client).text
        cast.bob.roles.all().delete()
        assert "Languages they chose" not in told(client).text


class TestSheet:
    def test_the_file(self, client: Client) -> None:
        reports(4, closed_at=timezone.now() + timedelta(hours=5), closed_by=7, outcome="acted")
        transparency._cache.clear()
        answer = client.get(SHEET)
        assert answer["Content-Type"] == "text/csv; charset=utf-8"
        assert answer["Content-Disposition"] == 'attachment; filename="transparency-last-12-months.csv"'
        found = rows(client)
        assert tuple(found[0]) == HEADER
        assert {len(row) for row in found} == {len(HEADER)}
        assert {row[0] for row in found[1:]} == {"Hillside Choir"}
        assert figure(client, "What was reported", "", "Received") == "4"
        assert float(figure(client, "What was reported", "", "Half were decided within")) == pytest.approx(5, abs=0.1)
        assert figure(client, "What was said against decisions", "", "Half were answered within") == ""
        now = timezone.now()
        assert [row[-2:] for row in found if row[1] == f"{now:%Y-%m}"] == [
            ["Reports", "4"],
            ["Decisions", "0"],
            ["Objections", "0"],
        ]
        assert len({tuple(row[:5]) for row in found}) == len(found), "each line has a name of its own"

    def test_a_year(self, client: Client) -> None:
        year = timezone.now().year
        answer = client.get(f"{SHEET}?year={year}")
        assert f"transparency-{year}.csv" in answer["Content-Disposition"]
        assert {row[1][:4] for row in rows(client, f"{SHEET}?year={year}")[1:]} == {str(year)}

    def test_it_says_what_the_page_says(self, client: Client) -> None:
        reports(12, "spam")
        reports(3, "hate")
        decisions(7)
        objections(5, outcome="upheld", reviewer_id=7)
        read = told(client).text
        for row in rows(client)[1:]:
            number = {"0": "none", "": "too few to say"}.get(row[-1], row[-1])
            assert f"{row[4]} {number}" in read or f"{row[2]} " in read

    @pytest.mark.parametrize(
        "name",
        [
            *("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("https://evil.example")', " =1", "  @x"),
            *("=cmd|' /C calc'!A0", "\r=1"),
        ],
    )
    def test_nothing_is_worked_out_by_a_spreadsheet(self, name: str) -> None:
        found = count(period("", years()).edges)
        for row in csv.reader(lines(name, "2026", found)):
            assert not row[0].startswith(("=", "+", "-", "@", "\t", "\r"))
            assert not any(cell.lstrip().startswith("=") for cell in row)

    def test_commas_and_lines_stay_in_their_cells(self) -> None:
        found = count(period("", years()).edges)
        name = 'Choir, "Hill"\nside'
        written = "".join(lines(name, "2026", found))
        assert {row[0] for row in list(csv.reader(io.StringIO(written, newline="")))[1:]} == {name}
