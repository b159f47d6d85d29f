"""The forms in which something is decided: in a case, or about a member and several of their posts at once."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from folkmoot.core.ids import id_in
from folkmoot.instance.queries import rules
from folkmoot.moderation.actions import Decision
from folkmoot.moderation.actions.decide import HEAVIEST, LONGEST_LABEL, LONGEST_LAW, LONGEST_REASON
from folkmoot.moderation.categories import CATEGORIES, OTHER
from folkmoot.moderation.interaction import SHUTS_OUT
from folkmoot.staff.case_words import account_actions, post_actions
from folkmoot.staff.days import end_of
from folkmoot.web.words import apart

if TYPE_CHECKING:
    from folkmoot.moderation.queries.case import CaseView
    from folkmoot.posts.hydrate import PostView


class DecisionForm(forms.Form):
    """What is to be done about some posts and about an account, and why."""

    posts = forms.MultipleChoiceField(label=_("Which of these posts"), required=False)
    post_action = forms.ChoiceField(label=_("About these posts"), required=False)
    label = forms.CharField(
        label=_("The note above them"),
        required=False,
        max_length=LONGEST_LABEL,
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
        label=_("Which law it goes against"),
        required=False,
        max_length=LONGEST_LAW,
        help_text=_("Only if it is illegal."),
    )
    reason = forms.CharField(
        label=_("Why?"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
        help_text=_("The member reads this, as you write it. It never names who reported."),
    )

    def __init__(
        self, account_id: int | None, posts: Iterable[int], *args: Any, shuts_out: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.account_id = account_id
        self.options = [str(post_id) for post_id in posts]
        self.choose("posts", [(post_id, post_id) for post_id in self.options])
        self.choose("post_action", post_actions())
        self.choose("account_action", [each for each in account_actions() if shuts_out or each[0] not in SHUTS_OUT])
        self.choose("rule", [("", _("None of them")), *_numbered()])

    def choose(self, name: str, options: Sequence[tuple[str, Any]]) -> None:
        """What a field lets one choose from."""
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = options

    def clean(self) -> dict[str, Any]:
        """Something done about posts is about one of them at least."""
        typed = super().clean() or {}
        if typed.get("post_action") and not typed.get("posts") and "posts" not in self.errors:
            self.add_error("post_action", _("Choose at least one post."))
        return typed

    def decisions(self) -> list[Decision]:
        """What was chosen, one decision for each post and one for the account; none where nothing was."""
        typed = self.cleaned_data
        posts = typed["posts"] if typed["post_action"] else []
        about_posts, about_account = self.about_posts(), self.about_account()
        made = [Decision(typed["post_action"], "post", int(each), **about_posts) for each in posts]
        if typed["account_action"] and self.account_id:
            made.append(Decision(typed["account_action"], "account", self.account_id, **about_account))
        return made

    def grounds(self) -> dict[str, Any]:
        """On what it rests."""
        typed = self.cleaned_data
        return {"reason": typed["reason"], "rule_id": id_in(typed["rule"]), "law": typed["law"]}

    def about_posts(self) -> dict[str, Any]:
        """What is decided of each post besides what is done about it."""
        return {**self.grounds(), "label": self.cleaned_data["label"]}

    def about_account(self) -> dict[str, Any]:
        """What is decided of the account besides what is done about it; for good has no end."""
        typed = self.cleaned_data
        return {
            **self.grounds(),
            "ends_at": None if typed["account_action"] == "terminate" else end_of(typed["ends_on"]),
        }


def _numbered() -> Iterable[tuple[str, str]]:
    """The rules, each with its number."""
    return ((str(rule.id), f"{number}. {apart(rule.text)}") for number, rule in enumerate(rules(), 1))


class CaseForm(DecisionForm):
    """The decision in a case; for how long is asked of the account alone."""

    def __init__(self, case: "CaseView", *args: Any, **kwargs: Any) -> None:
        posts = [item.object_id for item in case.items if item.kind == "post" and item.now.fate != "deleted"]
        super().__init__(case.account.id if case.account else None, filter(None, posts), *args, **kwargs)


class ManyForm(DecisionForm):
    """The decision about a member and several of their posts, whatever was reported of them."""

    weight = forms.IntegerField(
        label=_("How much a strike weighs"), required=False, initial=1, min_value=1, max_value=HEAVIEST
    )
    category = forms.ChoiceField(label=_("What it is about"), initial=OTHER)

    def __init__(self, account_id: int, posts: Sequence["PostView"], *args: Any, **kwargs: Any) -> None:
        super().__init__(account_id, [view.post_id for view in posts], *args, **kwargs)
        self.choose("category", [(each.key, each.words) for each in CATEGORIES])

    def clean(self) -> dict[str, Any]:
        """Something is to be done."""
        typed = super().clean()
        if not typed.get("post_action") and not typed.get("account_action") and "post_action" not in self.errors:
            self.add_error("account_action", _("Choose what is to be done."))
        return typed

    def grounds(self) -> dict[str, Any]:
        """On what it rests, and of what kind that is."""
        return {**super().grounds(), "category": self.cleaned_data["category"]}

    def about_posts(self) -> dict[str, Any]:
        """The same end for posts as for the account."""
        return {**super().about_posts(), "ends_at": end_of(self.cleaned_data["ends_on"])}

    def about_account(self) -> dict[str, Any]:
        """The same, and how much a strike weighs."""
        return {**super().about_account(), "weight": self.cleaned_data["weight"] or 1}
