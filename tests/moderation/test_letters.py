"""Who hears of decisions and appeals: nobody is hidden away in silence, and nobody gets a flood of letters."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from folkmoot.moderation.actions import Decision, decide_many, lift
from folkmoot.moderation.actions.appeal import appeal, appeal_report
from folkmoot.moderation.actions.appeal_thread import answer, ask
from folkmoot.moderation.actions.review import Milder, lighten, overturn, uphold
from folkmoot.moderation.events import AppealDecided, AppealOpened, AppealSaid, Decided
from folkmoot.moderation.models import Appeal, AppealMessage, Statement
from folkmoot.moderation.queries.standing import path_of
from folkmoot.moderation.tasks import on_appeal_decided, on_appeal_opened, on_appeal_said, on_decided
from folkmoot.notifications.models import Notification
from folkmoot.project.cast import Cast
from tests.moderation.deciding import REASONS, WHY, after, decided, dismissed, every, removed, statement_of
from tests.posts.writing import say

pytestmark = pytest.mark.django_db


def told(account: Any) -> list[str]:
    """What a member was told by the people who run the community."""
    kinds = ("report", "decision", "appeal")
    return list(
        Notification.objects.filter(account=account, kind__in=kinds).order_by("id").values_list("kind", flat=True)
    )


@pytest.mark.parametrize(("kind", "action"), every())
def test_every_decision_is_told_with_its_reasons_and_a_link(
    cast: Cast, drain: Any, mail: Any, kind: str, action: str
) -> None:
    made = decided(cast.frank, action, kind, say(cast.hal) if kind == "post" else cast.hal.id)
    statement = statement_of(made)
    assert statement.delivered_at <= made.starts_at + timedelta(seconds=1), "it can be read in the same moment"
    drain()
    letters = mail.to("hal@example.org")
    assert len(letters) == 1
    text = letters[0].get_content()
    assert "Against our rules." in text
    assert path_of(statement.id) in text
    assert "frank" not in text
    assert told(cast.hal) == ["decision"]
    statement.refresh_from_db()
    assert statement.delivered_via == "mail"


def test_many_decisions_make_one_letter(cast: Cast, drain: Any, mail: Any) -> None:
    posts = [say(cast.hal) for _each in range(14)]
    decide_many(cast.frank, [Decision("remove", "post", post, "Spam.") for post in posts])
    drain()
    letters = mail.to("hal@example.org")
    assert len(letters) == 1
    text = letters[0].get_content()
    assert letters[0]["Subject"].startswith("Decisions about you")
    assert "14 things were decided" in text
    assert text.count("/decisions/") == 10
    assert "and 4 more" in text
    assert told(cast.hal) == ["decision"]


def test_told_twice_is_told_once(cast: Cast, drain: Any, mail: Any) -> None:
    _post, made = removed(cast.frank, cast.hal)
    drain()
    on_decided(Decided(made.id))
    on_decided(Decided(4711))
    drain()
    assert len(mail.to("hal@example.org")) == 1


def test_in_the_language_of_the_member(cast: Cast, drain: Any, mail: Any) -> None:
    cast.hal.language = "ar"
    cast.hal.save()
    _post, made = removed(cast.frank, cast.hal)
    drain()
    assert statement_of(made).language == "ar"
    assert len(mail.to("hal@example.org")) == 1


def test_whoever_has_no_address_gets_no_letter(cast: Cast, drain: Any, mail: Any) -> None:
    cast.hal.login = None
    cast.hal.save()
    removed(cast.frank, cast.hal)
    drain()
    assert mail.to("hal@example.org") == []
    assert told(cast.hal) == ["decision"]


def test_what_is_taken_back_is_told(cast: Cast, drain: Any, mail: Any) -> None:
    _post, made = removed(cast.frank, cast.hal)
    drain()
    Notification.objects.all().delete()
    lift(cast.olivia, made.id)
    drain()
    assert told(cast.hal) == ["decision"]


class TestAppeals:
    def test_those_who_may_decide_are_told_with_a_pause(self, cast: Cast, drain: Any, mail: Any) -> None:
        first, second = (removed(cast.frank, who)[1] for who in (cast.hal, cast.bob))
        appeal(cast.hal, first.id, WHY)
        drain()
        assert [each["Subject"] for each in mail.to("olivia@example.org")] == [
            "Somebody says that a decision was wrong"
        ]
        assert mail.to("frank@example.org") == []
        appeal(cast.bob, second.id, WHY)
        drain()
        assert len(mail.to("olivia@example.org")) == 1
        on_appeal_opened(AppealOpened(4711))

    def test_a_question_and_its_answer(self, cast: Cast, drain: Any, mail: Any) -> None:
        _post, made = removed(cast.frank, cast.hal)
        some = appeal(cast.hal, made.id, WHY)
        ask(cast.olivia, some, "Who was meant?")
        drain()
        question = mail.to("hal@example.org")[-1]
        assert question["Subject"] == "A question about your objection"
        assert path_of(statement_of(made).id) in question.get_content()
        assert told(cast.hal) == ["decision", "appeal"]
        answer(cast.hal, some, "My brother.")
        drain()
        reply = mail.to("olivia@example.org")[-1]
        assert f"/staff/appeals/{some}" in reply.get_content()
        AppealMessage.objects.all().delete()
        on_appeal_said(AppealSaid(4711))

    @pytest.mark.parametrize(
        ("how", "words"), [("uphold", "It stands."), ("overturn", "It was wrong"), ("lighten", "a milder one")]
    )
    def test_the_answer_comes_with_its_reasons(self, cast: Cast, drain: Any, mail: Any, how: str, words: str) -> None:
        _post, made = removed(cast.frank, cast.hal)
        drain()
        some = appeal(cast.hal, made.id, WHY)
        if how == "lighten":
            lighten(cast.olivia, some, REASONS, Milder("warn", None))
        else:
            {"uphold": uphold, "overturn": overturn}[how](cast.olivia, some, REASONS)
        drain()
        text = next(
            each.get_content()
            for each in mail.to("hal@example.org")
            if each["Subject"] == "The answer to your objection"
        )
        for part in (words, REASONS, path_of(statement_of(made).id)):
            assert part in text
        assert "olivia" not in text
        assert "appeal" in told(cast.hal)
        on_appeal_decided(AppealDecided(4711))

    def test_a_reporter_is_told_where_reports_are(self, cast: Cast, drain: Any, mail: Any) -> None:
        report_id = dismissed(cast, cast.bob)
        drain()
        Notification.objects.all().delete()
        overturn(cast.olivia, appeal_report(cast.bob, report_id, WHY), REASONS)
        drain()
        assert told(cast.bob) == ["report"]
        text = mail.to("bob@example.org")[-1].get_content()
        assert f"/appeals/{report_id}" in text
        assert "You were right" in text

    def test_of_what_has_no_statement_the_page_of_all_is_named(self, cast: Cast, drain: Any, mail: Any) -> None:
        _post, made = removed(cast.frank, cast.hal)
        some = appeal(cast.hal, made.id, WHY)
        Statement.objects.all().delete()
        uphold(cast.olivia, some, REASONS)
        drain()
        assert mail.to("hal@example.org")[-1].get_content().rstrip().endswith("/decisions")

    def test_an_answer_that_was_decided_meanwhile_needs_no_letter_to_staff(
        self, cast: Cast, drain: Any, mail: Any
    ) -> None:
        _post, made = removed(cast.frank, cast.hal)
        some = appeal(cast.hal, made.id, WHY)
        uphold(cast.olivia, some, REASONS)
        drain()
        assert mail.to("olivia@example.org") == []
        assert Appeal.objects.get().outcome == "upheld"


def test_a_clock_that_is_put_forward_is_put_back() -> None:
    before = timezone.now()
    with after(days=180) as moment:
        assert timezone.now() == moment
    assert timezone.now() - before < timedelta(minutes=1)
