"""What those who run a community say to all: when it is seen, by whom it is read, what is answered."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone, translation

from folkmoot.audit.queries import entries
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.instance import actions
from folkmoot.instance.actions import (
    Notice,
    announce,
    change_settings,
    rewrite_announcement,
    withdraw_announcement,
)
from folkmoot.instance.actions.announcements import EMOJI_MOST
from folkmoot.instance.hydrate import (
    all_announcements,
    announcements,
    unread_announcements,
    written_announcement,
)
from folkmoot.instance.models import Announcement
from folkmoot.instance.queries import community
from folkmoot.project.cast import Cast
from tests.emoji import own_emoji
from tests.happened import Happened, happened

__all__ = ["happened"]  # a fixture
pytestmark = pytest.mark.django_db


def soon(**more: float) -> datetime:
    return timezone.now() + timedelta(**more)


def seen(viewer: int) -> list[str]:
    return [each.text for each in unread_announcements(viewer)]


def test_owners_say_something_to_all(cast: Cast, happened: Happened) -> None:
    happened()
    some_id = announce(cast.olivia, Notice("  **Tonight** we meet. See https://example.org/ and #choir  "))
    assert happened() == [("Announced", {"announcement_id": some_id})]
    for who in (cast.alice, cast.hal, cast.olivia):
        (view,) = announcements(who.id)
        assert (view.id, view.is_read, view.all_day, view.reactions) == (some_id, False, False, ())
        assert "<strong>Tonight</strong>" in view.html
        assert view.text.startswith("**Tonight**")
    entry, *_rest = entries(Page(limit=5)).items
    assert (entry.verb, entry.actor_id) == ("announcement.publish", cast.olivia.id)


@pytest.mark.parametrize("who", ["alice", "frank"])
def test_nobody_else_does(cast: Cast, who: str) -> None:
    some_id = announce(cast.olivia, Notice("Listen"))
    other = getattr(cast, who)
    for deed in (
        lambda: announce(other, Notice("Hear me")),
        lambda: rewrite_announcement(other, some_id, Notice("Hear me")),
        lambda: withdraw_announcement(other, some_id),
    ):
        with pytest.raises(NotAllowed):
            deed()
    assert seen(cast.hal.id) == ["Listen"]


class TestWhen:
    def test_a_planned_one_waits(self, cast: Cast) -> None:
        some_id = announce(cast.olivia, Notice("Later", shows_at=soon(hours=1)))
        assert (seen(cast.alice.id), community().announces) == ([], False)
        view = written_announcement(cast.olivia.id, some_id)
        assert view.is_planned(timezone.now())
        assert not view.is_planned(soon(hours=2))
        Announcement.objects.update(shows_at=soon(hours=-1))
        assert (seen(cast.alice.id), community().announces) == (["Later"], True)

    def test_one_whose_time_has_passed_is_seen_no_more(self, cast: Cast) -> None:
        some_id = announce(cast.olivia, Notice("Now", ends_at=soon(hours=1)))
        assert (seen(cast.alice.id), community().announces) == (["Now"], True)
        Announcement.objects.update(ends_at=soon(seconds=-1))
        assert (seen(cast.alice.id), community().announces) == ([], False)
        assert written_announcement(cast.olivia.id, some_id).is_over(timezone.now())
        assert not written_announcement(cast.olivia.id, some_id).is_over(soon(days=-1))
        with pytest.raises(NotFound):
            actions.dismiss_announcement(cast.alice, some_id)

    def test_withdrawn_and_shown_again(self, cast: Cast, happened: Happened) -> None:
        some_id = announce(cast.olivia, Notice("Now"))
        happened()
        withdraw_announcement(cast.olivia, some_id)
        assert happened() == [("AnnouncementWithdrawn", {"announcement_id": some_id, "was_shown": True})]
        assert (seen(cast.alice.id), community().announces) == ([], False)
        assert [each.is_withdrawn for each in all_announcements(cast.olivia.id)] == [True]
        rewrite_announcement(cast.olivia, some_id, Notice("Now indeed"))
        assert happened() == [("Announced", {"announcement_id": some_id})]
        assert seen(cast.alice.id) == ["Now indeed"]

    def test_whole_days_begin_and_end_where_the_writer_lives(self, cast: Cast) -> None:
        day = datetime(2031, 5, 4, 15, 30, tzinfo=UTC)
        with timezone.override("Asia/Amman"):
            notice = Notice("The feast", starts_at=day, ends_at=day, all_day=True)
            some_id = announce(cast.olivia, notice)
            view = written_announcement(cast.olivia.id, some_id)
            assert view.all_day
            assert view.starts_at
            assert view.ends_at
            assert timezone.localtime(view.starts_at).time() == time.min
            assert timezone.localtime(view.ends_at).time() == time.max
            assert timezone.localdate(view.ends_at) == timezone.localdate(view.starts_at) == day.date()

    def test_days_of_nothing_are_none(self, cast: Cast) -> None:
        announce(cast.olivia, Notice("Just so", all_day=True))
        assert not announcements(cast.alice.id)[0].all_day

    def test_a_change_keeps_its_moment_and_its_place(self, cast: Cast) -> None:
        first = announce(cast.olivia, Notice("One"))
        announce(cast.olivia, Notice("Two"))
        before = written_announcement(cast.olivia.id, first)
        rewrite_announcement(cast.olivia, first, Notice("One, as it should be"))
        after = written_announcement(cast.olivia.id, first)
        assert (after.shows_at, after.changed_at > before.changed_at) == (before.shows_at, True)
        assert seen(cast.alice.id) == ["One, as it should be", "Two"]
        assert [each.text for each in all_announcements(cast.olivia.id)] == ["Two", "One, as it should be"]

    @pytest.mark.parametrize(
        ("notice", "field"),
        [
            (lambda: Notice(" \u200b "), "text"),
            (lambda: Notice("a" * 5_001), "text"),
            (lambda: Notice({}), "text"),
            (lambda: Notice({"ar": "نلتقي"}), "text"),
            (lambda: Notice({"en": " ", "ar": "نلتقي"}), "text"),
            (lambda: Notice({"en": "a", "ar": "ا" * 5_001}), "text_ar"),
            (lambda: Notice({"en": "a", "tlh": "Qapla"}), "text_tlh"),
            (lambda: Notice("a", shows_at=soon(days=400)), "shows_at"),
            (lambda: Notice("a", starts_at=soon(days=2), ends_at=soon(days=1)), "ends_at"),
            (lambda: Notice("a", ends_at=soon(days=-1)), "ends_at"),
            (lambda: Notice("a", shows_at=soon(days=2), ends_at=soon(days=1)), "ends_at"),
        ],
    )
    def test_what_makes_no_sense_is_refused(self, cast: Cast, notice: Any, field: str) -> None:
        some_id = announce(cast.olivia, Notice("Before"))
        for deed in (
            lambda: announce(cast.olivia, notice()),
            lambda: rewrite_announcement(cast.olivia, some_id, notice()),
        ):
            with pytest.raises(Invalid) as refused:
                deed()
            assert refused.value.field == field
        assert seen(cast.alice.id) == ["Before"]


class TestLanguages:
    BOTH = {"en": "We meet at #noon :wave:", "ar": "نلتقي #ظهرا"}

    def test_each_reads_their_own(self, cast: Cast) -> None:
        own_emoji(cast.olivia, "wave")
        announce(cast.olivia, Notice(self.BOTH))
        for language, wanted, emojis in (("ar", "ar", []), ("en", "en", ["wave"]), ("de", "en", ["wave"])):
            with translation.override(language):
                (view,) = announcements(cast.alice.id)
                assert (view.language, view.text, view.texts) == (wanted, self.BOTH[wanted], self.BOTH)
                assert [each.name for each in view.emojis] == emojis
                assert "/tags/" in view.html

    def test_the_communitys_own_is_what_others_read(self, cast: Cast) -> None:
        change_settings(cast.olivia, {"language": "ar"})
        announce(cast.olivia, Notice(self.BOTH))
        with translation.override("de"):
            assert announcements(cast.alice.id)[0].language == "ar"

    def test_one_that_is_older_than_the_communitys_language_is_still_read(self, cast: Cast) -> None:
        announce(cast.olivia, Notice("Before"))
        change_settings(cast.olivia, {"language": "ar"})
        with translation.override("ar"):
            assert seen(cast.alice.id) == ["Before"]

    def test_the_log_keeps_every_language(self, cast: Cast) -> None:
        some_id = announce(cast.olivia, Notice(self.BOTH))
        rewrite_announcement(cast.olivia, some_id, Notice({"en": "Later", "ar": ""}))
        changed, made = entries(Page(limit=2)).items
        assert (changed.verb, changed.reason) == ("announcement.change", "Later")
        assert set(made.reason.split("\n\n")) == set(self.BOTH.values())

    def test_a_change_keeps_reactions_and_who_has_read_it(self, cast: Cast) -> None:
        some_id = announce(cast.olivia, Notice(self.BOTH))
        actions.dismiss_announcement(cast.alice, some_id)
        actions.answer_announcement(cast.hal, some_id, "🎉")
        rewrite_announcement(cast.olivia, some_id, Notice({"en": "Later", "ar": "لاحقا"}))
        (view,) = announcements(cast.alice.id)
        assert (view.is_read, [each.emoji for each in view.reactions]) == (True, ["🎉"])

    def test_several_cost_as_much_as_one(self, cast: Cast, queries: Any) -> None:
        announce(cast.olivia, Notice("One"))
        announce(cast.olivia, Notice(self.BOTH))
        with queries(3), translation.override("ar"):
            assert [each.language for each in announcements(cast.alice.id)] == ["en", "ar"]


class TestMembers:
    def test_read_is_read_by_one_alone(self, cast: Cast, happened: Happened) -> None:
        some_id = announce(cast.olivia, Notice("Listen"))
        happened()
        for _ in range(2):
            actions.dismiss_announcement(cast.alice, some_id)
        answered = {"announcement_id": some_id, "account_id": cast.alice.id, "emoji": ""}
        assert happened() == [("AnnouncementAnswered", answered)]
        assert (seen(cast.alice.id), seen(cast.hal.id)) == ([], ["Listen"])
        assert [each.is_read for each in announcements(cast.alice.id)] == [True]

    def test_answered_with_emoji(self, cast: Cast, happened: Happened) -> None:
        some_id = announce(cast.olivia, Notice("Listen"))
        own_emoji(cast.olivia, "wave")
        for who, emoji in ((cast.alice, "🎉"), (cast.hal, "🎉"), (cast.hal, ":wave:"), (cast.hal, "🎉")):
            actions.answer_announcement(who, some_id, emoji)
        (view,) = announcements(cast.alice.id)
        assert [(each.emoji, each.count, each.mine) for each in view.reactions] == [
            ("🎉", 2, True),
            (":wave:", 1, False),
        ]
        assert [each.picture is None for each in view.reactions] == [True, False]
        actions.unanswer_announcement(cast.hal, some_id, ":wave:")
        happened()
        actions.unanswer_announcement(cast.hal, some_id, "😢")
        assert happened() == []
        (view,) = announcements(cast.hal.id)
        assert [(each.emoji, each.count, each.mine) for each in view.reactions] == [("🎉", 2, True)]

    @pytest.mark.parametrize("emoji", ["", "x", ":nowhere:", "🎉🎉", "::", ":" + "a" * 70 + ":"])
    def test_what_is_no_emoji_is_refused(self, cast: Cast, emoji: str) -> None:
        some_id = announce(cast.olivia, Notice("Listen"))
        with pytest.raises(Invalid):
            actions.answer_announcement(cast.alice, some_id, emoji)
        actions.unanswer_announcement(cast.alice, some_id, emoji)

    def test_there_is_an_end_to_emoji(self, cast: Cast) -> None:
        from folkmoot.core.emoji import emoji_called

        some_id = announce(cast.olivia, Notice("Listen"))
        many = emoji_called("face", "en", EMOJI_MOST + 1)
        for emoji in many[:-1]:
            actions.answer_announcement(cast.alice, some_id, emoji)
        with pytest.raises(NotAllowed):
            actions.answer_announcement(cast.alice, some_id, many[-1])
        actions.answer_announcement(cast.hal, some_id, many[0])
        assert len(announcements(cast.alice.id)[0].reactions) == EMOJI_MOST

    def test_what_is_not_there(self, cast: Cast) -> None:
        for deed in (
            lambda: actions.dismiss_announcement(cast.alice, 5),
            lambda: actions.answer_announcement(cast.alice, 5, "🎉"),
            lambda: actions.unanswer_announcement(cast.alice, 5, "🎉"),
            lambda: rewrite_announcement(cast.olivia, 5, Notice("a")),
            lambda: withdraw_announcement(cast.olivia, 5),
            lambda: written_announcement(cast.olivia.id, 5),
        ):
            with pytest.raises(NotFound):
                deed()

    def test_the_communitys_own_emoji_in_the_words(self, cast: Cast) -> None:
        own_emoji(cast.olivia, "wave")
        announce(cast.olivia, Notice("Hello :wave: and :nothing:"))
        assert [each.name for each in announcements(cast.alice.id)[0].emojis] == ["wave"]


def test_it_costs_nothing_where_there_is_none(cast: Cast, queries: Any) -> None:
    with queries(1):
        assert not community().announces
    with queries(1):
        assert announcements(cast.alice.id) == []


def test_many_cost_as_much_as_one(cast: Cast, queries: Any) -> None:
    for number in range(4):
        some_id = announce(cast.olivia, Notice(f"Number {number}"))
        actions.answer_announcement(cast.hal, some_id, "🎉")
    with queries(3):
        assert len(announcements(cast.alice.id)) == 4
