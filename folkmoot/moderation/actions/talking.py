"""What is said in a case: notes among staff, and words to and by the member or whoever reported."""

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.interaction import require_active
from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotAllowed, NotFound
from folkmoot.core.events import publish
from folkmoot.moderation.actions.casework import hold, said, take
from folkmoot.moderation.events import CaseSaid
from folkmoot.moderation.models import LIVE, Case, CaseMessage, Report

MOST_IN_A_ROW = 10  # that somebody writes before staff write again


@transaction.atomic
def note(actor: Account, case_id: int, text: str) -> None:
    """Write something into a case that only staff read; whoever has the case just now."""
    case, words = hold(actor, case_id), said(text, "text")
    CaseMessage.objects.create(case=case, talk=CaseMessage.With.STAFF, author_id=actor.id, by_staff=True, text=words)


@transaction.atomic
def say_to_member(actor: Account, case_id: int, text: str) -> None:
    """Write to the member whom a case is about; it waits for the answer."""
    case, words = hold(actor, case_id), said(text, "text")
    if case.account_id is None:
        raise NotFound
    take(actor, case)
    _say(actor, case, CaseMessage.With.MEMBER, None, words)


@transaction.atomic
def say_to_reporter(actor: Account, case_id: int, report_id: int, text: str) -> None:
    """Write to whoever made one of the reports of a case; it waits for the answer."""
    case, words = hold(actor, case_id), said(text, "text")
    if not Report.objects.filter(id=report_id, case=case).exists():
        raise NotFound
    take(actor, case)
    _say(actor, case, CaseMessage.With.REPORTER, report_id, words)


@transaction.atomic
def answer(actor: Account, case_id: int, text: str) -> None:
    """Answer staff who wrote about oneself."""
    require_active(actor)
    case = Case.objects.select_for_update(no_key=True).filter(id=case_id, account=actor).first()
    _answer(actor.id, case, CaseMessage.With.MEMBER, None, text)


@transaction.atomic
def answer_as_reporter(actor: Account, report_id: int, text: str) -> None:
    """Answer staff who wrote about what one had reported."""
    require_active(actor)
    report = Report.objects.filter(id=report_id, reporter=actor).first()
    _answer(actor.id, _held_case_of(report), CaseMessage.With.REPORTER, report_id, text)


@transaction.atomic
def answer_as_notifier(report_id: int, text: str) -> None:
    """The same by whoever sent a notice without an account, and proved with its code that it is theirs."""
    report = Report.objects.filter(id=report_id, kind=Report.Kind.NOTICE).first()
    _answer(None, _held_case_of(report), CaseMessage.With.REPORTER, report_id, text)


def _held_case_of(report: Report | None) -> Case | None:
    if report is None or report.case_id is None:
        return None
    return Case.objects.select_for_update(no_key=True).filter(id=report.case_id).first()


def _say(actor: Account, case: Case, talk: str, report_id: int | None, words: str) -> None:
    message = CaseMessage.objects.create(
        case=case, talk=talk, report_id=report_id, author_id=actor.id, by_staff=True, text=words
    )
    Case.objects.filter(id=case.id).exclude(state=Case.State.ESCALATED).update(state=Case.State.WAITING)
    publish(CaseSaid(message.id))


def _answer(author_id: int | None, case: Case | None, talk: str, report_id: int | None, text: str) -> None:
    if case is None:
        raise NotFound
    earlier = CaseMessage.objects.filter(case=case, talk=talk, report_id=report_id).order_by("-id")
    latest = list(earlier.values_list("by_staff", flat=True)[:MOST_IN_A_ROW])
    if not latest:
        raise NotFound
    if case.state not in LIVE:
        raise NotAllowed(_("This has come to its end already."))
    if len(latest) == MOST_IN_A_ROW and not any(latest):
        raise NotAllowed(_("You have written a lot. Please wait until somebody answers."))
    words = said(text, "text")
    message = CaseMessage.objects.create(
        case=case, talk=talk, report_id=report_id, author_id=author_id, by_staff=False, text=words
    )
    Case.objects.filter(id=case.id, state=Case.State.WAITING).update(state=Case.State.OPEN)
    publish(CaseSaid(message.id))
