"""When more opens for a member, in words: what a refusal says, and the page that explains it."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries.trust import Missing, level_of, missing, row_of
from folkmoot.accounts.reach import Level

_A_DAY = 24  # hours


def when_more(account: Account) -> str:
    """When a member comes to the next level, in the middle of a sentence."""
    return when_at(account, Level(min(level_of(account) + 1, Level.MEMBER)))


def no_links_yet(account: Account) -> str:
    """Why a member shows nobody the way elsewhere, and from when on they may."""
    return _("Links to other sites open for you %(when)s.") % {"when": when_more(account)}


def when_at(account: Account, level: Level) -> str:
    """When a member comes to a level, in the middle of a sentence."""
    return when(missing(row_of(account.id), level))


def when(left: Missing) -> str:
    """The same for what is missing: the time first, then what has to be done meanwhile."""
    if left.held:
        return _("once what was decided about you no longer holds")
    if left.hours > _A_DAY:
        time = ngettext("in %(count)s more day", "in %(count)s more days", left.days) % {"count": left.days}
    elif left.hours:
        time = ngettext("in %(count)s more hour", "in %(count)s more hours", left.hours) % {"count": left.hours}
    else:
        return _deeds(left) or _("from now on")
    return _("%(time)s, if you read along until then") % {"time": time} if _is_left(left) else time


def _is_left(left: Missing) -> bool:
    return bool(left.seen or left.minutes or left.lately)


def _deeds(left: Missing) -> str:
    if days := max(left.seen, left.lately):
        words = ngettext("once you were here on %(count)s more day", "once you were here on %(count)s more days", days)
        return words % {"count": days}
    words = ngettext("after %(count)s more minute of reading", "after %(count)s more minutes of reading", left.minutes)
    return words % {"count": left.minutes} if left.minutes else ""
