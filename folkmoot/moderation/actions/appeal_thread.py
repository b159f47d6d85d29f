"""What is said while an appeal is looked at: by who appealed, and by staff."""

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotAllowed, NotFound, TooMany
from folkmoot.core.events import publish
from folkmoot.moderation.actions.appeal import words
from folkmoot.moderation.actions.review import require_review
from folkmoot.moderation.events import AppealSaid
from folkmoot.moderation.models import Appeal, AppealMessage

UNANSWERED = 10  # messages in a row, before somebody answers
_AN_HOUR = 3_600


@transaction.atomic
def ask(actor: Account, appeal_id: int, text: str) -> int:
    """Staff write to whoever appealed; the message's id."""
    appeal = _open_one(appeal_id)
    require_review(actor, appeal)
    return _said(AppealMessage(appeal=appeal, author_id=actor.id, by_staff=True, text=words(text)))


@transaction.atomic
def answer(actor: Account, appeal_id: int, text: str) -> int:
    """Whoever appealed adds something, also while suspended; the message's id."""
    appeal = _open_one(appeal_id)
    if appeal.account_id != actor.id:
        raise NotFound
    _keep_pace(appeal)
    return _said(AppealMessage(appeal=appeal, author_id=actor.id, by_staff=False, text=words(text)))


@transaction.atomic
def answer_notice(report_id: int, text: str) -> int:
    """The same by whoever sent a notice without an account; the message's id."""
    found = Appeal.objects.filter(report_id=report_id, account=None).values_list("id", flat=True).first()
    appeal = _open_one(found or 0)
    _keep_pace(appeal)
    return _said(AppealMessage(appeal=appeal, author_id=None, by_staff=False, text=words(text)))


def _open_one(appeal_id: int) -> Appeal:
    appeal = Appeal.objects.select_for_update(no_key=True, of=("self",)).filter(id=appeal_id).first()
    if appeal is None:
        raise NotFound
    if appeal.outcome != Appeal.Outcome.OPEN:
        raise NotAllowed(_("This was decided, and is closed now."))
    return appeal


def _keep_pace(appeal: Appeal) -> None:
    lately = AppealMessage.objects.filter(appeal=appeal).order_by("-id").values_list("by_staff", flat=True)
    said = list(lately[:UNANSWERED])
    if len(said) == UNANSWERED and not any(said):
        raise TooMany(_AN_HOUR, _("You have written a lot. Please wait until somebody answers."))


def _said(fresh: AppealMessage) -> int:
    fresh.save(force_insert=True)
    publish(AppealSaid(fresh.id))
    return fresh.id
