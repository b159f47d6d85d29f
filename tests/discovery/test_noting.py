"""Who speaks of what is noted by the worker: of public posts alone, without their words, and it stays when they go."""

from datetime import timedelta

import pytest
from django.utils import timezone

from folkmoot.core.events.lanes import drain as run
from folkmoot.core.ids import id_at
from folkmoot.core.rows import select
from folkmoot.discovery.actions import note_boost, note_post
from folkmoot.discovery.actions.noting import KEPT, TAGS_MOST
from folkmoot.discovery.kinds import Kind
from folkmoot.discovery.models import Voice
from folkmoot.discovery.signature import BINS
from folkmoot.discovery.tasks import forget
from folkmoot.instance.actions import change_settings
from folkmoot.instance.queries import forget_manner
from folkmoot.posts.actions import boost, delete_post
from folkmoot.posts.models import Post
from tests.discovery.speaking import voices
from tests.posts.writing import lay, say


@pytest.fixture(autouse=True)
def quiet(cast, drain):
    drain()
    Voice.objects.all().delete()


def test_a_post_with_hashtags_and_a_link_speaks_of_each(cast, drain):
    post = say(cast.bob, "We go to the river #Swim #river https://example.org/map")
    assert voices() == []  # nothing happens in the transaction that posts
    drain()
    assert voices() == [cast.bob.id, cast.bob.id]
    assert voices(Kind.LINK) == [cast.bob.id]
    assert {len(each.signature) for each in Voice.objects.all()} == {2 * BINS}
    assert set(Voice.objects.values_list("post_id", flat=True)) == {post}


def test_what_is_noted_holds_no_word(cast, drain):
    say(cast.bob, "Zanzibar is warm #swim")
    drain()
    [row] = select("SELECT * FROM discovery_voice", {})
    assert not any("zanzibar" in str(value).lower() for value in row)


@pytest.mark.parametrize("scope", ["quiet", "community", "followers", "direct"])
def test_what_is_not_for_everybody_is_not_noted(cast, drain, scope):
    say(cast.bob, "Only for some @alice #swim https://example.org/map", scope)
    drain()
    assert not Voice.objects.exists()


def test_a_post_without_hashtag_and_link_costs_one_look(cast, queries):
    post = lay(cast.bob, "public")
    with queries(1):
        note_post(post)
    assert not Voice.objects.exists()


def test_a_post_with_some_costs_one_more(cast, drain, queries):
    post = say(cast.bob, "#one #two #three")
    drain()
    with queries(2):
        note_post(post)
    assert len(voices()) == 3  # and a second time makes no difference


def test_of_many_hashtags_only_some_count(cast, drain):
    say(cast.bob, " ".join(f"#tag{letter}" for letter in "abcdefghijklmnop"))
    drain()
    assert len(voices()) == TAGS_MOST


def test_taking_the_post_back_takes_nothing_away(cast, drain):
    """Even when it was gone before the worker looked."""
    first = say(cast.bob, "#swim")
    drain()
    second = say(cast.alice, "#swim")
    for author, post in ((cast.bob, first), (cast.alice, second)):
        delete_post(author, post)
    drain()
    assert voices() == sorted([cast.bob.id, cast.alice.id])


def test_whoever_passes_a_post_on_speaks_of_it(cast, drain, queries):
    post = say(cast.bob, "Look")
    boosted = boost(cast.alice, post)
    drain()
    assert voices(Kind.POST) == [cast.alice.id]
    boost_id = Post.objects.get(boost_of=post).id
    with queries(1):
        note_boost(boost_id)
    assert boosted is None or voices(Kind.POST) == [cast.alice.id]


def test_passing_on_what_is_not_for_everybody_or_ones_own_says_nothing(cast, drain):
    boost(cast.bob, say(cast.bob, "Mine"))
    boost(cast.alice, say(cast.bob, "For us here", "community"))
    drain()
    assert not Voice.objects.exists()


def test_after_fourteen_days_nothing_is_left(cast, drain):
    old = say(cast.bob, "#swim")
    say(cast.bob, "#swim")
    drain()
    Voice.objects.filter(post_id=old).update(post_id=id_at(timezone.now() - KEPT - timedelta(hours=1)))
    forget()
    assert len(voices()) == 1


def test_where_trends_are_off_nothing_is_noted_and_what_was_goes(cast, drain, queries):
    post = say(cast.bob, "#swim")
    drain()
    change_settings(cast.olivia, {"trends": "off"})
    forget_manner()
    forget()
    assert not Voice.objects.exists()
    note_post(post)
    note_boost(post)
    run()
    assert not Voice.objects.exists()
