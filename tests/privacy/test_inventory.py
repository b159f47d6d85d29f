"""Nothing is kept of which the inventory does not tell."""

import pytest
from django.utils import translation

from folkmoot.core import inventory
from folkmoot.core.inventory import Topic, everything, held
from tests.privacy.everywhere import columns, tables

pytestmark = pytest.mark.django_db


def test_every_table_is_in_it() -> None:
    assert set(tables()) - {each.name for each in everything()} == set()


def test_it_tells_of_no_table_that_is_not_there() -> None:
    assert {each.name for each in everything() if each.is_table} - set(tables()) == set()


@pytest.mark.parametrize("name", sorted(each.name for each in everything() if each.is_table and each.personal))
def test_every_column_is_exported_or_left_out_for_a_reason(name: str) -> None:
    assert held(name).columns == set(columns(name))


def test_no_column_is_both_exported_and_left_out() -> None:
    for each in everything():
        left_out = [name for some in each.withheld for name in some.columns]
        assert set(each.exported) & set(left_out) == set(), each.name


def test_what_is_not_exported_says_why() -> None:
    silent = [each.name for each in everything() if each.personal and each.is_table and not each.exported]
    assert [name for name in silent if not held(name).not_exported] == []
    assert [each.name for each in everything() if each.exported and not each.mine] == []


def test_what_is_of_a_member_goes_with_the_member_or_says_why_not() -> None:
    kept = [each for each in everything() if each.personal and each.is_table and not each.erased]
    assert [each.name for each in kept if not each.stays] == []


def test_no_name_is_there_twice() -> None:
    names = [each.name for each in everything()]
    assert len(names) == len(set(names))


def test_each_entry_is_said_in_words() -> None:
    with translation.override("en"):
        for each in everything():
            said = (each.holds, each.kept, each.seen_by, each.why.words, each.topic.words)
            assert all(str(words).endswith(".") or words is each.topic.words for words in said), each.name


def test_members_read_it_in_an_order() -> None:
    topics = [topic for topic, _some in inventory.by_topic()]
    assert topics == [topic for topic in Topic if topic in topics]
    assert all(each.personal for _topic, some in inventory.by_topic() for each in some)


def test_what_leans_on_a_table_is_erased_before_it() -> None:
    names = [each.name for each in everything()]
    assert names.index("posts_filterword") < names.index("posts_filter")
    assert names.index("notifications_pushsubscription") < names.index("accounts_token")
    assert names.index("django_session") < names.index("usersessions_usersession")
    assert names.index("account_emailaddress") < names.index("accounts_login")
