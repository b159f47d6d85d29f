"""Who is worked out to be suggested to whom, and for which reason."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account, Stats
from folkmoot.core.ids import id_at
from folkmoot.project.cast import Cast, member
from folkmoot.relations.actions import follow
from folkmoot.relations.models import Follow
from folkmoot.relations.queries import candidates
from folkmoot.relations.queries.candidates import Candidates
from folkmoot.relations.queries.interests import kindred
from tests.relations.suggesting import reasons

pytestmark = pytest.mark.django_db


def befriend(who: Account, *others: Account) -> None:
    for other in others:
        follow(who, other.id)


def update(account: Account, **values: object) -> None:
    Account.objects.filter(id=account.id).update(**values)


class TestFriends:
    def test_how_many_of_those_one_follows_do(self, cast: Cast) -> None:
        nora, zoe, yan = (member(name) for name in ("nora", "zoe", "yan"))
        befriend(nora, cast.hal, cast.frank, cast.bob)
        for who in (cast.hal, cast.frank, cast.bob):
            befriend(who, zoe)
        befriend(cast.hal, yan, nora)
        found = reasons(nora)
        assert found["zoe"] == ("friends", 3)
        assert found["yan"] == ("friends", 1)
        assert next(iter(found)) == "zoe"

    def test_who_keeps_whom_they_follow_to_themselves_counts_for_nothing(self, cast: Cast) -> None:
        nora, zoe = member("nora"), member("zoe")
        befriend(nora, cast.hal, cast.frank)
        befriend(cast.hal, zoe)
        befriend(cast.frank, zoe)
        update(cast.hal, hides_people=True)
        assert reasons(nora)["zoe"] == ("friends", 1)
        update(cast.frank, hides_people=True)
        assert reasons(nora)["zoe"][0] != "friends"

    def test_nor_is_it_said_of_who_keeps_followers_secret(self, cast: Cast) -> None:
        nora, zoe = member("nora"), member("zoe")
        befriend(nora, cast.hal)
        befriend(cast.hal, zoe)
        update(zoe, hides_people=True)
        assert "zoe" not in reasons(nora)

    def test_only_the_latest_follows_are_looked_at(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(candidates, "ASKED_MOST", 1)
        monkeypatch.setattr(candidates, "LOOKED_AT", 1)
        nora, zoe, yan, xia = (member(name) for name in ("nora", "zoe", "yan", "xia"))
        befriend(nora, cast.frank, cast.hal)
        befriend(cast.frank, xia)
        befriend(cast.hal, yan, zoe)
        found = reasons(nora)
        assert found["zoe"] == ("friends", 1)
        assert not {"xia", "yan"} & {name for name, why in found.items() if why[0] == "friends"}

    def test_what_is_held_in_memory_has_a_bound(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch, queries: Any
    ) -> None:
        nora, zoe = member("nora"), member("zoe")
        befriend(nora, cast.hal)
        befriend(cast.hal, zoe)
        known = Candidates()
        first = known.of([nora.id])
        with queries(3):  # whom they follow, whom they settled about, which hashtags they follow
            assert known.of([nora.id]) == first
        monkeypatch.setattr(candidates, "FOLLOWS_MOST", 0)
        with queries(4):
            assert known.of([nora.id]) == first


class TestNew:
    def test_newcomers_with_a_picture_or_a_word_about_themselves(self, cast: Cast) -> None:
        update(cast.hal, bio="I mend nets.")
        update(cast.frank, avatar_id=5)
        found = {name for name, why in reasons(cast.bob).items() if why[0] == "new"}
        assert found == {"hal", "frank"}

    @pytest.mark.parametrize(
        "state",
        [{"discoverable": False}, {"active": False}, {"unlisted_at": timezone.now()}, {"domain": "far.example"}],
    )
    def test_not_who_is_not_to_be_found(self, cast: Cast, state: dict[str, Any]) -> None:
        update(cast.hal, bio="I mend nets.", **state)
        assert "hal" not in reasons(cast.bob)

    def test_not_who_has_been_here_for_long(self, cast: Cast) -> None:
        now = timezone.now()
        for name, days in (("pia", -1), ("quinn", 1)):
            came = id_at(now - candidates.NEW_FOR + timedelta(days=days))
            Account.objects.create(id=came, username=name, bio="Hello", active=True)
        found = reasons(cast.bob)
        assert found["quinn"] == ("new", 0)
        assert "pia" not in found

    def test_each_member_meets_others_first(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(candidates, "NEW_FIRST", 1)
        for name in ("pia", "quinn", "rosa"):
            update(member(name), bio="Hello")
        members = [Account(id=number) for number in (3, 4, 5)]
        found = Candidates().of([each.id for each in members])
        assert len({each[0].account_id for each in found.values()}) == 3


class TestKnown:
    def test_whom_many_follow_where_there_are_few_others(self, cast: Cast) -> None:
        zoe = member("zoe")
        befriend(cast.hal, zoe)
        befriend(cast.frank, zoe)
        found = reasons(cast.bob)
        assert found["zoe"] == ("known", 2)

    def test_among_those_who_wrote_last(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(candidates, "_LATELY", 1)
        zoe, yan = member("zoe"), member("yan")
        for who in (cast.hal, cast.frank):
            befriend(who, zoe, yan)
        Stats.objects.filter(account=zoe).update(last_post_on=timezone.localdate())
        found = reasons(cast.bob)
        assert found["zoe"] == ("known", 2)
        assert "yan" not in found

    def test_not_where_there_are_enough(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(candidates, "FEW", 1)
        nora, zoe, yan = (member(name) for name in ("nora", "zoe", "yan"))
        befriend(cast.hal, zoe)
        befriend(cast.frank, zoe)
        befriend(nora, cast.bob)
        befriend(cast.bob, yan)
        assert {why[0] for why in reasons(nora).values()} == {"friends"}


class TestTogether:
    def test_some_of_each_kind_before_more_of_one_and_never_too_many(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(candidates, "KEPT", 4)
        monkeypatch.setattr(candidates, "FRIENDS_FIRST", 1)
        monkeypatch.setattr(candidates, "FEW", 1)
        nora = member("nora")
        befriend(nora, cast.hal, cast.frank)
        for name in ("pia", "quinn", "rosa", "sam", "tom"):
            befriend(cast.hal, friend := member(name))
            befriend(cast.frank, friend)
        update(cast.dan, bio="I am new here.")
        found = list(reasons(nora).items())
        assert [why[0] for _name, why in found] == ["friends", "new", "friends", "friends"]
        assert found[1][0] == "dan"

    def test_for_many_at_once_as_for_each(self, cast: Cast) -> None:
        befriend(cast.hal, cast.bob)
        befriend(cast.frank, cast.hal)
        together = Candidates().of([cast.hal.id, cast.frank.id])
        assert together == {each.id: Candidates().of([each.id])[each.id] for each in (cast.hal, cast.frank)}
        assert Candidates().of([]) == {}

    def test_a_package_above_knows_the_interests(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        assert kindred() is not None
        monkeypatch.setattr("folkmoot.relations.queries.interests._makers", [])
        assert kindred() is None
        befriend(cast.hal, cast.bob)
        assert Candidates().of([cast.hal.id])[cast.hal.id][0].reason == 1
        assert Follow.objects.filter(follower=cast.hal).count() == 1
