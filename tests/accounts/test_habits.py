"""What a member's posts begin with, and whether others see whom they know."""

from collections.abc import Callable

import pytest

from folkmoot.accounts.actions import (
    choose_audience,
    hide_people,
    keep_unindexed,
    let_be_indexed,
    show_files,
    show_people,
    warn_of_files,
)
from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.moderation.actions import suspend
from folkmoot.project.cast import Cast
from tests.happened import Happened

pytestmark = pytest.mark.django_db
type Deed = Callable[[Account], None]
SWITCHES = [
    (warn_of_files, show_files, "post_sensitive", "HabitsChosen"),
    (hide_people, show_people, "hides_people", "ProfileEdited"),
    (let_be_indexed, keep_unindexed, "indexable", "ProfileEdited"),
]


@pytest.mark.parametrize("scope", ["public", "quiet", "community", "followers"])
def test_posts_begin_with_an_audience(cast: Cast, happened: Happened, scope: str) -> None:
    choose_audience(cast.bob, scope)
    assert Account.objects.get(id=cast.bob.id).post_scope == scope
    assert happened() == [("HabitsChosen", {"account_id": cast.bob.id})]


@pytest.mark.parametrize("scope", ["", "direct", "list", "everybody"])
def test_what_posts_cannot_begin_with(cast: Cast, happened: Happened, scope: str) -> None:
    with pytest.raises(Invalid):
        choose_audience(cast.bob, scope)
    assert happened() == []


@pytest.mark.parametrize("switch", SWITCHES)
def test_switches(cast: Cast, happened: Happened, switch: tuple[Deed, Deed, str, str]) -> None:
    on, off, column, event = switch
    before = cast.bob.version
    for do, value in ((on, True), (off, False)):
        do(cast.bob)
        cast.bob.refresh_from_db()
        assert getattr(cast.bob, column) is value
    assert [name for name, _ in happened()] == [event, event]
    seen_elsewhere = event == "ProfileEdited"
    assert cast.bob.version == before + (2 if seen_elsewhere else 0), "what is kept of it is made anew"
    if seen_elsewhere:
        off(cast.bob)
        assert happened() == [], "what is so already is not said again"


@pytest.mark.parametrize("do", [each for on, off, *_ in SWITCHES for each in (on, off)])
def test_not_while_one_is_suspended(cast: Cast, happened: Happened, do: Callable[[Account], None]) -> None:
    suspend(cast.olivia, cast.bob.id, "Noise", None)
    happened()
    for deed in (do, lambda who: choose_audience(who, "quiet")):
        with pytest.raises(NotAllowed):
            deed(Account.objects.get(id=cast.bob.id))
