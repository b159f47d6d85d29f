"""What tests of appeals decide, and a clock that can be put forward."""

from collections.abc import Generator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.moderation.actions import Decision, decide, report
from folkmoot.moderation.actions.closing import close_without_action
from folkmoot.moderation.models import Report, Restriction, Statement
from folkmoot.moderation.models.decisions import POSSIBLE
from folkmoot.project.cast import Cast
from tests.posts.writing import say

REASONS = "We read the post again, and it is a joke among friends, which our rules allow."
WHY = "It was a joke among friends, and nobody was hurt by it."


def removed(actor: Account, author: Account, text: str = "Vile words") -> tuple[int, Restriction]:
    """A post that was removed, and the decision."""
    post = say(author, text)
    return post, decided(actor, "remove", "post", post)


def decided(actor: Account, action: str, kind: str, object_id: int, **more: Any) -> Restriction:
    """Any decision that is possible."""
    label = {"label": "Disputed"} if action == "label" else {}
    return Restriction.objects.get(
        id=decide(actor, Decision(action, kind, object_id, "Against our rules.", **label, **more))
    )


def statement_of(restriction: Restriction) -> Statement:
    """What whoever it is about reads."""
    return Statement.objects.get(restriction=restriction)


def dismissed(cast: Cast, reporter: Account) -> int:
    """A report that was closed without consequences, by frank."""
    report(reporter, cast.hal.id, None, "He is unkind.")
    found = Report.objects.latest("id")
    close_without_action(cast.frank, found.case_id or 0)
    return found.id


def every() -> list[tuple[str, str]]:
    """Every decision that is possible: about what, and what."""
    return [(kind.value, action) for kind, actions in POSSIBLE.items() for action in sorted(actions)]


@contextmanager
def after(**time: float) -> Generator[datetime]:
    """So much later; ids are made by another clock and stay as they are."""
    moment = timezone.now() + timedelta(**time)
    with mock.patch.object(timezone, "now", return_value=moment):
        yield moment
