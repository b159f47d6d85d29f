"""The form of a collection."""

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.relations.actions import CollectionDraft
from folkmoot.relations.queries import CollectionView
from folkmoot.web.social.languages import LANGUAGES


class CollectionForm(forms.Form):
    """What it is called, what it says, and where it stands."""

    name = forms.CharField(label=_("Name of the collection"), max_length=40)
    description = forms.CharField(label=_("What these people have in common"), max_length=100, required=False)
    tag_name = forms.CharField(label=_("A hashtag that fits"), max_length=101, required=False)
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("None in particular")), *LANGUAGES.items()]
    )
    sensitive = forms.BooleanField(label=_("It is about something that not everybody wants to see"), required=False)
    listed = forms.BooleanField(label=_("Show it on my profile"), required=False)

    def draft(self) -> CollectionDraft:
        """What was typed, for the domain."""
        typed = self.cleaned_data
        return CollectionDraft(
            typed["name"], typed["description"], typed["language"], typed["tag_name"],
            sensitive=typed["sensitive"], listed=typed["listed"],
        )  # fmt: skip


def filled(known: CollectionView) -> dict[str, object]:
    """A collection as the form shows it."""
    return {
        "name": known.name,
        "description": known.description,
        "tag_name": known.tag,
        "language": known.language,
        "sensitive": known.sensitive,
        "listed": known.listed,
    }
