"""The form in which something is decided about a member and several of their posts at once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.core.ids import id_in
from folkmoot.instance.queries import rules
from folkmoot.moderation.actions import Decision
from folkmoot.moderation.categories import CATEGORIES, OTHER
from folkmoot.staff.case_words import account_actions, post_actions
from folkmoot.staff.days import end_of
from folkmoot.web.words import apart

if TYPE_CHECKING:
    from folkmoot.posts.hydrate import PostView

HEAVIEST = 10


class ManyForm(forms.Form):
    """What is to be done about some posts of a member and about their account, and why."""

    posts = forms.MultipleChoiceField(label=_("Which of these posts"), required=False)
    post_action = forms.ChoiceField(label=_("About these posts"), required=False)
    label = forms.CharField(
        label=_("The note above them"),
        required=False,
        max_length=200,
        help_text=_("Everybody reads it. Only where you put a note above them."),
    )
    account_action = forms.ChoiceField(label=_("About the account"), required=False)
    weight = forms.IntegerField(
        label=_("How much a strike weighs"), required=False, initial=1, min_value=1, max_value=HEAVIEST
    )
    ends_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: until somebody lifts it. What is closed for good has no end."),
    )
    category = forms.ChoiceField(label=_("What it is about"), initial=OTHER)
    rule = forms.ChoiceField(label=_("Which rule it goes against"), required=False)
    law = forms.CharField(
        label=_("Which law it goes against"), required=False, max_length=300, help_text=_("Only if it is illegal.")
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=2000,
        widget=forms.Textarea,
        help_text=_("The member reads this, as you write it."),
    )

    def __init__(self, account_id: int, posts: Sequence["PostView"], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account_id = account_id
        choices: dict[str, list[tuple[str, Any]]] = {
            "posts": [(str(view.post_id), view.post_id) for view in posts],
            "post_action": list(post_actions()),
            "account_action": list(account_actions()),
            "category": [(each.key, each.words) for each in CATEGORIES],
            "rule": [("", _("None of them")), *((str(rule.id), apart(rule.text)) for rule in rules())],
        }
        for name, options in choices.items():
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = options

    def clean(self) -> dict[str, Any]:
        """Something is to be done; about posts only where some are chosen."""
        typed = super().clean() or {}
        if typed.get("post_action") and not typed.get("posts") and "posts" not in self.errors:
            self.add_error("posts", _("Choose at least one post."))
        if not typed.get("post_action") and not typed.get("account_action"):
            self.add_error("account_action", _("Choose what is to be done."))
        return typed

    def decisions(self) -> list[Decision]:
        """What was chosen: one decision for each post, and one for the account."""
        typed = self.cleaned_data
        shared: dict[str, Any] = {
            "reason": typed["reason"],
            "rule_id": id_in(typed["rule"]),
            "law": typed["law"],
            "category": typed["category"],
            "ends_at": end_of(typed["ends_on"]),
        }
        posts = typed["posts"] if typed["post_action"] else []
        made = [Decision(typed["post_action"], "post", int(each), label=typed["label"], **shared) for each in posts]
        if typed["account_action"]:
            shared |= {"weight": typed["weight"] or 1}
            if typed["account_action"] == "terminate":
                shared |= {"ends_at": None}
            made.append(Decision(typed["account_action"], "account", self.account_id, **shared))
        return made
