"""What can become of an objection, and what was decided, in few words for staff."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from folkmoot.moderation.queries.appeal_page import AppealPage


def outcomes(page: "AppealPage") -> list[tuple[str, str, str]]:
    """What can be answered: the word, what it says, and what it does."""
    if page.row.by != "author":
        return [
            ("upheld", _("It stays as it is"), ""),
            ("overturned", _("It is looked at again"), _("The report is open again, in a case.")),
        ]
    milder = ("partly", _("It went too far"), _("It is taken back, and something milder takes its place."))
    return [
        ("upheld", _("The decision stands"), ""),
        ("overturned", _("The decision is taken back"), _("Everything is as it was before.")),
        *([milder] if page.milder else []),
    ]


def short_words() -> dict[str, str]:
    """What was decided."""
    return {
        "label": _("a note"),
        "age_gate": _("for grown-ups only"),
        "limit": _("limited"),
        "demote": _("not in public feeds"),
        "hide": _("hidden"),
        "remove": _("removed"),
        "warn": _("warned"),
        "strike": _("a strike"),
        "suspend": _("suspended"),
        "terminate": _("closed"),
    }
