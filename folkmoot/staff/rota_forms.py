"""The forms of the rota: hours in which somebody looks after cases, and those in which they are left in peace."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.moderation.actions.rota import Peace
from folkmoot.staff.rota_words import WORKDAYS, weekday_choices
from folkmoot.web.forms import time_field

if TYPE_CHECKING:
    from folkmoot.core.inventory import Words
    from folkmoot.moderation.queries.rota import HoursView


class DutyForm(forms.Form):
    """On which days, from when until when."""

    weekdays = forms.ChoiceField(label=_("On"), choices=weekday_choices, initial=WORKDAYS)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["begins"] = time_field(_("From"))
        self.fields["ends"] = time_field(_("Until"), _("Earlier than the beginning, or the same: on the next day."))


class PeaceForm(forms.Form):
    """Quiet hours of every day, and an absence."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["quiet_from"] = time_field(_("Quiet from"), required=False)
        self.fields["quiet_until"] = time_field(_("Quiet until"), required=False)
        self.fields["away_from"] = _date(_("Away from"))
        self.fields["away_until"] = _date(_("Last day away"))

    @classmethod
    def filled(cls, view: "HoursView") -> "PeaceForm":
        """The form as somebody's hours stand."""
        quiet, away = view.quiet or ("", ""), view.away or ("", "")
        return cls(initial=dict(zip(Peace._fields, (*quiet, *away), strict=True)))

    def wanted(self) -> Peace:
        """What was typed."""
        return Peace(**{name: self.cleaned_data[name] for name in Peace._fields})


def _date(label: "Words") -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return _Date(label=label, required=False, widget=widget)


class _Date(forms.DateField):
    def prepare_value(self, value: Any) -> Any:
        """A day as browsers want it; what was typed stays as it is."""
        return self.widget.format_value(value)
