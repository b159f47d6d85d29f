"""The queue as staff see it, its shelves and pages, and the figures."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.accounts.models import Account
from folkmoot.core.ids import new_id
from folkmoot.moderation.actions.casework import claim
from folkmoot.moderation.actions.closing import close_without_action
from folkmoot.moderation.models import Case, Report, ReportItem
from folkmoot.moderation.queries.load import load
from folkmoot.moderation.queries.queue import ROWS
from folkmoot.staff import case_words
from folkmoot.staff.views.cases.plots import WIDE, plots
from tests.moderation.casing import laid
from tests.web.pages import page
from tests.web.social.reading import once

pytestmark = pytest.mark.usefixtures("community")
LIST = "/staff/cases"


def test_a_case_waits_in_the_queue(frank: Client, case: Case) -> None:
    read = page(frank.get(LIST))
    assert f"{LIST}/{case.id}" in read.links
    assert "Buy <b>nets</b>" in read.text
    assert "This advertises." in read.text
    assert "1 report" in read.text
    assert LIST in read.current


def test_the_old_address_leads_there(frank: Client) -> None:
    assert frank.get("/staff/reports")["Location"] == LIST


def test_nothing_to_decide(frank: Client) -> None:
    assert "Nothing to decide here" in page(frank.get(LIST)).text


def test_whoever_has_a_case_is_named(frank: Client, case: Case, cast: Any) -> None:
    claim(cast.olivia, case.id)
    read = page(frank.get(LIST))
    assert "olivia has it" in read.text
    assert f"{LIST}/{case.id}/holding" not in [form.action for form in read.forms]


def test_it_is_taken_from_the_queue(frank: Client, case: Case, cast: Any) -> None:
    form = page(frank.get(LIST)).form(f"{LIST}/{case.id}/holding")
    assert frank.post(form.action, form.fields)["Location"] == f"{LIST}/{case.id}"
    case.refresh_from_db()
    assert case.assignee_id == cast.frank.id


def test_shelves_and_kinds(frank: Client, case: Case, cast: Any) -> None:
    laid(cast.bob, category="spam", state="waiting")
    laid(cast.alice, state="escalated")
    laid(None, state="closed")
    assert f"{LIST}/{case.id}" not in page(frank.get(f"{LIST}?show=waiting")).links
    assert "Waits for an answer" in page(frank.get(f"{LIST}?show=waiting")).text
    assert "Left to the owners" in page(frank.get(f"{LIST}?show=escalated")).text
    assert "Nobody known here" in page(frank.get(f"{LIST}?show=done")).text
    assert "Closed, nothing was to be done" in page(frank.get(f"{LIST}?show=done")).text
    assert "Nothing to decide here" in page(frank.get(f"{LIST}?category=spam")).text
    assert "bob" in page(frank.get(f"{LIST}?category=spam&show=waiting")).words("main")


def test_the_next_page_keeps_what_was_chosen(frank: Client) -> None:
    people = Account.objects.bulk_create([Account(username=f"crowd{n}", active=True) for n in range(ROWS + 2)])
    Case.objects.bulk_create([Case(id=new_id(), account=each, category="spam") for each in people])
    more = next(link for link in page(frank.get(f"{LIST}?category=spam&show=free")).links if "after=" in link)
    assert "category=spam" in more
    assert "show=free" in more
    assert len([link for link in page(frank.get(more)).links if link.startswith(f"{LIST}/")]) == 2


@pytest.mark.parametrize("address", [LIST, "/staff/figures", "/staff/reports"])
def test_for_nobody_else(cast: Any, client_of: Callable[..., Client], address: str) -> None:
    assert client_of(cast.bob).get(address).status_code == 404
    assert client_of(cast.gina).get(address).status_code in {302, 403}
    assert client_of(None).get(address).status_code in {302, 404}


@pytest.mark.parametrize(("priority", "words"), [(10, "A life"), (9, "Urgent"), (5, "Soon"), (1, "When there is time")])
def test_how_soon(frank: Client, cast: Any, priority: int, words: str) -> None:
    laid(cast.hal, priority=priority)
    assert words in once(frank, LIST).one(".pill").text


def test_figures_in_bars_and_in_words(frank: Client, case: Case, cast: Any) -> None:
    close_without_action(cast.frank, laid(cast.alice).id)
    read = once(frank, "/staff/figures")
    assert len(read.all(".plot")) == 3
    assert len(read.all("rect")) == 6 + 12 + 30
    assert "1 case. 0 are late." in read.one("main").text
    assert "1 report." in read.one("main").text
    row = next(line for line in read.all("tr") if line.text.startswith("frank"))
    assert row.text == "frank01"


def test_bars_stay_within_the_drawing(case: Case, cast: Any) -> None:
    for plot in plots(load(cast.frank.id)):
        assert all(bar.x >= 0 and bar.x + bar.wide <= WIDE and bar.y >= 0 and bar.high >= 0 for bar in plot.bars)


def test_every_state_and_deed_has_words(db: None) -> None:
    assert len({case_words.state(name) for name in Case.State.values}) == 5
    for actions in (case_words.post_actions(), case_words.account_actions()):
        assert all(case_words.deed(action) != action for action, _words in actions if action)


def test_lists_cost_the_same_for_one_and_for_many(
    frank: Client, case: Case, cast: Any, queries: Callable[..., Any]
) -> None:
    frank.get(LIST)
    with queries(16):
        frank.get(LIST)
    for account in (cast.alice, cast.bob, cast.carol):
        made = Report.objects.create(case=laid(account), reporter=cast.dan, account=account)
        ReportItem.objects.create(report=made, kind="account", object_id=account.id)
    with queries(16):
        frank.get(LIST)
