"""Staff say how well the community knows somebody: who may, what follows, what is written down; what holds back."""

from typing import Any

import pytest

from folkmoot.accounts.actions.trust import rise
from folkmoot.accounts.models import Account, Trust
from folkmoot.accounts.queries.trust import trust_of
from folkmoot.accounts.reach import Level
from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.moderation.actions import lift
from folkmoot.moderation.actions.trust import decide_trust
from folkmoot.moderation.events import TrustDecided
from folkmoot.moderation.queries.trusting import hold_back, trust_for_staff
from folkmoot.moderation.tasks.trusting import on_trust_decided
from folkmoot.project.cast import Cast
from tests.moderation.deciding import decided
from tests.newcomers import known_for, newcomer
from tests.posts.writing import say

WHY = "They sing with us every Thursday."


def level(account: Account) -> int:
    return Account.objects.get(id=account.id).trust


class TestDeciding:
    def test_a_moderator(self, cast: Cast, drain: Any, mail: Any) -> None:
        nina = newcomer()
        decide_trust(cast.frank, nina.id, Level.REGULAR, f"  {WHY}  ")
        view = trust_for_staff(cast.frank.id, nina.id)
        assert (view.level, view.set_by, view.reason) == (Level.REGULAR, cast.frank.id, WHY)
        entry = entries(Page(limit=1)).items[0]
        assert (entry.verb, entry.object_id, entry.reason) == ("trust.set", nina.id, f"0 → 3: {WHY}")
        drain()
        (letter,) = mail.to("nina@example.org")
        assert WHY in letter.get_content()
        assert "/settings/standing" in letter.get_content()

    def test_downwards(self, cast: Cast) -> None:
        known_for(cast.bob, days=300, seen=200, minutes=500)
        decide_trust(cast.frank, cast.bob.id, Level.NEW, "Wrote the same to everybody here.")
        assert (level(cast.bob), trust_of(cast.bob).evidence.days) == (Level.NEW, 0)
        assert rise(cast.bob.id) is None

    def test_the_fourth_is_for_owners_to_give_and_to_take(self, cast: Cast) -> None:
        with pytest.raises(NotAllowed):
            decide_trust(cast.frank, cast.hal.id, Level.PILLAR, WHY)
        decide_trust(cast.olivia, cast.hal.id, Level.PILLAR, WHY)
        assert trust_of(Account.objects.get(id=cast.hal.id)).next is None
        with pytest.raises(NotAllowed):
            decide_trust(cast.frank, cast.hal.id, Level.NEW, WHY)
        decide_trust(cast.olivia, cast.hal.id, Level.MEMBER, WHY)
        assert level(cast.hal) == Level.MEMBER

    @pytest.mark.parametrize(
        ("actor", "target"),
        [
            ("frank", "frank"),
            ("frank", "olivia"),
            ("olivia", "olivia"),
            ("bob", "hal"),
            ("gina", "hal"),
        ],
    )
    def test_not_by_everybody_and_not_about_everybody(self, cast: Any, actor: str, target: str) -> None:
        for wanted in (Level.NEW, Level.REGULAR):
            with pytest.raises(NotAllowed):
                decide_trust(getattr(cast, actor), getattr(cast, target).id, wanted, WHY)
        assert level(getattr(cast, target)) == Level.MEMBER

    def test_owners_decide_about_moderators(self, cast: Cast) -> None:
        decide_trust(cast.olivia, cast.frank.id, Level.REGULAR, WHY)
        assert level(cast.frank) == Level.REGULAR

    @pytest.mark.parametrize(
        ("wanted", "reason", "field"),
        [(5, WHY, "level"), (-1, WHY, "level"), (2, WHY, "level"), (3, "short", "reason"), (3, "x" * 501, "reason")],
    )
    def test_what_will_not_do(self, cast: Cast, wanted: int, reason: str, field: str) -> None:
        with pytest.raises(Invalid) as refused:
            decide_trust(cast.frank, cast.hal.id, wanted, reason)
        assert refused.value.field == field
        assert Trust.objects.get(account=cast.hal).set_by is None

    def test_about_nobody(self, cast: Cast) -> None:
        for some_id in (4711, cast.erin.id):
            with pytest.raises(NotFound):
                decide_trust(cast.frank, some_id, Level.REGULAR, WHY)

    def test_who_is_told_what_rests_on_what(self, cast: Cast) -> None:
        for viewer, account in ((cast.bob, cast.hal), (cast.frank, cast.frank), (cast.gina, cast.hal)):
            with pytest.raises(NotFound):
                trust_for_staff(viewer.id, account.id)
        with pytest.raises(NotFound):
            trust_for_staff(cast.frank.id, 4711)
        assert trust_for_staff(cast.frank.id, cast.hal.id).evidence.seen == 1

    def test_no_letter_where_there_is_nothing_to_tell(self, cast: Cast, drain: Any, mail: Any) -> None:
        """The member has gone since, or has come further by themselves."""
        on_trust_decided(TrustDecided(cast.hal.id))
        decide_trust(cast.frank, cast.hal.id, Level.NEW, WHY)
        Account.objects.filter(id=cast.hal.id).update(active=False)
        drain()
        assert mail.to("hal@example.org") == []


class TestHoldingBack:
    @pytest.mark.parametrize("action", ["strike", "limit", "demote"])
    def test_while_it_runs(self, cast: Cast, action: str) -> None:
        nina = newcomer()
        known_for(nina, days=9, seen=5, minutes=9)
        made = decided(cast.frank, action, "account", nina.id)
        assert rise(nina.id) is None
        assert trust_of(nina).missing.held
        lift(cast.frank, made.id)
        assert rise(nina.id) is Level.KNOWN

    def test_a_strike_for_a_post(self, cast: Cast) -> None:
        nina = newcomer()
        known_for(nina, days=9, seen=5, minutes=9)
        decided(cast.frank, "strike", "post", say(nina, "Vile words"))
        assert rise(nina.id) is None

    @pytest.mark.parametrize("action", ["remove", "label", "warn"])
    def test_one_post_alone_holds_nobody_back(self, cast: Cast, action: str) -> None:
        """What is removed stays removed for good: nobody is to be new for ever."""
        nina = newcomer()
        known_for(nina, days=9, seen=5, minutes=9)
        decided(cast.frank, action, "post", say(nina, "Vile words"))
        assert rise(nina.id) is Level.KNOWN

    def test_nobody_falls_for_it(self, cast: Cast) -> None:
        decided(cast.frank, "strike", "account", cast.hal.id)
        assert rise(cast.hal.id) is None
        assert level(cast.hal) == Level.MEMBER

    def test_asked_about_nothing(self, cast: Cast) -> None:
        assert hold_back("nobody").value == "pass"
