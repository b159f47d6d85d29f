"""What somebody tells us without being a member."""

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.core.errors import Invalid
from folkmoot.moderation.actions.notice import LONGEST_EXPLANATION, LONGEST_NAME
from folkmoot.moderation.categories import CATEGORIES
from folkmoot.moderation.queries.places import places


class NoticeForm(forms.Form):
    """Where it is, what it is, why; who tells of it may stay unsaid."""

    addresses = forms.CharField(
        label=_("Where is it?"),
        widget=forms.Textarea,
        error_messages={"required": _("Please say where it is: copy the address of the page.")},
    )
    category = forms.ChoiceField(
        label=_("What is it about?"),
        choices=[("", _("Please choose")), *((each.key, each.words) for each in CATEGORIES)],
        error_messages={"required": _("Please choose what it is about.")},
    )
    explanation = forms.CharField(
        label=_("What is wrong with it?"),
        widget=forms.Textarea,
        max_length=LONGEST_EXPLANATION,
        error_messages={"required": _("Please explain what is wrong with it.")},
    )
    your_name = forms.CharField(label=_("Your name"), required=False, max_length=LONGEST_NAME)
    your_email = forms.EmailField(
        label=_("Your e-mail address"),
        required=False,
        error_messages={"invalid": _("This is no e-mail address.")},
    )
    sincere = forms.BooleanField(
        label=_("I believe in good faith that what I write here is accurate and complete."),
        error_messages={"required": _("We can only act on what you believe to be true.")},
    )

    def clean_addresses(self) -> tuple[str, ...]:
        """One address in each line, all of them in this community."""
        lines: tuple[str, ...] = tuple(self.cleaned_data["addresses"].split())
        try:
            places(lines)
        except Invalid as error:
            raise forms.ValidationError(error.message) from error
        return lines
