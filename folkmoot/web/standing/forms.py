"""What somebody says against a decision, or answers."""

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.moderation.actions.appeal import LONGEST_APPEAL

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as StrOrPromise


class WordsForm(forms.Form):
    """A few sentences."""

    def __init__(self, label: "StrOrPromise", *args: object) -> None:
        super().__init__(*args)  # type: ignore[arg-type]  # what was posted, or nothing
        self.fields["text"] = forms.CharField(label=label, max_length=LONGEST_APPEAL, widget=forms.Textarea)


APPEAL = _("Why was this wrong?")
ANSWER = _("Your answer")
