"""What a post may carry while its author is new: the table of it, thing by thing, and every disguise."""

from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings as deployment

from folkmoot.accounts.models import Account
from folkmoot.accounts.reach import Level
from folkmoot.core.errors import Invalid
from folkmoot.instance.actions import change_settings
from folkmoot.posts.actions import Draft, NewPoll, delete_post, publish_post
from folkmoot.posts.models import Post
from folkmoot.project.cast import Cast
from folkmoot.relations.actions import CircleDraft, add_to_circle, follow, make_circle
from tests.newcomers import Clock, known_for, newcomer
from tests.pictures import lay as picture
from tests.posts.reaching import AWAY, first_refused, pictures, recording
from tests.posts.writing import say

NEW, KNOWN, MEMBER = Level.NEW, Level.KNOWN, Level.MEMBER


@pytest.fixture(params=[NEW, KNOWN, MEMBER, Level.REGULAR, Level.PILLAR], ids=lambda level: level.name)
def somebody(request: pytest.FixtureRequest, cast: Cast) -> Account:
    return newcomer(level=request.param)


class TestTheTable:
    """What each level opens, thing by thing."""

    def test_plain_words_are_open_to_all(self, somebody: Account) -> None:
        assert first_refused(lambda n: say(somebody, f"Hello {n} #tag :smile: 1.2.3 a.b"), 5) == 5

    def test_links(self, somebody: Account) -> None:
        posts = {NEW: 0, KNOWN: 3}.get(somebody.trust, 30)
        assert first_refused(lambda n: say(somebody, f"Look: {AWAY}/{n}")) == posts

    def test_pictures(self, somebody: Account) -> None:
        shown = {NEW: 4, KNOWN: 20}.get(somebody.trust, 30)
        assert first_refused(lambda n: say(somebody, f"{n}", pictures=pictures(somebody, 1))) == shown

    def test_pictures_in_one_post(self, somebody: Account) -> None:
        many = {NEW: 5, KNOWN: 21}.get(somebody.trust)
        if many:
            with pytest.raises(Invalid) as refused:
                say(somebody, "See", pictures=pictures(somebody, many))
            assert refused.value.field == "pictures"
        assert say(somebody, "See", pictures=pictures(somebody, (many or 31) - 1))

    def test_video_and_sound(self, somebody: Account) -> None:
        played = 0 if somebody.trust == NEW else 5
        assert first_refused(lambda n: say(somebody, f"{n}", recordings=(recording(somebody),)), 5) == played

    def test_names(self, somebody: Account) -> None:
        many = [newcomer(f"friend{letter}").username for letter in "abcdef"]
        most = {NEW: 2, KNOWN: 5}.get(somebody.trust, 6)
        words = [" ".join(f"@{name}" for name in many[:number]) for number in range(1, 7)]
        assert first_refused(lambda n: say(somebody, words[n]), 6) == most

    def test_strangers(self, somebody: Account) -> None:
        many = [newcomer(f"stranger{letter}").username for letter in "abcdefgh"]
        most = {NEW: 0, KNOWN: 5}.get(somebody.trust, 8)
        assert first_refused(lambda n: say(somebody, f"@{many[n]} hello", "direct"), 8) == most

    def test_where_owners_ask_nothing_all_is_open(self, nina: Account, cast: Cast) -> None:
        change_settings(None, {"reach": "open"})
        names = "@alice @bob @carol @hal"
        assert say(nina, f"{AWAY} {names}", pictures=pictures(nina, 9), recordings=(recording(nina),))
        assert say(nina, f"{names} hello", "direct")

    def test_a_community_for_tests_asks_nothing(self, nina: Account, settings: Any) -> None:
        settings.TEST_PROFILE = True
        assert say(nina, AWAY)

    def test_whoever_helps_to_run_the_community_is_past_it(self, cast: Cast) -> None:
        Account.objects.filter(id=cast.frank.id).update(trust=NEW)
        cast.frank.refresh_from_db()
        assert say(cast.frank, AWAY)
        assert say(cast.frank, "@hal hello", "direct")


