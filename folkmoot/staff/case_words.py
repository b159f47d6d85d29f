"""What states, decisions and ages of cases are called, for the people who decide."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from folkmoot.moderation.categories import URGENT
from folkmoot.moderation.queries.queue import SHELVES, Shelf
from folkmoot.moderation.words import deeds


def state(name: str) -> str:
    """How a case stands."""
    return {
        "open": _("To be decided"),
        "escalated": _("Left to the owners"),
        "waiting": _("Waits for an answer"),
        "decided": _("Decided"),
        "closed": _("Closed, nothing was to be done"),
    }[name]


def shelves() -> list[tuple[Shelf, str]]:
    """The parts of the queue, each by its name."""
    named = {
        "open": _("All"),
        "mine": _("Yours"),
        "free": _("Nobody has"),
        "escalated": _("With the owners"),
        "waiting": _("Waiting"),
        "done": _("Done"),
    }
    return [(shelf, named[shelf]) for shelf in SHELVES]


def deed(action: str) -> str:
    """What was decided, in a word or two."""
    return deeds().get(action, action)


def post_actions() -> list[tuple[str, str]]:
    """What can be done about posts, the mildest first."""
    return [
        ("", _("Leave them as they are")),
        ("label", _("Put a note above them")),
        ("age_gate", _("Show them to adults only, after a question")),
        ("limit", _("Let nobody answer, boost or quote them")),
        ("demote", _("Show them to followers only, in no other list")),
        ("hide", _("Hide them until we have looked more closely")),
        ("remove", _("Remove them")),
    ]


def account_actions() -> list[tuple[str, str]]:
    """What can be done about an account, the mildest first."""
    return [
        ("", _("Nothing")),
        ("warn", _("Warn them")),
        ("strike", _("Give them a strike")),
        ("demote", _("Keep their posts out of lists that everybody reads")),
        ("limit", _("Let only their followers hear of them")),
        ("suspend", _("Suspend the account")),
        ("terminate", _("Close the account for good")),
    ]


def grave(priority: int) -> str:
    """How soon something is to be looked at, in a word."""
    if priority >= _LIFE:
        return _("A life may be in danger")
    if priority >= _HIGH:
        return pgettext("of a case", "Urgent")
    return pgettext("of a case", "Soon") if priority >= _MIDDLE else pgettext("of a case", "When there is time")


def reports(number: int) -> str:
    """How many said so."""
    return ngettext("%(count)d report", "%(count)d reports", number) % {"count": number}


def ages() -> list[str]:
    """How long open cases wait, as the figures count them."""
    return [
        _("less than an hour"),
        _("1 to 6 hours"),
        _("6 hours to a day"),
        _("1 to 3 days"),
        _("3 days to a week"),
        _("more than a week"),
    ]


_LIFE, _HIGH, _MIDDLE = 10, URGENT, 3
