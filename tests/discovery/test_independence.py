"""How many independent voices there are: by table, without a database."""

import random

import pytest

from folkmoot.discovery import independence
from folkmoot.discovery.independence import COUNTS, HOUR, Voice, crowd, friends, tie, weight
from folkmoot.discovery.rise import (
    ALIKE,
    EARLY,
    FEW,
    USUAL,
    WEAK,
    held,
    languages_of,
    needed,
    speed,
    usual_of,
)
from folkmoot.discovery.signature import are_alike, read, signature

MADE = 1_700_000_000_000
DAY = 24 * HOUR
SAID = read(signature("they do not want you to know what is going on here so share this before it is taken down"))


def somebody(number: int = 1, **more: object) -> Voice:
    told = {"account_id": number, "made": MADE + number * DAY, "days": 400, "trust": 2, "lately": 20, "is_known": True}
    return Voice(**{**told, **more})


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, 1.0),
        ({"trust": 4}, 1.0),
        ({"trust": 1}, 0.3),
        ({"trust": 0}, 0.0),
        ({"days": 1}, 0.0),
        ({"days": 10}, 0.5),
        ({"lately": 2}, 0.5),
        ({"is_known": False}, 0.25),
        ({"is_gone": True}, 0.0),
        ({"trust": 1, "is_known": False}, 0.075),
        ({"lately": 1, "is_known": False}, 0.125),
    ],
)
def test_what_one_voice_counts(told, expected):
    assert weight(somebody(**told)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({}, {}, 0),
        ({"near": "a"}, {"near": "a"}, 1),
        ({"near": ""}, {"near": ""}, 0),
        ({"inviter": 9}, {"inviter": 9}, 1),
        ({"inviter": 2}, {}, 1),
        ({}, {"inviter": 1}, 1),
        ({"made": MADE}, {"made": MADE + HOUR - 1}, 1),
        ({"made": MADE}, {"made": MADE + HOUR}, 0),
        ({"near": "a", "inviter": 9}, {"near": "a", "inviter": 9}, 2),
        ({"signature": SAID}, {"signature": SAID}, 2),
    ],
)
def test_what_two_people_have_in_common(one, other, expected):
    assert tie(somebody(1, **one), somebody(2, **other), {}) == expected


def test_whoever_follow_each_other_are_tied_and_whoever_only_follows_is_not():
    assert tie(somebody(1), somebody(2), friends({(1, 2)})) == 0
    assert tie(somebody(1), somebody(2), friends({(1, 2), (2, 1)})) == 1


def test_strangers_count_each_for_themselves():
    found = crowd([somebody(number) for number in range(1, 11)], {})
    assert (found.voices, found.clusters, found.weight, found.share_weak, found.largest) == (10, 10, 10.0, 0.0, 0.1)


def test_a_hundred_who_say_the_same_are_hardly_more_than_one():
    found = crowd([somebody(number, signature=SAID) for number in range(1, 101)], {})
    assert found.clusters == 1
    assert found.weight < 1.5
    assert found.largest == 1
    assert found.share_weak == pytest.approx(0.99)


def test_friends_count_for_less_than_strangers_but_not_as_one():
    people = [somebody(number) for number in range(1, 11)]
    follows = {(one, other) for one in range(1, 11) for other in range(1, 11)}
    found = crowd(people, friends(follows))
    assert found.clusters == 10
    assert 5 < found.weight < 10


def test_those_who_count_most_speak_first():
    """A new account that wrote first does not take the word from somebody known who wrote the same."""
    found = crowd([somebody(1, trust=0, signature=SAID), somebody(2, signature=SAID)], {})
    assert found.weight == pytest.approx(1.0)


def test_new_ones_make_a_crowd_but_no_clusters():
    found = crowd([somebody(number, trust=0) for number in range(1, 31)], {})
    assert (found.clusters, found.weight, found.share_weak) == (0, 0.0, 1.0)


def test_nobody_is_nothing():
    assert crowd([], {}) == (0, 0, 0, 0.0, 0.0, 0)


@pytest.mark.parametrize(("members", "clusters"), [(0, 3), (29, 3), (40, 4), (60, 6), (5_000, 6)])
def test_small_communities_need_fewer_clusters(members, clusters):
    assert needed(members) == clusters


def crowd_of(strangers: int, new: int = 0, same: int = 0) -> object:
    voices = [somebody(number) for number in range(1, strangers + 1)]
    voices += [somebody(1_000 + number, trust=0) for number in range(new)]
    voices += [somebody(2_000 + number, signature=SAID) for number in range(same)]
    return crowd(voices, {})


