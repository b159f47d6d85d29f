"""Letters to members about their data: a copy is there, they are leaving, they have not been here for long."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.instance.queries import community
from folkmoot.privacy.events import LeavingAsked
from folkmoot.privacy.models import Departure
from folkmoot.privacy.queries.exports import KEPT
from folkmoot.privacy.queries.leaving import losses


def write_ready(account: Account, ready_at: datetime) -> None:
    """The copy is there: where, and until when. The link needs a sign-in, so that the letter opens nothing."""
    with translation.override(_language(account)):
        link = f"{settings.FOLKMOOT.origin}/settings/data"
        text = _("The copy of your data is ready. Sign in and fetch it until %(day)s:\n\n%(link)s")
        _send(account, _("Your data is ready"), text % {"day": _day(account, ready_at + KEPT), "link": link})


def tell_leaving(event: LeavingAsked) -> None:
    """Write to a member that they are leaving: until when they can come back, and what stays."""
    leaving = Departure.objects.select_related("account__login").filter(account=event.account_id).first()
    if leaving is None or leaving.account.login is None:
        return
    with translation.override(_language(leaving.account)):
        _send(leaving.account, _("Your account will be deleted"), "\n\n".join(_parting_words(leaving)))


def warn_absent(account: Account, day: datetime) -> None:
    """You have not been here for long: what happens, when, and how to keep the account."""
    with translation.override(_language(account)):
        text = _(
            "You have not been at %(community)s for long. Accounts that nobody uses are deleted: yours after %(day)s. "
            "To keep it, simply sign in once:\n\n%(link)s"
        )
        facts = {"community": community().name, "day": _day(account, day), "link": _sign_in()}
        _send(account, _("Do you want to keep your account?"), text % facts)


def write_erased(account: Account) -> None:
    """Everything is erased: the last letter, to an address that is forgotten next."""
    with translation.override(_language(account)):
        text = _("Your account at %(community)s and everything of yours is deleted. Farewell!")
        _send(account, _("Your account is deleted"), text % {"community": community().name})


def what_stays(held: int) -> list[str]:
    """What is left of a member afterwards, in words."""
    stays = [_("a check sum of your user name, so that nobody can ever pretend to be you here")]
    stays.append(_("what others wrote, also in answer to you, and numbers in the log of those who run the community"))
    if held:
        stays.append(_("that there were reports or decisions about you, with check sums instead of the words"))
    return stays


def _parting_words(leaving: Departure) -> list[str]:
    day = _day(leaving.account, leaving.due_at)
    begin = _("Your account is hidden, and will be deleted with everything of yours on %(day)s.") % {"day": day}
    if leaving.cause == Departure.Cause.INACTIVE:
        begin = _("We wrote to you that accounts which nobody uses are deleted.") + " " + begin
    back = _("If you change your mind before that, sign in:\n\n%(link)s") % {"link": _sign_in()}
    left = _("What is left after that:") + "".join(
        f"\n- {each}" for each in what_stays(losses(leaving.account_id).held)
    )
    return [begin, back, left]


def _sign_in() -> str:
    return f"{settings.FOLKMOOT.origin}/sign-in"


def _language(account: Account) -> str:
    return account.language or community().language


def _day(account: Account, moment: datetime) -> str:
    with timezone.override(account.time_zone or community().time_zone):
        return date_format(timezone.localtime(moment), "DATE_FORMAT")


def _send(account: Account, subject: str, text: str) -> None:
    if account.login:
        send_mail(subject, text + "\n", None, [account.login.email])
