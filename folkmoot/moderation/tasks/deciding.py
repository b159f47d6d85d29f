"""What members hear of decisions about them, and of what became of their appeals."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from folkmoot.accounts.models import Account
from folkmoot.core.ids import id_at
from folkmoot.moderation.events import AppealDecided, AppealOpened, AppealSaid, Decided, RestrictionEnded
from folkmoot.moderation.models import Appeal, AppealMessage, Restriction, Statement
from folkmoot.moderation.queries.appeals import facts_of
from folkmoot.moderation.queries.standing import path_of
from folkmoot.moderation.tasks import letters
from folkmoot.moderation.tasks.notifiers import tell_notifier
from folkmoot.moderation.tasks.peace import tell_or_keep
from folkmoot.notifications.tasks import tell_of_appeal, tell_of_decision, tell_of_report

PAUSE = timedelta(minutes=15)  # between letters about new appeals, since many may come at once


@transaction.atomic
def on_decided(event: Decided) -> None:
    """Tell a member what was decided: a word, and one letter for all that was not written to them yet."""
    first = Statement.objects.filter(restriction=event.restriction_id).first()
    if first is None or first.delivered_via == _MAILED:
        return
    fresh = Statement.objects.select_for_update(no_key=True).filter(account_id=first.account_id)
    waiting = list(fresh.exclude(delivered_via=_MAILED).order_by("id"))
    account = Account.objects.select_related("login").filter(id=first.account_id, domain="").first()
    Statement.objects.filter(id__in=[each.id for each in waiting]).update(delivered_via=_MAILED)
    if account is not None and waiting:
        tell_of_decision(account.id, waiting[-1].id)
        letters.write_decisions(account, waiting)


def on_restriction_ended(event: RestrictionEnded) -> None:
    """A decision was taken back by staff: a word to whoever it was about."""
    found = Restriction.objects.filter(id=event.restriction_id, ended_by__isnull=False, account_id__isnull=False)
    for account_id, ended_at in found.values_list("account_id", "ended_at"):
        if Statement.objects.filter(restriction=event.restriction_id).exists():
            tell_of_decision(account_id or 0, id_at(ended_at or timezone.now()))


def on_appeal_opened(event: AppealOpened) -> None:
    """Tell those who may look at it; not again when another came just before."""
    appeal = Appeal.objects.filter(id=event.appeal_id, outcome="").first()
    if appeal is None:
        return
    lately = id_at(timezone.now() - PAUSE)
    if Appeal.objects.filter(id__gt=lately, id__lt=appeal.id).exists():
        return
    tell_or_keep(facts_of(appeal).able, _OBJECTION, _LOOK, "/staff/appeals")


def on_appeal_said(event: AppealSaid) -> None:
    """Tell whoever appealed that there is a question; and those who asked that there is an answer."""
    message = AppealMessage.objects.select_related("appeal__account__login").filter(id=event.message_id).first()
    if message is None:
        return
    appeal = message.appeal
    if message.by_staff:
        _tell_appellant(appeal, message.id)
        return
    asked = set(AppealMessage.objects.filter(appeal=appeal, by_staff=True).values_list("author_id", flat=True))
    able = sorted(facts_of(appeal).able)
    tell_or_keep([each for each in able if each in asked], _ANSWER, _READ, f"/staff/appeals/{appeal.id}", among=able)


def on_appeal_decided(event: AppealDecided) -> None:
    """Tell whoever appealed what became of it, and why."""
    appeal = Appeal.objects.select_related("account__login").filter(id=event.appeal_id).exclude(outcome="").first()
    if appeal is not None:
        _tell_appellant(appeal, id_at(appeal.decided_at or timezone.now()))


_MAILED = "mail"
_OBJECTION = gettext_noop("Somebody says that a decision was wrong")
_LOOK = gettext_noop("Please have a look, or leave it to somebody who did not make the decision:")
_ANSWER = gettext_noop("An answer to your question about an objection")
_READ = gettext_noop("Read it here:")


def _tell_appellant(appeal: Appeal, moment: int) -> None:
    account, where = appeal.account, _where(appeal)
    if account is None:
        tell_notifier(appeal)
        return
    (tell_of_appeal if appeal.by == Appeal.By.AUTHOR else tell_of_report)(account.id, moment)
    if appeal.outcome:
        letters.write_appeal_decided(account, appeal, where)
    else:
        letters.write_asked(account, where)


def _where(appeal: Appeal) -> str:
    """The page of the statement, which opens without signing in; a reporter's needs that."""
    if appeal.restriction_id is None:
        return f"{letters.origin()}/appeals/{appeal.report_id}"
    found = Statement.objects.filter(restriction=appeal.restriction_id).values_list("id", flat=True).first()
    return letters.origin() + (path_of(found) if found else "/decisions")