@pytest.mark.parametrize(
    ("strangers", "new", "same", "usual", "expected"),
    [
        (6, 0, 0, 0.0, ""),
        (5, 0, 0, 0.0, FEW),
        (6, 6, 0, 0.0, ""),
        (6, 7, 0, 0.0, WEAK),
        (8, 0, 6, 0.0, ALIKE),
        (12, 0, 6, 0.0, ""),
        (12, 0, 0, 8.0, ""),
        (12, 0, 0, 9.0, USUAL),
        (12, 0, 0, None, EARLY),
        (5, 0, 0, None, FEW),
    ],
)
def test_what_rises_and_what_is_held_back(strangers, new, same, usual, expected):
    assert held(crowd_of(strangers, new, same), usual, 6) == expected


def test_what_is_new_rises_faster_than_what_is_always_there():
    assert speed(crowd_of(20), 0.0) > speed(crowd_of(30), 15.0) > speed(crowd_of(8), 0.0) - 8


@pytest.mark.parametrize(("window", "days"), [(1, [4, 4, 100, 100]), (3, [4, 4, 100, 100, 100, 100])])
def test_the_usual_level_leaves_out_the_days_that_are_looked_at(window, days):
    """A window of one day begins yesterday, one of three days on the third day before today."""
    assert usual_of(days, 14, window) == 4


@pytest.mark.parametrize(("noted", "usual"), [(0, None), (2, None), (3, 8), (4, 8), (5, 6), (14, 20 / 12)])
def test_the_usual_level_is_of_the_whole_days_on_which_it_was_noted(noted, usual):
    assert usual_of([0] * 8 + [2, 2, 8, 8, 8, 8], noted, 1) == usual


def test_a_thing_is_of_the_languages_that_a_good_part_speaks():
    spoken = ["en", "en", "ar", "de-AT", "", "en", "ar", "en"]
    assert languages_of(somebody(n, language=each) for n, each in enumerate(spoken)) == " en ar "
    assert languages_of([somebody()]) == ""


def test_what_counts_as_a_voice_is_more_than_nothing():
    assert weight(somebody(trust=1)) >= COUNTS > weight(somebody(trust=1, days=10))


def plainly(voices: list[Voice], friends_of: object) -> tuple[int, float, int]:
    """Clusters, their weight and the size of the largest, with everybody compared with everybody."""
    clusters = []
    for voice in sorted(voices, key=lambda each: (-weight(each), each.account_id)):
        ties = [(tie(each[0], voice, friends_of), each) for each in clusters]
        near = next((each for strength, each in ties if strength > 1), None)
        if near:
            near[1] += weight(voice) * near[2]
            near[2] *= 0.3
            near[3] += 1
        else:
            clusters.append([voice, weight(voice) / (1 + 0.1 * sum(strength > 0 for strength, _ in ties)), 0.3, 1])
    return len(clusters), sum(each[1] for each in clusters), max(each[3] for each in clusters)


def mixed(count: int) -> list[Voice]:
    """People with networks, inviters, hours and words in common here and there."""
    dice = random.Random(count)
    words = [f"word{number}" for number in range(40)]
    return [
        somebody(
            number,
            made=MADE + dice.randrange(40) * HOUR // 2,
            near=dice.choice(["", *(f"network {each}" for each in range(12))]),
            inviter=dice.choice([0, *range(1, count)]) if dice.random() < 0.5 else 0,
            signature=read(signature(" ".join(dice.sample(words, dice.choice([0, 3, 12, 20]))))),
        )
        for number in range(1, count + 1)
    ]


@pytest.mark.parametrize("count", [40, 120])
def test_whoever_is_looked_up_is_whoever_everybody_compared_would_find(count):
    people, dice = mixed(count), random.Random(7)
    pairs = {(dice.randint(1, count), dice.randint(1, count)) for _ in range(count * 6)}
    found = crowd(people, friends(pairs))
    clusters, heavy, largest = plainly(people, friends(pairs))
    assert (found.clusters, round(found.largest * count)) == (clusters, largest)
    assert found.weight == pytest.approx(heavy)


def test_of_three_hundred_voices_few_are_compared(monkeypatch):
    compared = []
    monkeypatch.setattr(independence, "are_alike", lambda *pair: compared.append(pair) or are_alike(*pair))
    words = [f"word{number}" for number in range(500)]
    dice = random.Random(1)
    crowd([somebody(n, signature=read(signature(" ".join(dice.sample(words, 15))))) for n in range(1, 301)], {})
    assert len(compared) < 300


def test_whoever_is_gone_is_counted_apart():
    found = crowd([somebody(1), somebody(2, is_gone=True)], {})
    assert (found.voices, found.present) == (2, 1)
