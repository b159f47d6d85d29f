"""The forms of the rules: one rule in the languages that pages speak, and what is to become of all of them."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from folkmoot.instance.actions.rules import LONGEST_RULE
from folkmoot.instance.policies.rulebook import LONGEST_HINT, NewRule
from folkmoot.instance.policies.wordings import Wording
from folkmoot.instance.queries import manner
from folkmoot.moderation.categories import CATEGORIES
from folkmoot.staff.policy_forms import PublishForm


class RuleForm(forms.Form):
    """One rule: its title, what stands below it, and the kind of report it is about."""

    text = forms.CharField(label=_("The rule in short"), max_length=LONGEST_RULE, help_text=_("“No advertising.”"))
    hint = forms.CharField(
        label=_("What it means"),
        required=False,
        max_length=LONGEST_HINT,
        widget=forms.Textarea,
        help_text=_("An example, an exception, the reason: whatever helps to keep it."),
    )
    category = forms.ChoiceField(
        label=_("Goes with reports about"),
        required=False,
        choices=lambda: [("", _("nothing in particular")), *((each.key, each.words) for each in CATEGORIES)],
        help_text=_("Whoever reports that is told that it breaks this rule."),
    )

    def __init__(self, *args: Any, known: Wording | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = manner().language
        self.others = [(code, name) for code, name in settings.LANGUAGES if code != self.own]
        for code, _name in self.others:
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("The rule in short"), required=False, max_length=LONGEST_RULE
            )
            self.fields[f"hint_{code}"] = forms.CharField(
                label=_("What it means"), required=False, max_length=LONGEST_HINT, widget=forms.Textarea
            )
        if known:
            self.initial.update(self._filled(known))

    def rule(self) -> NewRule:
        """What was typed."""
        return NewRule(self._typed("text"), self._typed("hint"), self.cleaned_data["category"])

    def in_others(self) -> list[tuple[str, str, forms.BoundField, forms.BoundField]]:
        """The fields for the languages that are not the community's own."""
        return [(code, name, self[f"text_{code}"], self[f"hint_{code}"]) for code, name in self.others]

    def _typed(self, field: str) -> dict[str, str]:
        others = {code: self.cleaned_data[f"{field}_{code}"] for code, _name in self.others}
        return {self.own: self.cleaned_data[field]} | others

    def _filled(self, known: Wording) -> dict[str, str]:
        filled = {"text": known.text.get(self.own, ""), "hint": known.hint.get(self.own, "")}
        for code, _name in self.others:
            filled |= {f"text_{code}": known.text.get(code, ""), f"hint_{code}": known.hint.get(code, "")}
        return filled | {"category": known.category}


class RulebookForm(PublishForm):
    """What is to become of the draft of all rules that the page showed."""

    mark = forms.CharField(required=False)
