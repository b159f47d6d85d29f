"""Letters about what is said in a case, and to owners about a case that was left to them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import owners
from folkmoot.instance.queries import community
from folkmoot.moderation.actions.receipts import write_question
from folkmoot.moderation.events import CaseEscalated, CaseSaid
from folkmoot.moderation.models import Case, CaseMessage, Report
from folkmoot.moderation.tasks import letters
from folkmoot.moderation.tasks.peace import tell_or_keep
from folkmoot.moderation.visibility import roster
from folkmoot.notifications.letters.sending import speaking


def on_case_said(event: CaseSaid) -> None:
    """Tell a member that staff wrote to them; whoever of the staff has the case hears of an answer."""
    message = CaseMessage.objects.select_related("case").filter(id=event.message_id).first()
    if message is None:
        return
    if not message.by_staff:
        _tell_holder(message.case)
        return
    if notice := Report.objects.filter(id=message.report_id or 0, kind=Report.Kind.NOTICE).first():
        write_question(notice, message.text)
        return
    account_id, path = _partner(message)
    account = Account.objects.select_related("login").filter(id=account_id or 0, active=True).first()
    if account is not None:
        with speaking(account):
            subject = _("%(community)s: somebody who runs it wrote to you") % {"community": community().name}
            letters.send(account, subject, [message.text, _("Read it and answer here:"), f"{letters.origin()}{path}"])


def on_case_escalated(event: CaseEscalated) -> None:
    """Tell the owners that a case was left to them."""
    case = Case.objects.filter(id=event.case_id, state=Case.State.ESCALATED).first()
    if case is None:
        return
    able = set(roster().who_see(case.account_id, case.id))
    tell_or_keep([owner for owner in owners() if owner in able], _LEFT, _LOOK, f"/staff/cases/{case.id}")


_LEFT = gettext_noop("A moderator leaves a case to you")
_LOOK = gettext_noop("Please have a look:")
_ANSWER = gettext_noop("An answer in a case that you have")


def _tell_holder(case: Case) -> None:
    able = roster().who_see(case.account_id, case.id)
    holder = [each for each in able if each == case.assignee_id]
    tell_or_keep(holder, _ANSWER, _LOOK, f"/staff/cases/{case.id}", among=able)


def _partner(message: CaseMessage) -> tuple[int | None, str]:
    if message.talk == CaseMessage.With.MEMBER:
        return message.case.account_id, f"/from-staff/{message.case_id}"
    reporter = Report.objects.filter(id=message.report_id or 0).values_list("reporter_id", flat=True).first()
    return reporter, f"/from-staff/reports/{message.report_id}"
