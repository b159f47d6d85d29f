"""Whom a member might want to follow, as it is read: worked out before, and asked again what may be shown."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotFound
from folkmoot.moderation.actions import suspend
from folkmoot.project.cast import Cast, member
from folkmoot.relations.actions import block, dismiss_suggestion, follow, mute, suggest_to
from tests.happened import Happened, happened
from tests.relations.suggesting import names

__all__ = ["happened"]  # a fixture
pytestmark = pytest.mark.django_db


@pytest.fixture
def nora(cast: Cast) -> Account:
    """She follows hal and frank; both follow zoe, hal follows yan as well, as it was when the night came."""
    nora, zoe, yan = (member(name) for name in ("nora", "zoe", "yan"))
    for who, whom in ((nora, cast.hal), (nora, cast.frank), (cast.hal, yan), (cast.hal, zoe), (cast.frank, zoe)):
        follow(who, whom.id)
    suggest_to(nora.id)
    return nora


def test_whom_those_follow_whom_one_follows_the_most_of_them_first(cast: Cast, nora: Account) -> None:
    assert names(nora)[:2] == ["zoe", "yan"]
    assert names(nora, 1) == ["zoe"]


def test_nobody_before_anything_is_worked_out(cast: Cast) -> None:
    assert names(cast.hal) == []


@pytest.mark.parametrize(
    "deed",
    [
        lambda cast, nora, zoe: follow(nora, zoe.id),
        lambda cast, nora, zoe: (Account.objects.filter(id=zoe.id).update(locked=True), follow(nora, zoe.id)),
        lambda cast, nora, zoe: block(nora, zoe.id),
        lambda cast, nora, zoe: block(zoe, nora.id),
        lambda cast, nora, zoe: mute(nora, zoe.id, None),
        lambda cast, nora, zoe: mute(zoe, nora.id, None),
        lambda cast, nora, zoe: suspend(cast.olivia, zoe.id, "Sold nets", None),
        lambda cast, nora, zoe: Account.objects.filter(id=zoe.id).update(discoverable=False),
        lambda cast, nora, zoe: Account.objects.filter(id=zoe.id).update(unlisted_at=timezone.now()),
        lambda cast, nora, zoe: dismiss_suggestion(nora, zoe.id),
    ],
    ids=["followed", "asked", "blocked", "blocks", "muted", "mutes", "suspended", "hidden", "kept back", "dismissed"],
)
def test_who_is_left_out(cast: Cast, nora: Account, deed: Callable[..., object]) -> None:
    zoe = Account.objects.get(username="zoe")
    assert "zoe" in names(nora)
    deed(cast, nora, zoe)
    assert "zoe" not in names(nora)
    suggest_to(nora.id)
    assert "zoe" not in names(nora)


def test_not_oneself(cast: Cast, nora: Account) -> None:
    follow(cast.hal, nora.id)
    suggest_to(nora.id)
    assert "nora" not in names(nora)


def test_dismissed_once_by_one_alone_and_for_good(cast: Cast, nora: Account, happened: Happened) -> None:
    zoe = Account.objects.get(username="zoe")
    mia = member("mia")
    follow(mia, cast.hal.id)
    suggest_to(mia.id)
    happened()
    for _ in range(2):
        dismiss_suggestion(nora, zoe.id)
    assert happened() == [("SuggestionDismissed", {"account_id": nora.id, "dismissed_id": zoe.id})]
    for _ in range(2):
        assert "zoe" not in names(nora)
        assert "zoe" in names(mia)
        suggest_to(nora.id)
    with pytest.raises(NotFound):
        dismiss_suggestion(nora, 5)


def test_in_one_statement(cast: Cast, nora: Account, queries: Any) -> None:
    with queries(1):
        assert len(names(nora)) >= 2
