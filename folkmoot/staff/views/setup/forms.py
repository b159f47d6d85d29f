"""The forms of the set-up wizard; the domain checks what they hold."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.instance.kits import KINDS, kit
from folkmoot.web.colour import DEFAULT
from folkmoot.web.forms import language_field, time_zone_field


class CommunityForm(forms.Form):
    """What the community is called, what it is and what it looks like."""

    name = forms.CharField(label=_("Name of the community"), max_length=60)
    kind = forms.ChoiceField(label=_("What kind of community is it?"))
    description = forms.CharField(label=_("What it is about"), required=False, widget=forms.Textarea)
    logo = forms.FileField(label=_("Picture"), required=False)
    without_logo = forms.BooleanField(label=_("Take the picture away"), required=False)
    colour = forms.CharField(label=_("The community's colour"), required=False, max_length=7, widget=forms.ColorInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = forms.ChoiceField(label=_("What kind of community is it?"))
        kinds.choices = [(name, kit(name).label) for name in KINDS]
        self.fields["kind"] = kinds
        self.fields["language"] = language_field()
        self.fields["time_zone"] = time_zone_field()

    def settings(self) -> Mapping[str, object]:
        """What was typed; what was not chosen stays as it is, and our own colour is kept as none."""
        typed = {name: self.cleaned_data[name] for name in ("name", "description", "language", "time_zone")}
        colour = self.cleaned_data["colour"].strip().lower()
        typed["colour"] = "" if colour == DEFAULT else colour
        return {name: value for name, value in typed.items() if value or name not in {"language", "time_zone"}}


class OwnerForm(forms.Form):
    """Whoever sets the community up."""

    username = forms.CharField(label=_("Your user name"), max_length=30)
    email = forms.EmailField(label=_("Your e-mail address"), max_length=254)
    password = forms.CharField(label=_("Your password"), widget=forms.PasswordInput, max_length=200)


class PublicContactForm(forms.Form):
    """Who answers for the community."""

    responsible = forms.CharField(label=_("Who is responsible"), max_length=200)
    contact = forms.EmailField(label=_("Contact address"), max_length=254)
    postal_address = forms.CharField(
        label=_("How else you are reached"), required=False, max_length=500, widget=forms.Textarea
    )


class ContactForm(PublicContactForm):
    """The same, and where its data is and how long it is kept."""

    data_place = forms.CharField(label=_("Where the data is kept"), max_length=200)
    log_days = forms.CharField(label=_("Days that the log of the server is kept"), max_length=3)
    inactive_months = forms.CharField(
        label=_("Months until an unused account is deleted"), max_length=3, required=False
    )


class DoorsForm(forms.Form):
    """Who may join, and what visitors see."""

    sign_up = forms.CharField(label=_("Who may join"))
    visitors = forms.CharField(label=_("What visitors see"))


class MailForm(forms.Form):
    """Where the letter goes that shows whether mail works."""

    email = forms.EmailField(label=_("Send it to"), max_length=254)


class RulesForm(forms.Form):
    """The rules, the welcome, and the lines that are offered for profiles."""

    rules = forms.CharField(label=_("Rules"), widget=forms.Textarea)
    welcome = forms.CharField(label=_("Welcome"), required=False, max_length=2000, widget=forms.Textarea)
    profile_fields = forms.CharField(
        label=_("Lines for profiles"), required=False, max_length=2000, widget=forms.Textarea
    )
