"""What staff decide about things that rise: who may, what is written down, and what they see before."""

import pytest

from folkmoot.audit.models import Entry, Words
from folkmoot.core.errors import NotAllowed, NotFound
from folkmoot.discovery.actions import allow, count_anew, hide
from folkmoot.discovery.kinds import Kind
from folkmoot.discovery.models import Decision, Rising
from folkmoot.discovery.queries import review, reviewed
from folkmoot.posts.actions import like
from folkmoot.relations.actions import follow
from tests.discovery.speaking import member, speak, town
from tests.posts.writing import say


@pytest.fixture
def swim(cast, drain):
    drain()
    people = town()
    speak(people, "#Swim", drain)
    count_anew()
    return people


@pytest.mark.parametrize("act", [allow, hide])
def test_members_and_suspended_staff_decide_nothing(cast, swim, act):
    cast.frank.active = False
    for actor in (cast.bob, cast.frank):
        with pytest.raises(NotAllowed):
            act(actor, Kind.TAG, "swim")
    assert not Decision.objects.exists()


@pytest.mark.parametrize(("kind", "key"), [(Kind.TAG, "nothing"), (9, "swim"), (Kind.LINK, "swim"), (Kind.POST, "x")])
def test_what_is_not_there_cannot_be_decided(cast, swim, kind, key):
    with pytest.raises(NotFound):
        hide(cast.frank, kind, key)


def test_each_act_stands_in_the_log(cast, swim):
    allow(cast.frank, Kind.TAG, "swim")
    hide(cast.frank, Kind.TAG, "swim")
    assert list(Entry.objects.order_by("-seq").values_list("verb", flat=True)[:2]) == ["trend.hide", "trend.allow"]
    assert Words.objects.filter(text="#Swim").count() == 2
    decision = Decision.objects.get()
    assert (decision.allowed, decision.shown, decision.made_by) == (False, "#Swim", cast.frank.id)


def test_what_was_decided_can_be_decided_again_when_it_rises_no_more(cast, swim):
    hide(cast.frank, Kind.TAG, "swim")
    Rising.objects.all().delete()
    assert [each.shown for each in review(cast.frank.id).resting] == ["#Swim"]
    allow(cast.frank, Kind.TAG, "swim")
    assert review(cast.frank.id).resting == ()
    assert Words.objects.filter(text="#Swim").count() == 2


@pytest.mark.parametrize("act", [allow, hide])
def test_about_people_and_posts_nothing_is_decided_here(cast, swim, act):
    """They would have no reasons and nothing to object to; and their names would stay in the log."""
    post = say(cast.bob, "Look")
    for each in swim:
        like(each, post)
        follow(each, cast.bob.id)
    count_anew()
    for kind, key in ((Kind.POST, post), (Kind.PERSON, cast.bob.id)):
        with pytest.raises(NotFound):
            act(cast.frank, kind, str(key))
    assert not Decision.objects.exists()
    assert not Words.objects.filter(text__contains="bob").exists()
    [person], [found] = (reviewed(cast.frank.id, kind) for kind in (Kind.PERSON, Kind.POST))
    assert (person.words, person.account_id) == ("@bob", cast.bob.id)
    assert (found.path, found.begins, found.account_id) == (f"/@bob/{post}", "Look", cast.bob.id)


@pytest.mark.parametrize("read", [review, lambda viewer: reviewed(viewer, Kind.TAG)], ids=("review", "reviewed"))
def test_none_but_staff_read_what_there_is_to_decide(cast, swim, read):
    assert read(cast.frank.id)
    for somebody in (cast.bob.id, cast.alice.id, 0):
        with pytest.raises(NotFound):
            read(somebody)
    cast.frank.active = False
    cast.frank.save()
    with pytest.raises(NotFound):
        read(cast.frank.id)


def test_what_staff_see(cast, swim, drain):
    crowd = [member(100 + number, days=0.5, trust=0) for number in range(12)]
    speak([*swim, *crowd], "#Push", drain)
    speak(swim, "#Old https://example.org/a", drain)
    count_anew()
    allow(cast.frank, Kind.TAG, "old")
    found = review(cast.frank.id)
    assert [each.words for each in found.waiting] == ["#Swim"]
    assert sorted(each.words for each in found.shown) == ["#Old", "https://example.org/a"]
    [push] = found.kept_back
    assert (push.words, push.held, push.voices, push.share_new) == ("#Push", "weak", 20, 60)
    hide(cast.frank, Kind.TAG, "swim")
    found = review(cast.frank.id)
    assert [each.words for each in found.hidden] == ["#Swim"]
    assert found.waiting == found.resting == ()


def test_the_review_is_three_statements(cast, swim, queries):
    with queries(3):
        review(cast.frank.id)
