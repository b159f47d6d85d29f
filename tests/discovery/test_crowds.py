"""Sock puppets and real members in generated towns: what is asked of trends, over fewer towns than ``bench`` has.

``python -m bench.rising`` does the same over twenty, and with campaigns that nobody has an answer to.
"""

import pytest
from django.db import transaction

from bench.crowds import CAMPAIGNS, Town
from bench.rising import BURSTS, campaigns, tried
from folkmoot.core.events import clock
from folkmoot.discovery import tasks
from folkmoot.discovery.actions import allow, count_anew
from folkmoot.discovery.models import Decision
from folkmoot.discovery.queries import rising_tags

SEEDS = (1, 2)
TEN_MINUTES = 10 * 60


def outcome(town: Town, story: str) -> str:
    """What becomes of one story, which is then taken back."""
    with transaction.atomic():
        _seconds, found = tried(town, story)
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
@pytest.mark.parametrize("seed", SEEDS)
def test_no_campaign_is_ever_shown_and_every_burst_is(seed):
    town = Town(seed)
    outcomes = {each.name: outcome(town, each.name) for each in CAMPAIGNS}
    assert set(outcomes.values()) <= {"few", "weak", "alike"}, outcomes
    assert {name: outcome(town, name) for name in BURSTS} == dict.fromkeys(BURSTS, "shown")


@pytest.mark.django_db
def test_a_new_hashtag_of_many_waits_for_the_yes_and_is_then_there(cast):
    town = Town(3)
    town.begin("new")
    town.burst("Brandnew")
    count_anew()
    assert rising_tags(None, "", 5) == []
    allow(cast.frank, 1, "brandnew")
    assert [each.shown for each in rising_tags(None, "", 5)] == ["Brandnew"]
    assert Decision.objects.count() == 1


def test_counting_comes_round_at_least_every_ten_minutes():
    assert clock._timers[tasks.count].period * 2 <= TEN_MINUTES


def test_all_stories_have_names_of_their_own():
    assert set(campaigns()).isdisjoint(BURSTS)
    assert len(campaigns()) > len(CAMPAIGNS)
