"""The form in which a case is decided."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.core.ids import id_in
from folkmoot.instance.queries import rules
from folkmoot.moderation.actions import Decision
from folkmoot.staff.case_words import account_actions, post_actions
from folkmoot.staff.days import end_of
from folkmoot.web.words import apart

if TYPE_CHECKING:
    from folkmoot.moderation.queries.case import CaseView


class DecisionForm(forms.Form):
    """What is to be done about the posts and the account of a case, and why."""

    posts = forms.MultipleChoiceField(label=_("Which of these posts"), required=False)
    post_action = forms.ChoiceField(label=_("About these posts"), required=False)
    label = forms.CharField(
        label=_("The note above them"),
        required=False,
        max_length=200,
        help_text=_("Everybody reads it. Only where you put a note above them."),
    )
    account_action = forms.ChoiceField(label=_("About the account"), required=False)
    ends_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: until somebody lifts it. What is closed for good has no end."),
    )
    rule = forms.ChoiceField(label=_("Which rule it goes against"), required=False)
    law = forms.CharField(
        label=_("Which law it goes against"), required=False, max_length=300, help_text=_("Only if it is illegal.")
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("The member reads this, as you write it. It never names who reported."),
    )

    def __init__(self, case: "CaseView", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        posts = [item for item in case.items if item.kind == "post" and item.now.fate != "deleted"]
        self.options = [str(item.object_id) for item in posts]
        choices: dict[str, list[tuple[str, str]]] = {
            "posts": [(post, post) for post in self.options],
            "post_action": post_actions(),
            "account_action": account_actions(),
            "rule": [("", str(_("None of them"))), *((str(rule.id), apart(rule.text)) for rule in rules())],
        }
        for name, options in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = options

    def clean(self) -> dict[str, Any]:
        """Something done about posts is about one of them at least."""
        typed = self.cleaned_data
        if typed.get("post_action") and self.options and not typed.get("posts"):
            self.add_error("post_action", _("Choose at least one post."))
        return typed

    def decisions(self) -> Sequence[Decision]:
        """What was chosen, one decision for each post and one for the account; none where nothing was."""
        typed = self.cleaned_data
        shared: dict[str, Any] = {
            "reason": typed["reason"],
            "rule_id": id_in(typed["rule"]),
            "law": typed["law"],
        }
        posts = typed["posts"] if typed["post_action"] else []
        made = [Decision(typed["post_action"], "post", int(each), label=typed["label"], **shared) for each in posts]
        if typed["account_action"] and self.case.account:
            is_for_good = typed["account_action"] == "terminate"
            ends_at = None if is_for_good else end_of(typed["ends_on"])
            made.append(Decision(typed["account_action"], "account", self.case.account.id, ends_at=ends_at, **shared))
        return made
