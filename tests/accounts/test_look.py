"""How the site looks to a member."""

import pytest

from folkmoot.accounts.actions import THEMES, Look, choose_look
from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.project.cast import Cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("keys", [True, False])
def test_a_look_is_kept_and_nothing_else_changes(cast: Cast, theme: str, keys: bool) -> None:
    before = Account.objects.values().get(id=cast.bob.id)
    chosen = choose_look(cast.bob, Look(theme, keys))
    assert (chosen.theme, chosen.keys) == (theme, keys)
    assert Account.objects.values().get(id=cast.bob.id) == {**before, "theme": theme, "keys": keys}


@pytest.mark.parametrize("theme", ["", "pink", "AUTO", "dark "])
def test_an_unknown_look_is_refused(cast: Cast, theme: str) -> None:
    with pytest.raises(Invalid) as refused:
        choose_look(cast.bob, Look(theme, keys=True))
    assert refused.value.field == "theme"


def test_the_suspended_change_nothing(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        choose_look(cast.gina, Look("dark", keys=True))
