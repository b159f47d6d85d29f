"""The forms of policies: what the program cannot know, the texts themselves, and what is to become of them."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from folkmoot.core.inventory import Words

KEEPING = ("log_days", "deletion_days", "inactive_months")  # how long; nothing typed changes nothing
FACTS = ("responsible", "contact", "postal_address", "data_place", "minimum_age", "notice_days", *KEEPING)


def _line(label: "Words", most: int, help_text: "Words", widget: type[forms.Widget] = forms.TextInput) -> forms.Field:
    """A line that may stay empty."""
    return forms.CharField(label=label, required=False, max_length=most, help_text=help_text, widget=widget)


class FactsForm(forms.Form):
    """What the texts have to say and the program cannot know."""

    responsible = _line(_("Who answers for the community"), 200, _("The name of a person, a club or a company."))
    contact = _line(_("Contact address"), 254, _("An e-mail address that is read."))
    postal_address = _line(_("Postal address"), 500, _("Many countries want one to be named."), forms.Textarea)
    data_place = _line(
        _("Where the data is kept"),
        200,
        _("Where the server and its backups stand, and at whose place: “Leipzig, at Example Hosting”."),
    )
    minimum_age = _line(_("Minimum age"), 2, _("How old members have to be. Empty: any age."))
    notice_days = _line(
        _("Notice before significant changes"),
        2,
        _("For how many days members can read about a change before it holds."),
    )
    log_days = _line(
        _("Days that the log of the server is kept"),
        3,
        _("From 1 to 90. Have the log of your server deleted as soon; it holds no full internet addresses."),
    )
    deletion_days = _line(
        _("Days to come back after deleting an account"), 3, _("From 1 to 60. Then everything of its member is erased.")
    )
    inactive_months = _line(
        _("Months until an unused account is deleted"),
        3,
        _("0 keeps accounts for ever. Before one is deleted, its member is told by mail."),
    )

    def settings(self) -> dict[str, object]:
        """What was typed."""
        typed = self.cleaned_data
        return {name: typed[name] for name in FACTS if typed[name] or name not in KEEPING}


class PublishForm(forms.Form):
    """What is to become of a text that the page showed, and from when it holds."""

    builds_on = forms.IntegerField(widget=forms.HiddenInput, initial=0, min_value=0)
    then = forms.ChoiceField(choices=[(name, name) for name in ("correct", "change")])
    effective_on = forms.DateField(
        label=_("Holds from"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class PolicyForm(PublishForm):
    """A text in every language that pages speak, and what is to become of it."""

    then = forms.ChoiceField(choices=[(name, name) for name in ("keep", "correct", "change")], initial="keep")
    checked = forms.BooleanField(
        label=_("I have put into the text myself what changed in the settings."), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, name in settings.LANGUAGES:
            self.fields[f"text_{code}"] = forms.CharField(label=name, required=False, widget=forms.Textarea)

    def texts(self) -> dict[str, str]:
        """The texts by language; those left empty are left out."""
        typed = {code: self.cleaned_data[f"text_{code}"] for code, _name in settings.LANGUAGES}
        return {code: text for code, text in typed.items() if text.strip()}

    def written(self, language: str) -> str:
        """What stands in the form in this language."""
        return str(self[f"text_{language}"].value() or "")
