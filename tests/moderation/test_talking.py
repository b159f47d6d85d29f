"""Notes among staff; questions to the member and to reporters, and what they answer."""

from collections.abc import Callable
from typing import Any

import pytest

from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.moderation.actions import report
from folkmoot.moderation.actions.casework import Taken, escalate
from folkmoot.moderation.actions.closing import close_without_action
from folkmoot.moderation.actions.talking import (
    MOST_IN_A_ROW,
    answer,
    answer_as_reporter,
    note,
    say_to_member,
    say_to_reporter,
)
from folkmoot.moderation.events import CaseSaid
from folkmoot.moderation.models import Case, CaseMessage, Report
from folkmoot.moderation.queries.queue import Wanted, queue
from folkmoot.moderation.queries.talks import own_talk, own_talk_about, own_talks, waits_for_answer
from folkmoot.moderation.tasks import on_case_said
from folkmoot.project.cast import Cast
from tests.happened import Happened
from tests.moderation.casing import complained, held, laid, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(cast: Cast) -> Case:
    return reported(cast)[0]


@pytest.fixture
def report_id(case: Case) -> int:
    return Report.objects.get(case=case).id


def state_of(case: Case) -> str:
    return Case.objects.get(id=case.id).state


def test_a_note_is_for_staff_alone(cast: Cast, case: Case, happened: Happened) -> None:
    held(case, cast.olivia)
    note(cast.frank, case.id, " Looks like last year's. ")
    (row,) = CaseMessage.objects.all()
    assert (row.text, row.talk, row.by_staff, row.author_id) == (
        "Looks like last year's.",
        "staff",
        True,
        cast.frank.id,
    )
    assert state_of(case) == "open"
    assert "CaseSaid" not in [name for name, _fields in happened()]
    assert own_talks(cast.hal.id) == own_talks(cast.bob.id) == ()
    with pytest.raises(NotFound):
        answer(cast.hal, case.id, "Which year?")


def test_the_member_is_asked_and_answers(cast: Cast, case: Case, happened: Happened) -> None:
    say_to_member(cast.frank, case.id, "What did you mean?")
    assert state_of(case) == "waiting"
    assert waits_for_answer(cast.hal.id)
    answer(cast.hal, case.id, "A joke among fishers.")
    assert state_of(case) == "open"
    assert not waits_for_answer(cast.hal.id)
    talk = own_talk(cast.hal.id, case.id)
    assert [(each.by_staff, each.text) for each in talk.words] == [
        (True, "What did you mean?"),
        (False, "A joke among fishers."),
    ]
    assert (talk.is_open, talk.awaits_answer) == (True, False)
    assert [name for name, _fields in happened()].count("CaseSaid") == 2


def test_whoever_reported_is_asked_and_answers(cast: Cast, case: Case, report_id: int) -> None:
    say_to_reporter(cast.frank, case.id, report_id, "Since when?")
    assert waits_for_answer(cast.bob.id)
    assert not waits_for_answer(cast.hal.id)
    answer_as_reporter(cast.bob, report_id, "For a week.")
    assert [each.text for each in own_talk_about(cast.bob.id, report_id).words] == ["Since when?", "For a week."]
    assert state_of(case) == "open"


def test_what_is_reported_meanwhile_brings_it_back(cast: Cast, case: Case) -> None:
    say_to_member(cast.frank, case.id, "What did you mean?")
    assert [each.id for each in queue(cast.olivia.id, Wanted("open")).cases] == []
    report(cast.carol, cast.hal.id, None, "He goes on.")
    assert state_of(case) == "open"
    assert [each.id for each in queue(cast.olivia.id, Wanted("open")).cases] == [case.id]
    assert waits_for_answer(cast.hal.id), "what was asked is still asked"
    answer(cast.hal, case.id, "A joke.")
    assert not waits_for_answer(cast.hal.id)


def test_what_the_owners_have_stays_theirs_when_more_is_reported(cast: Cast, case: Case) -> None:
    escalate(cast.frank, case.id, "I know him.")
    report(cast.carol, cast.hal.id, None, "He goes on.")
    assert state_of(case) == "escalated"


def test_each_reads_their_own(cast: Cast, case: Case, report_id: int) -> None:
    say_to_member(cast.frank, case.id, "To hal")
    say_to_reporter(cast.frank, case.id, report_id, "To bob")
    assert [talk.words[-1].text for talk in own_talks(cast.hal.id)] == ["To hal"]
    assert [(talk.words[-1].text, talk.path) for talk in own_talks(cast.bob.id)] == [
        ("To bob", f"/from-staff/reports/{report_id}")
    ]
    for who, read in ((cast.bob, own_talk), (cast.alice, own_talk), (cast.hal, own_talk_about)):
        with pytest.raises(NotFound):
            read(who.id, case.id if read is own_talk else report_id)
    with pytest.raises(NotFound):
        answer(cast.bob, case.id, "Me, too")
    with pytest.raises(NotFound):
        answer_as_reporter(cast.hal, report_id, "Me, too")


def test_the_latest_is_the_first(cast: Cast, case: Case) -> None:
    other = laid(cast.alice)
    mine = complained(other, cast.hal)
    say_to_member(cast.frank, case.id, "First")
    say_to_reporter(cast.frank, other.id, mine.id, "Second")
    say_to_member(cast.frank, case.id, "Third")
    found = own_talks(cast.hal.id)
    assert [[each.text for each in talk.words] for talk in found] == [["First", "Third"], ["Second"]]
    assert [talk.path for talk in found] == [f"/from-staff/{case.id}", f"/from-staff/reports/{mine.id}"]


