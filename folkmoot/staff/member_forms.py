"""What staff fill in to find members, and what states of members are called."""

import time
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.core.sealed import seal, unseal
from folkmoot.moderation.queries.members import LONGEST_ADDRESS, STATES, Sought

WORDS = gettext_lazy("Name or user name")
_SEALED_FOR = 24 * 60 * 60  # seconds
WORDS_OR_ADDRESS = gettext_lazy("Name, user name or e-mail address")


def closed(viewer: int, words: str) -> str:
    """Words that only whoever looks for them can read again, for a day."""
    return seal(f"{viewer} {int(time.time())} {words}")


def opened(viewer: int, sealed: str) -> str:
    """The same words; empty for anybody else, and later."""
    whose, _blank, rest = unseal(sealed).partition(" ")
    since, _blank, words = rest.partition(" ")
    return words if whose == str(viewer) and time.time() - int(since) < _SEALED_FOR else ""


def states() -> dict[str, str]:
    """How somebody stands here."""
    named = {
        "active": _("active"),
        "waiting": _("waiting to be let in"),
        "suspended": _("suspended"),
        "limited": _("limited"),
        "gone": _("gone"),
        "staff": _("staff"),
    }
    return {state: named[state] for state in STATES}


def _day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))


class MemberSearchForm(forms.Form):
    """Whom to look for."""

    q = forms.CharField(label=WORDS, required=False, max_length=LONGEST_ADDRESS, widget=forms.SearchInput)
    since = _day(gettext_lazy("Joined from"))
    until = _day(gettext_lazy("Joined until"))
    inviter = forms.CharField(label=gettext_lazy("Invited by (user name)"), required=False, max_length=60)
    reason = forms.CharField(
        label=gettext_lazy("Why do you need to know whom they invited?"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Only for the line above it. It stays in the staff log."),
    )

    def __init__(self, *args: Any, by_address: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = WORDS_OR_ADDRESS if by_address else WORDS
        choices = [("", _("All who are here")), *states().items()]
        self.fields["state"] = forms.ChoiceField(label=_("How they stand"), required=False, choices=choices)

    @property
    def narrows(self) -> bool:
        """Whether anything but the words is asked for."""
        return any(self[name].value() for name in ("since", "until", "inviter", "reason"))

    def sought(self) -> Sought:
        """What was typed."""
        typed = dict(self.cleaned_data)
        return Sought(typed.pop("q"), **typed)
