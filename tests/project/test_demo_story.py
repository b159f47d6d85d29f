"""The demo's story as it is written down, and the order in which it happens."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import pairwise

import pytest

from folkmoot.accounts.actions.profile import LONGEST_BIO, LONGEST_NAME, LONGEST_VALUE, MOST_FIELDS
from folkmoot.core.html import mentions_in, tags_in
from folkmoot.project.demo.album import known
from folkmoot.project.demo.chronicle import Dated, Doing, Incident, Joining, Saying, Turning, chronicle
from folkmoot.project.demo.storybook import Line, Story, before, read

NOW = datetime(2026, 5, 9, 15, 20, tzinfo=UTC)
LANGUAGES = {"ar", "de", "en", "es", "fr", "hi", "ja", "ko", "tr", "uk", "zh"}


@pytest.fixture(scope="module")
def story() -> Story:
    return read()


@cache
def happened(now: datetime = NOW) -> tuple[Dated, ...]:
    return tuple(chronicle(read(), now))


@cache
def said() -> dict[int, datetime]:
    return {id(event.line): moment for moment, event in happened() if isinstance(event, Saying)}


def test_a_few_dozen_people_say_hundreds_of_things(story: Story) -> None:
    assert 36 <= len(story.people) <= 48
    assert 400 <= sum(1 for _ in story.lines()) <= 1_000
    speakers = Counter(line.by for line in story.lines())
    assert set(speakers) == {person.username for person in story.people}, "nobody is there for show"
    assert max(speakers.values()) < 0.06 * speakers.total(), "nobody talks all the time"


def test_profiles_fit_the_rules_of_profiles(story: Story) -> None:
    for person in story.people:
        assert 0 < len(person.name) <= LONGEST_NAME
        assert 20 < len(person.bio) <= LONGEST_BIO, person.username
        assert len(person.fields) <= MOST_FIELDS
        assert all(name and 0 < len(value) <= LONGEST_VALUE for name, value in person.fields)
    assert len({person.bio for person in story.people}) == len(story.people)
    pronouns = {value for person in story.people for name, value in person.fields if name == "Pronouns"}
    assert pronouns >= {"she/her", "he/him", "they/them"}


def test_most_have_pictures_and_some_do_not(story: Story) -> None:
    avatars = [person.avatar for person in story.people if person.avatar]
    assert len(avatars) == len(set(avatars)), "no two look the same"
    assert 3 <= len(story.people) - len(avatars) <= 10
    assert {*avatars, *(person.header for person in story.people if person.header)} <= known().keys()


def test_no_two_lines_are_the_same_and_none_is_filler(story: Story) -> None:
    texts = Counter(line.text for line in story.lines())
    assert [text for text, count in texts.items() if count > 1] == []
    assert [text for text in texts if re.search(r"(?i:lorem|ipsum|placeholder)|TODO|xxx", text)] == []
    beginnings = Counter(" ".join(text.split()[:4]) for text in texts)
    assert max(beginnings.values()) <= 2, beginnings.most_common(3)


def test_the_street_speaks_many_languages_and_mostly_english(story: Story) -> None:
    spoken = Counter(line.language for line in story.lines())
    assert set(spoken) == LANGUAGES
    assert 0.6 < spoken["en"] / spoken.total() < 0.9
    assert all(spoken[language] >= 15 for language in ("ar", "de", "es", "fr", "tr"))


@pytest.mark.parametrize(
    ("language", "letters"),
    [("ar", r"[\u0600-\u06ff]"), ("hi", r"[\u0900-\u097f]"), ("uk", r"[\u0400-\u04ff]"), ("zh", r"[\u4e00-\u9fff]")],
)
def test_a_language_is_written_in_its_letters(story: Story, language: str, letters: str) -> None:
    for line in story.lines():
        share = len(re.findall(letters, line.text)) / len(line.text)
        assert (share > 0.4) if line.language == language else (share < 0.4 or language == "zh"), line.text


def test_everybody_who_is_named_lives_here(story: Story) -> None:
    known_names = {person.username for person in story.people}
    for line in story.lines():
        assert {name for name, _ in mentions_in(line.text)} <= known_names, line.text
    for kind in ("blocks", "mutes", "requests"):
        assert {name for told in story.incidents[kind] for name in (told["by"], told["of"])} <= known_names
    assert set(story.shown) <= known_names


def test_hashtags_come_back(story: Story) -> None:
    tags = Counter(tag.casefold() for line in story.lines() for tag in tags_in(line.text))
    assert len([tag for tag, count in tags.items() if count >= 5]) >= 10


def test_all_audiences_warnings_and_pins_are_there(story: Story) -> None:
    scopes = Counter(line.scope for line in story.lines())
    assert scopes.keys() == {"public", "community", "followers", "list", "direct"}
    assert scopes["direct"] >= 10
    assert sum(bool(line.warning) for line in story.lines()) >= 4
    assert sum(line.pinned for line in story.lines()) >= 2
    for line in story.lines():
        assert line.scope != "direct" or mentions_in(line.text), "a direct line says for whom it is"


def test_pictures_are_known_and_shown_by_many(story: Story) -> None:
    showing = [line for line in story.lines() if line.pictures]
    assert len(showing) >= 35
    assert {name for line in showing for name in line.pictures} <= known().keys()
    assert len({line.by for line in showing}) >= 20
    assert max(len(line.pictures) for line in showing) >= 4


def test_an_audience_never_widens_on_the_way_down(story: Story) -> None:
    for thread in story.threads:
        if thread.scope != "public":
            assert {line.scope for line in thread.all()} == {thread.scope}, thread.text


def test_moments_are_read_as_days_and_times() -> None:
    assert before(NOW, 3, "07:30") == datetime(2026, 5, 6, 7, 30, tzinfo=UTC)
    assert before(NOW, 0.5, "") == NOW - timedelta(hours=12)
    assert Line("maria", "", days_ago=1, at="00:05").said_at(NOW) == datetime(2026, 5, 8, 0, 5, tzinfo=UTC)


def test_the_same_seed_tells_the_same_story(story: Story) -> None:
    assert chronicle(story, NOW) == list(happened())
    assert chronicle(story, NOW, seed=7) != list(happened())


def test_everything_has_its_own_moment_in_the_past() -> None:
    moments = [moment for moment, _ in happened()]
    assert all(one < other for one, other in pairwise(moments))
    assert moments[-1] < NOW
    assert timedelta(days=265) < NOW - moments[0] < timedelta(days=280)


@pytest.mark.parametrize("hour", [0, 3, 7, 12, 18, 23])
def test_it_ends_before_now_whatever_the_hour(hour: int) -> None:
    now = NOW.replace(hour=hour)
    moments = [moment for moment, _ in happened(now)]
    assert moments[-1] < now
    assert now - moments[-1] < timedelta(hours=1)


def test_answers_come_after_what_they_answer(story: Story) -> None:
    for line in story.lines():
        for answer in line.answers:
            assert said()[id(line)] < said()[id(answer)]
            assert said()[id(answer)] - said()[id(line)] < timedelta(days=3)


def test_every_month_is_lively_and_nights_are_quiet() -> None:
    months = Counter((NOW - moment).days // 30 for moment in said().values())
    assert all(months[month] >= 45 for month in range(9)), months
    nightly = sum(moment.hour < 6 for moment in said().values())
    assert nightly < 0.05 * len(said())


def test_nobody_does_anything_before_joining() -> None:
    joined: set[str] = set()
    for _, event in happened():
        if isinstance(event, Joining):
            assert event.person.username not in joined
            joined.add(event.person.username)
        assert _involved(event) <= joined, event


def test_nobody_likes_or_follows_themselves_or_across_a_block(story: Story) -> None:
    apart = {frozenset((told["by"], told["of"])) for told in story.incidents["blocks"]}
    for _, event in happened():
        if isinstance(event, Doing):
            assert event.who != event.line.by
            assert event.line.scope != "direct"
            assert frozenset((event.who, event.line.by)) not in apart
        if isinstance(event, Turning) and event.deed == "follow":
            assert event.who != event.whom
            assert frozenset((event.who, event.whom)) not in apart


def test_only_followers_do_something_with_what_is_for_followers() -> None:
    follows: set[tuple[str, str]] = set()
    closed = 0
    for _, event in happened():
        if isinstance(event, Turning) and event.deed == "follow":
            follows.add((event.who, event.whom))
        if isinstance(event, Doing) and event.line.scope == "followers":
            closed += 1
            assert (event.who, event.line.by) in follows
        if isinstance(event, Saying) and event.answers and event.line.scope == "followers":
            assert (event.line.by, event.answers.by) in follows or event.line.by == event.answers.by
    assert closed


def test_likes_boosts_and_bookmarks_are_there_once_each() -> None:
    done = Counter((event.who, event.deed, id(event.line)) for _, event in happened() if isinstance(event, Doing))
    assert max(done.values()) == 1
    deeds = Counter(deed for _, deed, _ in done)
    assert deeds["like"] > 1_500
    assert deeds["boost"] > 60
    assert deeds["bookmark"] > 60


def test_what_is_loved_in_the_book_is_loved_on_the_page(story: Story) -> None:
    likes = Counter(id(event.line) for _, event in happened() if isinstance(event, Doing) and event.deed == "like")
    loved = [line for line in story.lines() if line.likes and line.likes >= 15]
    assert len(loved) >= 20
    for line in loved:
        assert likes[id(line)] >= 0.5 * (line.likes or 0), line.text
    assert not any(likes[id(line)] for line in story.lines() if line.likes == 0)


def _involved(event: object) -> set[str]:
    if isinstance(event, Saying):
        return {event.line.by, *(name for name, _ in mentions_in(event.line.text))}
    if isinstance(event, Doing):
        return {event.who, event.line.by}
    if isinstance(event, Turning):
        return {event.who, event.whom}
    if isinstance(event, Incident) and event.kind == "report":
        return {event.told["by"]}
    return set()
