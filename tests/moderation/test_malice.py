"""Who reports what is nothing, again and again: believed less, and told and treated like everybody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from folkmoot.accounts.models import Account
from folkmoot.moderation.actions import Complaint, Notice, complain, file_notice, report
from folkmoot.moderation.categories import CATEGORIES
from folkmoot.moderation.models import Case, Report
from folkmoot.notifications.models import Notification
from folkmoot.project.cast import Cast
from tests.moderation.reporting import set_aside
from tests.posts.writing import say
from tests.web.social.reading import tree

pytestmark = pytest.mark.django_db
LIES = 12


@pytest.fixture
def liar(cast: Cast, drain: Callable[[], int]) -> Account:
    """Bob, all of whose many reports were found to be nothing."""
    for number in range(LIES):
        set_aside(cast.frank, report(cast.bob, cast.hal.id, say(cast.hal, f"Good morning {number}"), "Vile!"))
    drain()
    return cast.bob


def case_of(account: Account) -> Case:
    return Case.objects.get(account=account, state="open")


@pytest.mark.parametrize("kind", [each.key for each in CATEGORIES if each.key != "life"])
def test_the_case_is_believed_less_and_waits_longer(cast: Cast, liar: Account, kind: str) -> None:
    complain(liar, Complaint(cast.hal.id, category=kind))
    complain(cast.alice, Complaint(cast.carol.id, category=kind))
    lie, word = case_of(cast.hal), case_of(cast.carol)
    assert (lie.confidence, word.confidence) == (0, 1)
    assert lie.priority <= word.priority
    assert (lie.category, lie.severity) == (word.category, word.severity), "it is looked at all the same"


def test_where_a_life_may_be_in_danger_everybody_is_believed(cast: Cast, liar: Account) -> None:
    complain(liar, Complaint(cast.hal.id, category="life"))
    complain(cast.alice, Complaint(cast.carol.id, category="life"))
    assert case_of(cast.hal).priority == case_of(cast.carol).priority == 10


def test_nobody_is_kept_from_reporting(cast: Cast, liar: Account) -> None:
    ids = {report(liar, cast.carol.id, say(cast.carol, f"Hello {number}"), "Vile!") for number in range(LIES)}
    assert len(ids) == LIES
    assert case_of(cast.carol).reports == LIES
    assert case_of(cast.carol).confidence == 0


def test_many_who_lie_do_not_make_a_truth(cast: Cast) -> None:
    liars = [Account.objects.create(username=f"liar{number}", active=True) for number in range(20)]
    for each in liars:
        Report.objects.bulk_create(
            [Report(reporter=each, account=cast.carol, outcome="dismissed") for _time in range(3)]
        )
        report(each, cast.hal.id, None, "")
    assert (case_of(cast.hal).reports, case_of(cast.hal).confidence) == (20, 0)
    report(cast.alice, cast.hal.id, None, "")
    assert case_of(cast.hal).confidence == 1


def test_many_notices_by_nobody_known_are_one_voice(cast: Cast) -> None:
    for number in range(40):
        file_notice(Notice(("http://localhost:8000/@hal",), "spam", f"Vile {number}", True, "", "", "en"))
    assert (case_of(cast.hal).reports, case_of(cast.hal).confidence) == (40, 1)


def test_whoever_is_right_again_is_believed_again(cast: Cast, liar: Account) -> None:
    for outcome in ["acted"] * (2 * LIES):
        Report.objects.create(reporter=liar, account=cast.carol, outcome=outcome)
    assert report(liar, cast.hal.id, None, "")
    assert case_of(cast.hal).confidence == 1


def test_both_are_answered_and_told_in_the_same_words(
    cast: Cast, liar: Account, client_of: Callable[..., Client], drain: Callable[[], int]
) -> None:
    Notification.objects.all().delete()
    Report.objects.filter(reporter=cast.alice).delete()
    seen: dict[str, list[Any]] = {}
    for who in (liar, cast.alice):
        client = client_of(who)
        sent = client.post("/report", {"account": str(cast.carol.id), "category": "hate", "comment": "This is vile."})
        thanks = client.get(sent["Location"])
        made = Report.objects.latest("id")
        waiting = newest(client)
        set_aside(cast.frank, made.id)
        drain()
        told = list(Notification.objects.filter(account=who).values_list("kind", flat=True))
        seen[who.username] = [sent.status_code, words(thanks), waiting, told, newest(client)]
    assert seen["bob"] == seen["alice"]
    assert seen["bob"][3] == ["report"]


def words(answer: Any) -> str:
    assert answer.status_code == 200
    return str(tree(answer).one("main").text)


def newest(client: Client) -> str:
    """What somebody reads about what they reported last."""
    return str(tree(client.get("/reports")).one("main").all("li")[0].text)
