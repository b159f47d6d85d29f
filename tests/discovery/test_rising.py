"""What rises, as it is counted by the worker and as each viewer may see it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core.cursors import Page
from folkmoot.core.ids import id_at
from folkmoot.discovery.actions import allow, count_anew, counting, hide
from folkmoot.discovery.actions.counting import PLOTTED
from folkmoot.discovery.kinds import Kind
from folkmoot.discovery.likeness import link_key
from folkmoot.discovery.models import Rising, Voice
from folkmoot.discovery.queries import (
    is_shown,
    rising_links,
    rising_people,
    rising_posts,
    rising_tags,
)
from folkmoot.discovery.rise import FEW, WEAK
from folkmoot.instance.actions import change_settings
from folkmoot.instance.queries import forget_manner
from folkmoot.posts.actions import FilterDraft, FilterWordDraft, boost, delete_post, like, make_filter
from folkmoot.posts.models import Card, Post
from folkmoot.posts.models.post import Restricted
from folkmoot.relations.actions import block, follow, mute
from folkmoot.relations.models import Follow
from tests.discovery.speaking import agreed, member, rising, speak, spoken_of, town
from tests.posts.writing import say

PAGE = Page(limit=10)


def names(viewer: int | None, language: str = "") -> list[str]:
    return [each.shown for each in rising_tags(viewer, language, 10)]


def posts_of(viewer: int | None) -> list[int]:
    return [each.id for each in rising_posts(viewer, "", PAGE).items]


def followed_daily(whom: Account, people: list[Account], each_day: int) -> None:
    """As many of these people on each day, the last of them just now."""
    now = timezone.now() - timedelta(minutes=1)
    for number, each in enumerate(people):
        moment = id_at(now - timedelta(days=number // each_day))
        Follow.objects.create(id=moment + number, follower=each, followed=whom)


@pytest.fixture
def people(cast, drain):
    drain()
    return town()


class TestHashtags:
    def test_a_new_one_waits_for_a_yes_and_is_there_at_once_after_it(self, cast, people, drain):
        speak(people, "#Swim", drain)
        count_anew()
        assert rising() == {"swim": ""}
        assert names(None) == []
        allow(cast.frank, Kind.TAG, "swim")
        assert names(None) == ["Swim"]
        assert names(cast.bob.id) == ["Swim"]
        hide(cast.frank, Kind.TAG, "swim")
        assert names(None) == []

    def test_the_days_are_plotted(self, cast, people, drain):
        speak(people, "#Swim", drain)
        agreed(cast.frank, "Swim")
        [found] = rising_tags(None, "", 10)
        assert len(found.days) == PLOTTED
        assert sum(found.days) == found.voices == len(people)

    def test_confusable_letters_are_the_same_hashtag(self, cast, people, drain):
        """Half write it with Cyrillic letters: together they are one thing, shown as most write it."""
        speak(people[:5], "#paper", drain)
        speak(people[5:], "#рарег", drain)
        agreed(cast.frank, "paper")
        assert rising() == {"paper": ""}
        [found] = rising_tags(None, "", 10)
        assert (found.shown, found.voices) == ("paper", len(people))

    def test_whoever_writes_it_in_both_is_one_on_that_day(self, cast, people, drain):
        for spelling in ("#paper", "#рарег"):
            speak(people, spelling, drain)
        agreed(cast.frank, "paper")
        [found] = rising_tags(None, "", 10)
        assert (found.shown, found.voices, sum(found.days)) == ("paper", len(people), len(people))

    def test_what_is_hidden_does_not_come_back_in_other_letters(self, cast, people, drain):
        speak(people, "#paper", drain)
        agreed(cast.frank, "paper")
        hide(cast.frank, Kind.TAG, "paper")
        Voice.objects.exclude(ref=0).delete()
        speak(people, "#рареr", drain)
        count_anew()
        assert rising() == {"paper": ""}
        assert names(None) == []

    def test_one_voice_is_one_however_often_it_speaks(self, cast, people, drain):
        for _ in range(5):
            speak(people[:2], "#Swim", drain)
        count_anew()
        assert rising() == {}

    def test_a_crowd_of_new_accounts_is_seen_by_staff_and_shown_to_nobody(self, cast, people, drain):
        new = [member(100 + number, days=0.5, trust=0) for number in range(10)]
        speak([*people, *new], "#Swim", drain)
        agreed(cast.frank, "Swim")
        assert rising() == {"swim": WEAK}
        assert names(None) == []

    def test_whoever_took_it_back_does_not_count_but_is_remembered(self, cast, people, drain):
        posts = speak(people, "#Swim", drain)
        for author, post in list(zip(people, posts, strict=True))[:6]:
            delete_post(author, post)
        drain()
        count_anew()
        assert rising() == {"swim": FEW}
        assert Rising.objects.get().voices == len(people)

    def test_what_staff_removed_and_whom_they_keep_back_does_not_count(self, cast, people, drain):
        posts = speak(people, "#Swim", drain)
        Post.objects.filter(id__in=posts[:3]).update(removed_at=timezone.now())
        for each in people[3:6]:
            each.limited_at = timezone.now()
            each.save()
        count_anew()
        assert rising() == {"swim": FEW}

    def test_whoever_does_not_want_to_be_found_is_not_counted_at_all(self, cast, people, drain):
        for each in people[:7]:
            each.discoverable = False
            each.save()
        speak(people, "#Swim", drain)
        count_anew()
        assert Rising.objects.get().voices == 1

    def test_what_is_always_there_does_not_rise(self, cast, people, drain):
        speak(people, "#Swim", drain)
        spoken_of("swim", people, range(2, 14))
        agreed(cast.frank, "Swim")
        assert rising() == {"swim": "usual"}

    def test_by_language(self, cast, people, drain):
        for number, each in enumerate(people):
            say(each, f"{number} words of their own {'x' * number} #Swim", language="ar")
        drain()
        agreed(cast.frank, "Swim")
        assert names(None, "ar") == ["Swim"]
        assert names(None, "en") == []
        assert names(None) == ["Swim"]

    def test_a_filter_of_the_viewer_hides_it(self, cast, people, drain):
        speak(people, "#Swim", drain)
        agreed(cast.frank, "Swim")
        make_filter(cast.bob, FilterDraft("No", "hide", ("public",), None, (FilterWordDraft("swim"),)))
        assert names(cast.bob.id) == []
        assert names(cast.alice.id) == ["Swim"]

    def test_counting_takes_as_many_statements_whatever_is_said(self, cast, people, drain, queries):
        speak(people, "#Swim", drain)
        with queries(_statements()):
            count_anew()
        speak(people, "#Swim #river #boat", drain)
        with queries(_statements()):
            count_anew()

    def test_and_as_many_as_are_written_down_where_all_kinds_rise(self, cast, people, drain, queries):
        """Of each kind who spoke, days and follows; names of two; before them members and since when: sixteen."""
        post, *_rest = speak(people, "#Swim https://example.org/a", drain)
        for each in people[1:]:
            like(each, post)
            follow(each, cast.bob.id)
        with queries(16 + 2 + 2):  # two to write, in a transaction
            count_anew()
        assert set(Rising.objects.values_list("kind", flat=True)) == set(Kind)
        assert "sixteen statements to read, and two to write" in str(counting.__doc__)

    def test_reading_is_one_statement(self, cast, people, drain, queries):
        speak(people, "#Swim #river", drain)
        for tag in ("swim", "river"):
            agreed(cast.frank, tag)
        with queries(1):
            assert len(rising_tags(cast.bob.id, "", 10)) == 2


def _statements() -> int:
    """How many there are, since when; of each kind who spoke; of hashtags names, days, follows; writing, in four."""
    return 2 + 4 + 3 + 4


class TestLinks:
    def test_whoever_links_to_a_page_in_whatever_spelling_speaks_of_it(self, cast, people, drain):
        """One of them in both, who is one in the days too."""
        speak(people[:5], "https://example.org/story", drain)
        speak(people[4:], "https://www.example.org/story/?utm_source=mail", drain)
        count_anew()
        Card.objects.filter(url="https://example.org/story").update(title="The story")
        [found] = rising_links(cast.bob.id, "", 10)
        assert (found.card.title, found.voices, sum(found.days)) == ("The story", len(people), len(people))
        hide(cast.frank, Kind.LINK, link_key("https://example.org/story"))
        assert rising_links(cast.bob.id, "", 10) == []

    def test_a_filter_hides_it(self, cast, people, drain):
        speak(people, "https://example.org/story", drain)
        count_anew()
        Card.objects.update(title="All about swimming")
        make_filter(cast.bob, FilterDraft("No", "hide", ("public",), None, (FilterWordDraft("swim", whole=False),)))
        assert rising_links(cast.bob.id, "", 10) == []
        assert len(rising_links(None, "", 10)) == 1


class TestPosts:
    def test_what_many_like_and_pass_on(self, cast, people, drain):
        post = say(cast.bob, "Look at this")
        for each in people[:4]:
            like(each, post)
        for each in people[4:]:
            boost(each, post)
        drain()
        count_anew()
        change_settings(cast.olivia, {"visitors": "posts"})
        assert posts_of(None) == posts_of(cast.alice.id) == [post]
        Post.objects.filter(id=post).update(restricted=Restricted.DEMOTE)
        assert posts_of(None) == posts_of(cast.alice.id) == []

    def test_not_for_whom_the_author_blocked_or_who_muted_them(self, cast, people, drain):
        post = say(cast.hal, "Look at this")
        for each in people:
            like(each, post)
        drain()
        count_anew()
        assert posts_of(cast.bob.id) == [post]
        block(cast.hal, cast.bob.id)
        mute(cast.alice, cast.hal.id, None)
        assert posts_of(cast.bob.id) == posts_of(cast.alice.id) == []

    @pytest.mark.parametrize("column", ["discoverable", "unlisted_at", "limited_at"])
    def test_not_from_those_whom_nobody_comes_upon(self, cast, people, drain, column):
        post = say(cast.hal, "Look at this")
        for each in people:
            like(each, post)
        drain()
        count_anew()
        cast.hal.refresh_from_db()
        setattr(cast.hal, column, False if column == "discoverable" else timezone.now())
        cast.hal.save()
        assert posts_of(cast.bob.id) == []


class TestPeople:
    def test_whom_many_begin_to_follow(self, cast, people):
        for each in people:
            follow(each, cast.bob.id)
        count_anew()
        assert [each.account.id for each in rising_people(None, 5)] == [cast.bob.id]
        assert rising_people(cast.bob.id, 5) == []  # they know themselves
        block(cast.bob, cast.alice.id)
        assert rising_people(cast.alice.id, 5) == []
        Account.objects.filter(id=cast.bob.id).update(limited_at=timezone.now())
        assert rising_people(None, 5) == []

    def test_whom_as_many_follow_every_day_does_not_rise(self, cast):
        followed_daily(cast.bob, town(42), 3)
        count_anew()
        assert rising(Kind.PERSON) == {str(cast.bob.id): "usual"}
        assert Rising.objects.get().usual == 3, "staff are told of one day"
        assert rising_people(None, 5) == []


def test_where_trends_are_off_nothing_is_counted_and_nothing_shown(cast, people, drain):
    speak(people, "#Swim", drain)
    agreed(cast.frank, "Swim")
    change_settings(cast.olivia, {"trends": "off"})
    forget_manner()
    assert not is_shown(cast.bob.id)
    count_anew()
    assert not Rising.objects.exists()


def test_visitors_see_what_rises_where_they_see_posts(cast):
    change_settings(cast.olivia, {"visitors": "nothing"})
    assert (is_shown(None), is_shown(cast.bob.id)) == (False, True)
    change_settings(cast.olivia, {"visitors": "posts"})
    assert is_shown(None)