class TestWhatIsALink:
    @pytest.mark.parametrize(
        "text",
        [
            AWAY,
            "HTTPS://ELSEWHERE.EXAMPLE",
            "[here](https://elsewhere.example)",
            "[https://{host}](https://elsewhere.example)",
            "https://example。com/buy",
            "https://exаmple.com",
            "https://{host}.elsewhere.example/",
            "https://elsewhere.example/?{host}",
            "https://elsewhere.example#{host}",
            "https://{host}%2eelsewhere.example",
            "http://127.0.0.1:1/",
            "> - 1. **https://elsewhere.example**",
            "Here:https://elsewhere.example",
            "\u200bhttps://elsew\u200bhere.example",
        ],
    )
    def test_it_leads_elsewhere(self, nina: Account, text: str) -> None:
        with pytest.raises(Invalid) as refused:
            say(nina, text.replace("{host}", "localhost"))
        assert refused.value.field == "text"
        assert "Links to other sites open for you in 2 more days" in refused.value.message
        assert not Post.objects.filter(account=nina).exists()

    @pytest.mark.parametrize(
        "text",
        [
            "{origin}/@alice/1",
            "[our rules]({origin}/rules)",
            "elsewhere.example and www.elsewhere.example and example。com",
            "`https://elsewhere.example`",
            "mailto:me@elsewhere.example",
            "javascript://elsewhere.example",
            "https:// and ://",
        ],
    )
    def test_what_is_none(self, nina: Account, text: str) -> None:
        """No bare name of a site becomes a link here, and links within are everybody's."""
        post_id = say(nina, text.replace("{origin}", deployment.FOLKMOOT.origin))
        assert "elsewhere.example</a>" not in Post.objects.get(id=post_id).html

    def test_in_an_option_of_a_poll(self, nina: Account) -> None:
        with pytest.raises(Invalid, match="Links"):
            say(nina, "Which?", poll=NewPoll(("one", f"`{AWAY}`"), 600))

    def test_in_a_warning(self, nina: Account) -> None:
        with pytest.raises(Invalid, match="Links"):
            say(nina, "Look", warning=AWAY)

    def test_what_a_picture_shows_may_be_an_address(self, nina: Account) -> None:
        shown = picture(nina.id, alt=f"A poster that says {AWAY}")
        assert say(nina, "A poster", pictures=(shown.id,))


class TestNames:
    def test_one_person_in_many_spellings_is_one(self, nina: Account, cast: Cast) -> None:
        host = deployment.FOLKMOOT.host
        assert say(nina, f"@alice @ALICE @Alice@{host} @bob @nina @nobody_here @nowhere_at_all")

    def test_three_are_too_many(self, nina: Account, cast: Cast) -> None:
        with pytest.raises(Invalid) as refused:
            say(nina, "@alice @BOB @hal")
        assert "can name 2 people besides those it answers" in refused.value.message

    def test_those_who_are_answered_do_not_count(self, nina: Account, cast: Cast) -> None:
        asked = say(cast.bob, "@alice @hal @dan @nina what do you think?")
        assert say(nina, "@bob @alice @hal @dan I think so. @carol @frank?", reply_to=asked)
        with pytest.raises(Invalid):
            say(nina, "@bob @carol @frank @olivia look", reply_to=asked)

    def test_ones_own_threads_are_no_way_to_gather_people(self, nina: Account, cast: Cast) -> None:
        first = say(nina, "@alice @bob")
        with pytest.raises(Invalid):
            say(nina, "@alice @bob @hal", reply_to=first)

    def test_a_post_that_one_may_not_see_tells_nothing(self, nina: Account, cast: Cast) -> None:
        """Whether somebody is named in it cannot be found out by naming them in an answer."""
        hidden = say(cast.alice, "@hal @dan @bob secret", "direct")
        said = []
        for names in ("@hal @dan @bob", "@carol @frank @olivia"):
            with pytest.raises(Invalid) as refused:
                say(nina, names, reply_to=hidden)
            said.append(refused.value.field)
        assert said == ["reply_to", "reply_to"]


