"""What the numbers are called."""

from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from folkmoot.core.small_counts import FEWEST
from folkmoot.moderation import dsa
from folkmoot.moderation.categories import CATEGORIES
from folkmoot.moderation.queries.transparency import LAPSED, LAW, OPEN, RULES, UNKNOWN
from folkmoot.web.words import number

_HOUR, _TWO_DAYS = timedelta(hours=1), timedelta(days=2)


def too_few() -> str:
    """In place of a number that would point at somebody."""
    return _("fewer than %(count)s") % {"count": number(FEWEST)}


def everything_else() -> str:
    """What is counted together, since each would be too small."""
    return _("Everything else, too little to tell apart")


def usual(took: timedelta | None) -> str:
    """Within how much time half of something was done."""
    if took is None:
        return _("too few to say")
    if took < _HOUR:
        return _("less than an hour")
    if took < _TWO_DAYS:
        hours = round(took / _HOUR)
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    days = round(took / timedelta(days=1))
    return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def categories() -> dict[str, str]:
    """What a report can be about."""
    return {each.key: str(each.words) for each in CATEGORIES}


def doors() -> dict[str, str]:
    """By which door a report came."""
    return {"user_flag": _("By members"), "art16_notice": _("By anybody, with a notice")}


def outcomes_of_reports() -> dict[str, str]:
    """What became of reports."""
    return {
        "acted": _("Something was done"),
        "dismissed": _("Nothing had to be done"),
        OPEN: _("Not decided yet"),
        LAPSED: _("The account was deleted before"),
    }


def grounds() -> dict[str, str]:
    """On what a decision can rest."""
    return {LAW: _("The law"), RULES: _("The rules of this community"), UNKNOWN: _erased()}


def sources() -> dict[str, str]:
    """How it came to be known what a decision is about."""
    return {
        dsa.OTHER_NOTICE: _("Members reported it"),
        dsa.NOTICE: _("Somebody sent a notice"),
        dsa.VOLUNTARY: _("Moderators came upon it themselves"),
        UNKNOWN: _erased(),
    }


def objectors() -> dict[str, str]:
    """Who objects to decisions."""
    return {"author": _("By whom the decision was about"), "notifier": _("By whoever had reported")}


def outcomes_of_objections() -> dict[str, str]:
    """What became of objections."""
    return {
        "upheld": _("The decision stands"),
        "overturned": _("The decision was wrong, and was taken back"),
        "partly": _("The decision went too far, and was made milder"),
        OPEN: _("Not decided yet"),
        LAPSED: _("The account was deleted before"),
    }


def month_form() -> str:
    """How a month is written."""
    # Translators: a month, in the letters of Django's date filter: F month, Y year
    return pgettext("month with year", "F Y")


def _erased() -> str:
    return _("No longer known: the account was deleted")
