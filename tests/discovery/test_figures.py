"""The figures that everybody sees and those that hold a thing back: whom they count, and from which days."""

import pytest
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core.cursors import Page
from folkmoot.core.events.kinds import kind_of, reactions_to
from folkmoot.discovery import tasks
from folkmoot.discovery.actions import allow, count_anew, counting
from folkmoot.discovery.events import CountWanted
from folkmoot.discovery.kinds import Kind
from folkmoot.discovery.models import CountWish, Rising, Voice
from folkmoot.discovery.queries import rising_posts, rising_tags
from folkmoot.discovery.rise import EARLY, FEW, NOTED
from folkmoot.posts.actions import delete_post, like
from folkmoot.posts.models import Post
from folkmoot.posts.models.post import Restricted
from tests.discovery.speaking import agreed, noted_for, rising, speak, spoken_of, town
from tests.posts.writing import say


@pytest.fixture
def people(cast, drain):
    drain()
    return town(12)


class TestWhomTheyCount:
    @pytest.mark.parametrize(
        "change", [{"discoverable": False}, {"active": False}, {"unlisted_at": 1}, {"limited_at": 1}], ids=str
    )
    def test_whoever_is_not_to_be_come_upon_is_in_no_figure(self, cast, people, drain, change):
        speak(people, "#Swim", drain)
        spoken_of("swim", people, [5])
        values = {key: timezone.now() if value == 1 else value for key, value in change.items()}
        Account.objects.filter(id__in=[each.id for each in people[:2]]).update(**values)
        agreed(cast.frank, "Swim")
        [found] = rising_tags(None, "", 5)
        assert (found.voices, max(found.days), sum(found.days)) == (10, 10, 20)

    @pytest.mark.parametrize("how", ["deleted_at", "removed_at", "held_at", "restricted"])
    def test_words_that_are_gone_or_kept_back_are_in_none_either(self, cast, people, drain, how):
        posts = speak(people, "#Swim", drain)
        spoken_of("swim", people, [5])
        old = Voice.objects.filter(account_id=people[0].id).exclude(post_id__in=posts).get()
        value = Restricted.DEMOTE if how == "restricted" else timezone.now()
        Post.objects.filter(id__in=[*posts[:2], old.post_id]).update(**{how: value})
        agreed(cast.frank, "Swim")
        [found] = rising_tags(None, "", 5)
        assert (found.voices, sum(found.days)) == (10, 10 + 11)
        assert Rising.objects.get().voices == len(people), "staff see them as a part of the crowd"

    def test_whoever_takes_words_back_is_not_told_of(self, cast, people, drain):
        [first, *_rest] = speak(people, "#Swim", drain)
        delete_post(people[0], first)
        drain()
        agreed(cast.frank, "Swim")
        [found] = rising_tags(None, "", 5)
        assert (found.voices, sum(found.days)) == (11, 11)

    def test_demoted_posts_push_nothing(self, cast, people, drain):
        posts = speak(people, "#Swim", drain)
        Post.objects.filter(id__in=posts[:10]).update(restricted=Restricted.DEMOTE)
        count_anew()
        assert rising() == {"swim": FEW}


class TestSinceWhen:
    """Where it was not noted for long, nobody knows what is usual."""

    def test_what_is_said_every_day_does_not_rise_because_noting_began(self, cast, people, drain):
        speak(people, "#Dawn", drain)
        for days in range(NOTED):
            Voice.objects.filter(ref=0).delete()
            noted_for(days)
            agreed(cast.frank, "Dawn")
            assert rising() == {"dawn": EARLY}
            assert rising_tags(None, "", 5) == []

    @pytest.mark.parametrize("days", [4, 6, 9])
    def test_nor_afterwards(self, cast, people, drain, days):
        speak(people, "#Dawn", drain)
        Voice.objects.filter(ref=0).delete()
        spoken_of("dawn", people, range(1, days + 1))
        agreed(cast.frank, "Dawn")
        assert rising() == {"dawn": "usual"}

    def test_a_burst_does(self, cast, people, drain):
        Voice.objects.filter(ref=0).delete()
        noted_for(NOTED)
        speak(people, "#Fire", drain)
        count_anew()
        allow(cast.frank, Kind.TAG, "fire")
        assert [each.shown for each in rising_tags(None, "", 5)] == ["Fire"]

    def test_posts_need_no_such_days(self, cast, people, drain):
        Voice.objects.all().delete()
        post = say(cast.bob, "Look")
        for each in people:
            like(each, post)
        drain()
        count_anew()
        assert [each.id for each in rising_posts(cast.alice.id, "", Page(limit=5)).items] == [post]


class TestTheClock:
    """Counting takes seconds: the one thread of the clock only asks for it."""

    @pytest.fixture
    def counted(self, cast, drain, monkeypatch):
        drain()
        times = []
        monkeypatch.setattr(counting, "count_anew", lambda: times.append(CountWish.objects.count()))
        return times

    def test_the_worker_counts_once_however_often_it_is_time(self, counted, drain):
        for _ in range(3):
            tasks.count()
        assert counted == []
        assert CountWish.objects.count() == 1
        drain()
        assert counted == [0], "whoever wishes from here on has it counted once more"

    def test_and_again_the_next_time(self, counted, drain):
        for _ in range(2):
            tasks.count()
            drain()
        assert len(counted) == 2

    def test_in_a_lane_in_which_nobody_waits(self):
        [reaction] = reactions_to(kind_of(CountWanted))
        assert (reaction.function, reaction.lane) == (tasks.on_count, "long")
