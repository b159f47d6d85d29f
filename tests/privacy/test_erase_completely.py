"""A member with a row in every table leaves: nothing of theirs is anywhere but where the inventory says so."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.accounts.models import Account, Login
from folkmoot.core.inventory import Topic, everything
from folkmoot.core.rows import select
from folkmoot.moderation.models import ReportItem
from folkmoot.privacy.models import Departure
from tests.privacy.everywhere import Everywhere, cells, tables

pytestmark = pytest.mark.django_db
WORD, OTHER_WORD = "pelicanword", "ospreyword"


@pytest.fixture
def gone(cast: Any, erased: Callable[[Any], None]) -> Account:
    """Hal is everywhere, and so is bob; then hal leaves."""
    Everywhere(cast.hal, cast.bob, WORD).fill()
    Everywhere(cast.bob, cast.carol, OTHER_WORD).fill()
    Account.objects.filter(id=cast.hal.id).update(active=True)
    Login.objects.filter(id=cast.carol.login_id).update(approved_by=cast.hal.id, declined_by=cast.hal.id)
    others = ReportItem.objects.filter(report__reporter=cast.hal).exclude(report__account=cast.hal)
    others.update(snapshot={"text": "What another wrote"}, url="/@bob")
    login = cast.hal.login_id
    erased(cast.hal)
    cast.hal.old_login = login
    return cast.hal


def test_no_text_of_theirs_is_left_in_any_table(gone: Account) -> None:
    staying = {each.name for each in everything() if each.stays and each.topic is Topic.COMMUNITY}
    nobodys = {each.name for each in everything() if not each.personal}
    left = {
        (table, column)
        for table in tables()
        if table not in nobodys | staying and not table.startswith("audit_")
        for column, value in cells(table)
        if WORD in value.lower()
    }
    assert left == set()


def test_their_number_stays_only_where_the_inventory_says_so(gone: Account) -> None:
    said = {(each.name, column) for each in everything() for column in each.staying}
    found = {(t, c) for t in tables() for c, value in cells(t) if str(gone.id) in value}
    assert found - said == set()


def test_their_login_is_nowhere(gone: Any) -> None:
    found = {(table, column) for table in tables() for column, value in cells(table) if str(gone.old_login) in value}
    assert found == set()


def test_their_address_and_user_name_are_nowhere(gone: Account) -> None:
    for word in ("hal@example.org", "@hal"):
        assert {(t, c) for t in tables() for c, value in cells(t) if word in value} == set()
    assert select("SELECT username FROM accounts_account WHERE id = %(id)s", {"id": gone.id})[0][0].startswith("-")


def test_nothing_of_others_went_with_them(gone: Account, cast: Any) -> None:
    """Bob's own rows are there still, table for table."""
    for each in everything():
        if each.is_table and each.personal and each.mine:
            facts = {"account": cast.bob.id, "login": cast.bob.login_id, "mail": "", "among": ""}
            assert select(f"SELECT 1 FROM {each.name} t WHERE {each.mine} LIMIT 1", facts), each.name


@pytest.mark.django_db(transaction=True)
def test_each_step_stands_by_itself(cast: Any, erased: Callable[[Any], None]) -> None:
    """What one step leaves behind is whole: nothing points at what is gone, though each is saved alone."""
    Everywhere(cast.hal, cast.bob, WORD).fill()
    Everywhere(cast.bob, cast.carol, OTHER_WORD).fill()
    Account.objects.filter(id=cast.hal.id).update(active=True)
    login = cast.hal.login_id
    erased(cast.hal)
    assert not Departure.objects.filter(account=cast.hal).exists()
    assert not Login.objects.filter(id=login).exists()
