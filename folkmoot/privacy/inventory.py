"""What leaving and taking things along keeps about people."""

from django.utils.translation import gettext_lazy as _

from folkmoot.core.inventory import INNER, MINE, SECRET, Held, Topic, Withheld, of

_NOT_LONG = _("Seven days, then file and entry are deleted; that you asked is kept for a day.")

TABLES = (
    Held(
        "privacy_export",
        Topic.SIGNING_IN,
        _("That you asked for a copy of your data, and how far it is."),
        _NOT_LONG,
        MINE,
        mine=of("account_id"),
        exported=("id", "asked_at"),
        withheld=(
            Withheld(SECRET, ("name",)),
            Withheld(INNER, ("account_id", "state", "progress", "problem", "ready_at", "bytes")),
        ),
        erased=(of("account_id"),),
    ),
    Held(
        "privacy_departure",
        Topic.SIGNING_IN,
        _("That you are leaving, and when everything of yours is erased."),
        _("Until you come back, or everything is erased."),
        MINE,
        mine=of("account_id"),
        exported=("cause", "asked_at", "due_at"),
        withheld=(Withheld(INNER, ("account_id", "begun_at")),),
        erased=(of("account_id"),),
    ),
    Held(
        "privacy_absence",
        Topic.SIGNING_IN,
        _("That you have not been here for long, and when we wrote to you about it."),
        _("Until you come back, or everything is erased."),
        MINE,
        mine=of("account_id"),
        exported=("first_at", "second_at"),
        withheld=(Withheld(INNER, ("account_id",)),),
        erased=(of("account_id"),),
    ),
    Held(
        "files: exports",
        Topic.FILES,
        _("The copies of their data that members asked for."),
        _NOT_LONG,
        MINE,
        is_table=False,
        not_exported=_("It is the export itself."),
    ),
)
