"""What members choose about letters and devices, and what they are shown of it."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid
from folkmoot.core.hours import Quiet, check_quiet, moment_at, quiet_until
from folkmoot.core.ids import id_at, made_at
from folkmoot.instance.queries import manner
from folkmoot.notifications.letters.sorts import AT_FIRST, MAILED, SORTS, read, written
from folkmoot.notifications.models import Letters, PushSubscription

Digest = Letters.Digest
DAYS = {str(Digest.DAILY): 1, str(Digest.WEEKLY): 7}  # between two digests
HOURS = range(24)


class Wishes(NamedTuple):
    """What a member chose."""

    mail: frozenset[str] = frozenset()  # sorts of news
    silent: frozenset[str] = frozenset()  # sorts that ring no device
    digest: str = Digest.OFF
    hour: int = 8
    quiet_from: time | None = None
    quiet_until: time | None = None

    @property
    def quiet(self) -> Quiet:
        """The quiet hours, if there are any."""
        if self.quiet_from is None or self.quiet_until is None:
            return None
        return self.quiet_from, self.quiet_until


class Standing(NamedTuple):
    """How it stands with a member's letters."""

    wishes: Wishes
    address: str
    zone: str
    next_digest: datetime | None
    stopped_at: datetime | None


def standing_of(account: Account) -> Standing:
    """How it stands with the letters of a member, for the page on which they choose."""
    row = row_of(account.id)
    address = account.login.email if account.login else ""
    return Standing(wishes_in(row), address, zone_of(account), row.digest_due, row.stopped_at)


def row_of(account_id: int) -> Letters:
    """The member's row, or what stands for none."""
    return Letters.objects.filter(account=account_id).first() or Letters(account_id=account_id)


def wishes_in(row: Letters) -> Wishes:
    """What a row says that its member chose."""
    return Wishes(read(row.mail), read(row.silent), row.digest, row.hour, row.quiet_from, row.quiet_until)


def zone_of(account: Account) -> str:
    """By whose clock a member lives."""
    return account.time_zone or manner().time_zone


def resting_until(account: Account, wishes: Wishes, moment: datetime) -> datetime | None:
    """Until when a member is left in peace; ``None`` when they are not."""
    return quiet_until(zone_of(account), wishes.quiet, moment) if wishes.quiet else None


@transaction.atomic
def choose_letters(actor: Account, wishes: Wishes) -> None:
    """Choose what comes by mail and what rings devices, how often a digest comes and at what hour, and quiet hours."""
    _check(wishes)
    held = Letters.objects.select_for_update(no_key=True).filter(account=actor).first()  # what rings now waits
    row, now = held or Letters(account=actor), timezone.now()
    columns: dict[str, object] = {
        **wishes._asdict(),
        "mail": written(wishes.mail & set(MAILED)),
        "silent": written(wishes.silent),
        "news_due": row.news_due if wishes.mail else None,
    }
    if (row.digest, row.hour) != (wishes.digest, wishes.hour) and not row.stopped_at:
        columns["digest_due"] = next_digest(zone_of(actor), wishes, now)
    if not row.mail or (wishes.mail - read(row.mail) and not _is_one_coming(row)):
        columns["news_id"] = max(row.news_id, id_at(now))  # what happened before is no news for a letter
    if wishes_in(row).quiet != wishes.quiet:
        columns["news_due"] = min(row.news_due, now) if row.news_due and wishes.mail else None
        _wake(actor.id, now)
    Letters.objects.update_or_create(account=actor, defaults=columns)


@transaction.atomic
def begin_again(actor: Account) -> None:
    """Write to the address again, after its mail server had refused letters."""
    forget_refusals(actor.id)


def forget_refusals(account_id: int) -> None:
    """As if no letter had been refused; a digest that stood still comes when it would come next."""
    account = Account.objects.filter(id=account_id).first()
    row = Letters.objects.filter(account=account_id).first()
    if account is None or row is None:
        return
    due, at = row.digest_due, row.news_at
    if row.stopped_at:
        due, at = next_digest(zone_of(account), wishes_in(row), timezone.now()), None  # no letter was written meanwhile
    fresh = {"refusals": 0, "refused_at": None, "stopped_at": None, "digest_due": due, "news_at": at}
    Letters.objects.filter(account=account_id).update(**fresh)


def begin_letters(account: Account) -> None:
    """What a new member gets, unless they chose already: where somebody waits for them, and a digest each week."""
    wishes = Wishes(mail=AT_FIRST, digest=Digest.WEEKLY)
    now = timezone.now()
    columns = {"mail": written(wishes.mail), "digest": wishes.digest, "news_id": id_at(now)}
    due = next_digest(zone_of(account), wishes, now)
    Letters.objects.get_or_create(account=account, defaults={**columns, "digest_due": due})


def next_digest(zone: str, wishes: Wishes, moment: datetime) -> datetime | None:
    """When the next digest is due for somebody who had one at this moment; ``None`` where they want none.

    A daily one at the next time that the clock shows the hour, a weekly one six days after that.
    """
    if wishes.digest not in DAYS:
        return None
    day = moment.astimezone(ZoneInfo(zone)).date()
    first = next(
        due
        for due in (moment_at(zone, day + timedelta(days=later), time(wishes.hour)) for later in range(3))
        if due > moment
    )
    return moment_at(
        zone, first.astimezone(ZoneInfo(zone)).date() + timedelta(days=DAYS[wishes.digest] - 1), time(wishes.hour)
    )


def _is_one_coming(row: Letters) -> bool:
    """Whether a letter of news waits until it is due, or is due and not written yet."""
    return row.news_due is not None or (row.news_at is not None and row.news_at > made_at(row.news_id))


def _check(wishes: Wishes) -> None:
    _known("mail", wishes.mail)
    _known("silent", wishes.silent)
    if wishes.digest not in Digest.values:
        raise Invalid("digest", _("Choose how often the digest comes: each day, each week or never."))
    if wishes.hour not in HOURS:
        raise Invalid("hour", _("Choose an hour between 0 and 23."))
    check_quiet(
        wishes.quiet_from, wishes.quiet_until, _("Quiet hours cannot last all day. Switch off what you do not want.")
    )


def _known(field: str, sorts: Collection[str]) -> None:
    if not set(sorts) <= set(SORTS):
        raise Invalid(field, _("There is no such sort of news."))


def _wake(account_id: int, moment: datetime) -> None:
    """Devices that wait for the end of quiet hours look again at once."""
    resting = PushSubscription.objects.filter(account=account_id, failures=0, rests_until__gt=moment)
    resting.update(rests_until=moment)
