"""What all forms of pages share."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from folkmoot.core.errors import Invalid
from folkmoot.web.time_zones import time_zones

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrOrPromise as StrOrPromise

    from folkmoot.core.errors import NotAllowed


def tell(form: forms.Form, error: "Invalid | NotAllowed", **fields: str) -> None:
    """Put what the domain refused beside its field (``fields``: domain's name = form's), or above the form."""
    name = fields.get(error.field, error.field) if isinstance(error, Invalid) else ""
    form.add_error(name if name in form.fields else None, error.message)


def refused(request: "HttpRequest", template: str, context: dict[str, object]) -> HttpResponse:
    """The form once more, with what was typed and why it was not taken: 422."""
    return render(request, template, context, status=422)


def language_field(nothing: "StrOrPromise" = "") -> forms.ChoiceField:
    """A choice of the languages we speak, each by its own name; ``nothing`` is what stands for no choice."""
    choices = [("", nothing)] if nothing else []
    return forms.ChoiceField(label=_("Language"), required=False, choices=[*choices, *settings.LANGUAGES])


def time_zone_field(nothing: "StrOrPromise" = "") -> forms.ChoiceField:
    """A choice of time zones by continent; ``nothing`` is what stands for no choice."""
    choices = [("", [("", nothing)])] if nothing else []
    field = forms.ChoiceField(label=_("Time zone"), required=False, choices=[*choices, *time_zones()])
    vars(field)["groups"] = True  # the template writes its choices in groups
    return field


def time_field(label: "StrOrPromise", help_text: "StrOrPromise" = "", *, required: bool = True) -> forms.TimeField:
    """A time of day, as browsers let one choose it."""
    widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    return _Time(label=label, help_text=help_text, required=required, widget=widget)


class _Time(forms.TimeField):
    def prepare_value(self, value: Any) -> Any:
        """A time as browsers want it; what was typed stays as it is."""
        return self.widget.format_value(value)
