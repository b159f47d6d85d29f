"""What follows for the letters of a member: that one is due, that their mailbox is dead, that they have another."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from folkmoot.accounts.events import AddressChanged, Joined
from folkmoot.accounts.models import Account
from folkmoot.core.ids import made_at
from folkmoot.core.mail import MailRefused, MailTaken
from folkmoot.notifications.events import DigestDue, NewsLetterDue
from folkmoot.notifications.letters.digest import write_digest
from folkmoot.notifications.letters.news import write_news
from folkmoot.notifications.letters.wishes import begin_letters, forget_refusals
from folkmoot.notifications.models import Letters

REFUSALS_MOST = 3
WITHIN = timedelta(days=60)  # so that three digests in a row, one each week, are enough
APART = timedelta(hours=20)  # a day, but for what the digest of the next may come earlier


def on_joined(event: Joined) -> None:
    """New members get a digest, and hear by mail where somebody waits for them."""
    account = Account.objects.filter(id=event.account_id, login__isnull=False).first()
    if account:
        begin_letters(account)


def on_news_letter_due(event: NewsLetterDue) -> None:
    """Write what happened."""
    write_news(event.account_id, event.up_to)


def on_digest_due(event: DigestDue) -> None:
    """Write what was missed."""
    write_digest(event.account_id, event.period, event.days)


@transaction.atomic
def on_mail_refused(event: MailRefused) -> None:
    """Count that the mail server of an address refuses it for good, once a day; after some, write no more."""
    now = timezone.now()
    row = Letters.objects.select_for_update(no_key=True).filter(account__login__email=event.recipient.lower()).first()
    if row is None or (row.refused_at and made_at(event.letter_id) < made_at(row.refused_id) + APART):
        return
    is_old = row.refused_at is None or row.refused_at < now - WITHIN
    refusals = 1 if is_old else row.refusals + 1
    columns = {"refusals": refusals, "refused_at": now if is_old else row.refused_at, "refused_id": event.letter_id}
    if refusals >= REFUSALS_MOST and row.stopped_at is None:
        columns |= {"stopped_at": now, "news_due": None, "digest_due": None}
    Letters.objects.filter(account=row.account_id).update(**columns)


def on_mail_taken(event: MailTaken) -> None:
    """A mailbox that takes a letter lives: what was refused before does not count."""
    counted = Letters.objects.filter(account__login__email=event.recipient.lower(), stopped_at=None, refusals__gt=0)
    counted.filter(refused_id__lt=event.letter_id).update(refusals=0, refused_at=None)


def on_address_changed(event: AddressChanged) -> None:
    """Another address is another mailbox."""
    forget_refusals(event.account_id)
