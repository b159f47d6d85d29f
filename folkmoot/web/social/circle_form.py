"""The form of a circle."""

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.relations.actions import CircleDraft


class CircleForm(forms.Form):
    """Its name, and how it is read."""

    title = forms.CharField(label=_("Name of the circle"), max_length=60)
    replies = forms.ChoiceField(
        label=_("Which answers of its people are shown?"),
        required=False,
        choices=(
            ("list", _("Those to others on the circle")),
            ("followed", _("Those to everybody you follow")),
            ("none", _("None")),
        ),
    )
    exclusive = forms.BooleanField(label=_("Show its people only here, and not at home"), required=False)

    def draft(self) -> CircleDraft:
        """What was typed, for the domain."""
        typed = self.cleaned_data
        return CircleDraft(typed["title"], typed["replies"] or "list", typed["exclusive"])