def test_nobody_answers_before_they_are_asked(cast: Cast, case: Case, report_id: int) -> None:
    for early in (
        lambda: answer(cast.hal, case.id, "Hello?"),
        lambda: answer_as_reporter(cast.bob, report_id, "Hello?"),
    ):
        with pytest.raises(NotFound):
            early()
    with pytest.raises(NotFound):
        own_talk_about(cast.bob.id, report_id)
    with pytest.raises(NotFound):
        answer_as_reporter(cast.bob, 1, "Hello?")


def test_nor_when_it_has_come_to_its_end(cast: Cast, case: Case) -> None:
    say_to_member(cast.frank, case.id, "What did you mean?")
    close_without_action(cast.frank, case.id)
    with pytest.raises(NotAllowed, match="come to its end"):
        answer(cast.hal, case.id, "Late")
    assert own_talk(cast.hal.id, case.id).is_open is False
    assert not waits_for_answer(cast.hal.id)
    with pytest.raises(NotAllowed):
        note(cast.frank, case.id, "Later")


def test_nobody_drowns_staff(cast: Cast, case: Case) -> None:
    say_to_member(cast.frank, case.id, "What did you mean?")
    for number in range(MOST_IN_A_ROW):
        answer(cast.hal, case.id, f"Answer {number}")
    with pytest.raises(NotAllowed, match="Please wait"):
        answer(cast.hal, case.id, "One more")
    say_to_member(cast.frank, case.id, "I see.")
    answer(cast.hal, case.id, "One more")


@pytest.mark.parametrize("text", ["", " \n ", "x" * 5001])
def test_something_has_to_be_said_and_not_too_much(cast: Cast, case: Case, report_id: int, text: str) -> None:
    say_to_member(cast.frank, case.id, "Hello")
    say_to_reporter(cast.frank, case.id, report_id, "Hello")
    for act in (
        lambda: note(cast.frank, case.id, text),
        lambda: say_to_member(cast.frank, case.id, text),
        lambda: say_to_reporter(cast.frank, case.id, report_id, text),
        lambda: answer(cast.hal, case.id, text),
        lambda: answer_as_reporter(cast.bob, report_id, text),
    ):
        with pytest.raises(Invalid) as refused:
            act()
        assert refused.value.field == "text"


def test_whoever_is_suspended_answers_nobody(cast: Cast) -> None:
    case = laid(cast.gina)
    say_to_member(cast.frank, case.id, "Hello")
    with pytest.raises(NotAllowed):
        answer(cast.gina, case.id, "Hello")


def test_nobody_speaks_for_whoever_has_the_case(cast: Cast, case: Case, report_id: int) -> None:
    held(case, cast.olivia)
    with pytest.raises(Taken):
        say_to_member(cast.frank, case.id, "Hello")
    with pytest.raises(Taken):
        say_to_reporter(cast.frank, case.id, report_id, "Hello")
    assert not CaseMessage.objects.exists()


def test_there_is_somebody_to_write_to(cast: Cast, case: Case) -> None:
    with pytest.raises(NotFound):
        say_to_member(cast.frank, laid(None).id, "Hello")
    elsewhere = complained(laid(cast.alice), cast.bob)
    with pytest.raises(NotFound):
        say_to_reporter(cast.frank, case.id, elsewhere.id, "Hello")


def test_what_the_owners_have_stays_with_them(cast: Cast, case: Case) -> None:
    escalate(cast.frank, case.id, "I know him.")
    say_to_member(cast.olivia, case.id, "Hello")
    assert state_of(case) == "escalated"
    answer(cast.hal, case.id, "Hello")
    assert state_of(case) == "escalated"


def test_the_member_gets_a_mail_that_names_nobody(cast: Cast, case: Case, drain: Callable[[], int], mail: Any) -> None:
    say_to_member(cast.frank, case.id, "What did you mean?")
    drain()
    (letter,) = mail.to("hal@example.org")
    text = letter.get_content()
    assert "What did you mean?" in text
    assert f"/from-staff/{case.id}" in text
    assert not {"bob", "frank"} & set(f"{letter['Subject']} {text}".lower().replace("@", " ").split())


def test_so_does_whoever_reported(cast: Cast, case: Case, report_id: int, drain: Callable[[], int], mail: Any) -> None:
    say_to_reporter(cast.frank, case.id, report_id, "Since when?")
    drain()
    (letter,) = mail.to("bob@example.org")
    assert f"/from-staff/reports/{report_id}" in letter.get_content()


def test_whoever_has_the_case_hears_of_the_answer(cast: Cast, case: Case, drain: Callable[[], int], mail: Any) -> None:
    say_to_member(cast.frank, case.id, "What did you mean?")
    drain()
    before = len(mail.to("frank@example.org"))
    answer(cast.hal, case.id, "A joke.")
    drain()
    letter = mail.to("frank@example.org")[before:][-1]
    assert f"/staff/cases/{case.id}" in letter.get_content()
    assert "A joke" not in letter.get_content()


def test_a_letter_about_what_is_gone_or_without_a_reader_is_none(
    cast: Cast, drain: Callable[[], int], mail: Any
) -> None:
    on_case_said(CaseSaid(1))
    case = laid(cast.hal)
    notice = complained(case, None)
    message = CaseMessage.objects.create(case=case, talk="reporter", report_id=notice.id, by_staff=True, text="Hello")
    on_case_said(CaseSaid(message.id))
    drain()
    assert mail.to("hal@example.org") == []