class TestStrangers:
    def test_what_is_said(self, nina: Account) -> None:
        with pytest.raises(Invalid) as refused:
            say(nina, "@hal hello", "direct")
        assert refused.value.field == "scope"
        assert refused.value.message == (
            "You can write to people who do not follow you and never wrote to you in 2 more days,"
            " if you read along until then."
        )

    def test_followers_are_none(self, nina: Account, cast: Cast) -> None:
        follow(cast.hal, nina.id)
        assert say(nina, "@hal thank you", "direct")

    def test_whom_one_follows_is_one(self, nina: Account, cast: Cast) -> None:
        follow(nina, cast.hal.id)
        with pytest.raises(Invalid):
            say(nina, "@hal hello", "direct")

    def test_staff_can_always_be_written_to(self, nina: Account, cast: Cast) -> None:
        assert say(nina, "@frank @olivia somebody bothers me", "direct")

    def test_whoever_wrote_can_be_answered(self, nina: Account, cast: Cast) -> None:
        asked = say(cast.hal, "@nina @dan hello", "direct")
        assert say(nina, "@hal @dan hello", "direct", reply_to=asked)
        assert say(nina, "@dan and another thing", "direct")
        with pytest.raises(Invalid):
            say(nina, "@hal @carol hello", "direct", reply_to=asked)

    def test_whoever_turned_to_one_in_public_can_be_answered_in_private(self, nina: Account, cast: Cast) -> None:
        called = say(cast.hal, "@nina, do you sing?")
        assert say(nina, "@hal I do", "direct", reply_to=called)

    def test_a_public_post_is_no_invitation_to_write_in_private(self, nina: Account, cast: Cast) -> None:
        with pytest.raises(Invalid):
            say(nina, "@hal buy this", "direct", reply_to=say(cast.hal, "Good morning"))

    def test_nor_are_narrow_audiences_a_way_to_them(self, nina: Account, cast: Cast) -> None:
        """Whoever is named in a post for followers reads it though they do not follow."""
        circle = make_circle(nina, CircleDraft("Friends"))
        follow(nina, cast.hal.id)
        add_to_circle(nina, circle, cast.hal.id)
        for scope, more in (("followers", {}), ("list", {"circle": circle})):
            with pytest.raises(Invalid) as refused:
                say(nina, "@hal hello", scope, **more)
            assert refused.value.field == "scope"
            assert say(nina, "Hello everybody", scope, **more)

    def test_addressed_without_being_named(self, nina: Account, cast: Cast) -> None:
        with pytest.raises(Invalid):
            say(nina, "hello", "direct", addressed=(cast.hal.id,))

    def test_to_oneself(self, nina: Account) -> None:
        assert say(nina, "@nina a note", "direct")

    def test_the_same_stranger_counts_once_a_day(self, known: Account, cast: Cast, clock: Clock) -> None:
        people = ["alice", "bob", "carol", "hal", "stan"]
        newcomer("stan")
        for name in people:
            assert say(known, f"@{name} hello", "direct")
        assert say(known, "@hal and another thing", "direct")
        newcomer("zoe")
        with pytest.raises(Invalid) as refused:
            say(known, "@zoe hello", "direct")
        assert "write to 5 people a day" in refused.value.message
        assert "more in 24 hours. Without this limit in 14 more days" in refused.value.message
        clock.goes_on(hours=25)
        assert say(known, "@zoe hello", "direct")


class TestCounting:
    def test_what_is_refused_does_not_count(self, known: Account, cast: Cast) -> None:
        """A post with a link that names too many is not one of the three; nor is one whose picture is gone."""
        for _ in range(5):
            with pytest.raises(Invalid):
                say(known, f"{AWAY} @alice @bob @carol @dan @hal @frank")
            with pytest.raises(Invalid):
                say(known, AWAY, pictures=(1,))
        assert first_refused(lambda n: say(known, f"{AWAY}/{n}")) == 3

    def test_when_one_thing_is_used_up_the_others_do_not_count(self, known: Account) -> None:
        say(known, "Album", pictures=pictures(known, 20))
        for _ in range(4):
            with pytest.raises(Invalid) as refused:
                say(known, AWAY, pictures=pictures(known, 1))
            assert refused.value.field == "pictures"
        assert first_refused(lambda n: say(known, f"{AWAY}/{n}")) == 3

    def test_sent_twice_counts_once(self, known: Account) -> None:
        draft = Draft(AWAY, "public", idempotency_key="one")
        assert len({publish_post(known, draft) for _ in range(9)}) == 1
        assert publish_post(known, replace(draft, idempotency_key="two"))

    def test_deleting_gives_nothing_back(self, known: Account) -> None:
        for number in range(3):
            delete_post(known, say(known, f"{AWAY}/{number}"))
        with pytest.raises(Invalid, match="3 posts with links a day"):
            say(known, AWAY)

    def test_tomorrow_there_are_more(self, known: Account, clock: Clock) -> None:
        assert first_refused(lambda n: say(known, f"{AWAY}/{n}")) == 3
        clock.goes_on(hours=23)
        assert first_refused(lambda n: say(known, f"{AWAY}/{n}")) == 0
        clock.goes_on(hours=2)
        assert first_refused(lambda n: say(known, f"{AWAY}/{n}")) == 3

    def test_sound_alone_is_refused_in_its_own_field(self, known: Account) -> None:
        say(known, "Album", pictures=pictures(known, 20))
        with pytest.raises(Invalid) as refused:
            say(known, "Listen", recordings=(recording(known),))
        assert refused.value.field == "recordings"

    def test_at_the_moment_it_is_earned_it_is_open(self, nina: Account, clock: Clock) -> None:
        known_for(nina, days=1, seen=2, minutes=5)
        clock.goes_on(hours=23)
        with pytest.raises(Invalid, match="in 1 more hour"):
            say(nina, AWAY)
        clock.goes_on(hours=1, minutes=1)
        assert say(nina, AWAY)
        nina.refresh_from_db()
        assert nina.trust == KNOWN
