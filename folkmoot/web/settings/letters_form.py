"""The form about letters and devices."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.notifications.letters.sorts import LABELS, MAILED, SORTS
from folkmoot.notifications.letters.wishes import HOURS, Digest, Wishes
from folkmoot.web.forms import time_field

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField

    from folkmoot.core.inventory import Words


class Row(NamedTuple):
    """One sort of news with its switches; ``mail`` is missing where a letter comes in any case."""

    label: "Words"
    push: "BoundField"
    mail: "BoundField | None"


class LettersForm(forms.Form):
    """Two switches for each sort of news, the digest, and quiet hours."""

    digest = forms.ChoiceField(label=_("A digest of what you missed"), choices=Digest.choices)
    hour = forms.TypedChoiceField(
        label=_("At what hour"), choices=[(str(hour), f"{hour:02}:00") for hour in HOURS], coerce=int
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quiet_from"] = time_field(_("Quiet from"), required=False)
        self.fields["quiet_until"] = time_field(_("Quiet until"), required=False)
        for sort in SORTS:
            self.fields[f"push_{sort}"] = forms.BooleanField(label=LABELS[sort], required=False)
        for sort in MAILED:
            self.fields[f"mail_{sort}"] = forms.BooleanField(label=LABELS[sort], required=False)

    def rows(self) -> Iterator[Row]:
        """The sorts of news in their order."""
        for sort, label in LABELS.items():
            yield Row(label, self[f"push_{sort}"], self[f"mail_{sort}"] if sort in MAILED else None)

    def wanted(self) -> Wishes:
        """What was chosen."""
        typed = self.cleaned_data
        rest = {name: typed[name] for name in ("digest", "hour", "quiet_from", "quiet_until")}
        mail = frozenset(sort for sort in MAILED if typed[f"mail_{sort}"])
        return Wishes(mail, frozenset(sort for sort in SORTS if not typed[f"push_{sort}"]), **rest)


def filled(wishes: Wishes) -> dict[str, object]:
    """What was chosen so far, for the form."""
    values: dict[str, object] = {name: getattr(wishes, name) for name in ("digest", "quiet_from", "quiet_until")}
    switches = {f"push_{sort}": sort not in wishes.silent for sort in SORTS}
    return {**values, "hour": str(wishes.hour), **switches, **{f"mail_{sort}": sort in wishes.mail for sort in MAILED}}
