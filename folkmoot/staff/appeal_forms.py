"""What staff write about appeals and about threats to life; the domain checks what these forms hold."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.moderation.police import COUNTRIES
from folkmoot.staff.appeal_words import outcomes, short_words

if TYPE_CHECKING:
    from folkmoot.moderation.queries.appeal_page import AppealPage


class AnswerForm(forms.Form):
    """How it ends, and why."""

    outcome = forms.ChoiceField(label=_("What becomes of it?"))
    instead = forms.ChoiceField(label=_("What takes its place"), required=False)
    ends_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Only where something takes its place. Empty: until somebody lifts it."),
    )
    reasons = forms.CharField(
        label=_("Why? Whoever asked reads it."),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("At least 50 characters, in words that a person understands."),
    )

    def __init__(self, page: "AppealPage", *args: Any) -> None:
        super().__init__(*args)
        self.choose("outcome", [(value, label) for value, label, _sentence in outcomes(page)])
        self.choose("instead", [("", "–"), *((each, short_words()[each]) for each in page.milder)])
        if not page.milder:
            del self.fields["instead"], self.fields["ends_on"]

    def choose(self, name: str, options: list[tuple[str, str]]) -> None:
        """What a field lets one choose from."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = options


class QuestionForm(forms.Form):
    """A question to whoever appealed."""

    question = forms.CharField(label=_("What do you want to know?"), max_length=5000, widget=forms.Textarea)


class CountryForm(forms.Form):
    """Where the person in danger probably is."""

    country = forms.ChoiceField(
        label=_("Where is the person in danger?"),
        choices=lambda: sorted(COUNTRIES.items(), key=lambda each: str(each[1])),
    )


class ReferralForm(CountryForm):
    """What the police read."""

    text = forms.CharField(
        label=_("What to tell the police"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea,
        help_text=_("Empty, or with another country: it is written anew from the case."),
    )


class SentForm(forms.Form):
    """To whom it was told."""

    how = forms.CharField(
        label=_("To whom did you tell it, and how?"),
        max_length=500,
        help_text=_("For example: by phone to the police of Porto at 3:10, number 4711."),
    )
