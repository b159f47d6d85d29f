"""Where the rules are written: one at a time in a draft that nobody else sees, published together."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from folkmoot.accounts.capabilities import Capability
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.instance.policies import rulebook as writing
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.policies.texts import sections
from folkmoot.instance.policies.versions import history
from folkmoot.instance.policies.wordings import Wording, as_list
from folkmoot.instance.queries import as_chosen
from folkmoot.moderation.categories import category
from folkmoot.staff.rule_forms import RulebookForm, RuleForm
from folkmoot.staff.views.policies import publish_from
from folkmoot.web.access import door
from folkmoot.web.forms import refused, tell

if TYPE_CHECKING:
    from folkmoot.accounts.queries import Account
    from folkmoot.web.requests import MemberRequest

PAGE = "/staff/rules"


@door(Capability.RULES)
@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def rules(request: "MemberRequest") -> HttpResponse:
    """All rules as they would be published: a POST publishes them, a DELETE throws away what was changed."""
    if request.method == "DELETE":
        writing.forget_draft(request.account)
        messages.success(request, _("The rules stand here as they were published."))
        return HttpResponseRedirect(PAGE, status=303)
    if request.method != "POST":
        book = writing.rulebook()
        return render(request, "staff/rules.html", _page(book, RulebookForm(initial=_filled(book))))
    form = RulebookForm(request.POST)
    if form.is_valid():
        try:
            _publish(request, form)
        except Invalid as error:
            tell(form, error)
        else:
            return HttpResponseRedirect(PAGE, status=303)
    return refused(request, "staff/rules.html", _page(writing.rulebook(), form))


@door(Capability.RULES)
@require_http_methods(["GET", "HEAD", "POST"])
def new_rule(request: "MemberRequest") -> HttpResponse:
    """A rule more; a POST writes it into the draft."""
    return _form(request, None, lambda form: writing.add_rule(request.account, form.rule()))


@door(Capability.RULES)
@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def rule(request: "MemberRequest", rule_key: int) -> HttpResponse:
    """One rule: a POST says it otherwise, a DELETE leaves it out from the next version on."""
    if request.method == "DELETE":
        writing.retire_rule(request.account, rule_key)
        return _at(rule_key)
    known = writing.rulebook().rule(rule_key)

    def keep(form: RuleForm) -> int:
        writing.reword_rule(request.account, rule_key, form.rule())
        return rule_key

    return _form(request, known, keep)


@door(Capability.RULES)
@require_POST
def place(request: "MemberRequest", rule_key: int, how: str) -> HttpResponse:
    """Put a rule before or after its neighbour, or back among those that stay."""
    deeds: dict[str, Callable[[Account, int], None]] = {
        "up": writing.raise_rule,
        "down": writing.lower_rule,
        "back": writing.bring_back_rule,
    }
    if how not in deeds:
        raise NotFound
    deeds[how](request.account, rule_key)
    return _at(rule_key)


@door(Capability.RULES)
def moved(_request: "MemberRequest") -> HttpResponse:
    """Where the rules were written before."""
    return HttpResponseRedirect(PAGE)


def _form(request: "MemberRequest", known: Wording | None, keep: Callable[[RuleForm], int]) -> HttpResponse:
    if request.method != "POST":
        return render(request, "staff/rule.html", {"form": RuleForm(known=known), "rule": known})
    form = RuleForm(request.POST)
    if form.is_valid():
        try:
            return _at(keep(form))
        except Invalid as error:
            tell(form, error)
    return refused(request, "staff/rule.html", {"form": form, "rule": known})


def _publish(request: "MemberRequest", form: RulebookForm) -> None:
    shown = form.cleaned_data["builds_on"], form.cleaned_data["mark"]
    if form.cleaned_data["then"] == "correct":
        writing.publish_rules(request.account, *shown)
        messages.success(request, _("The rules are published."))
        return
    publish_from(request, form, Kind.RULES, lambda moment: writing.publish_rules(request.account, *shown, moment))
    messages.success(request, _("The rules are published. Members are told, and will be asked to agree."))


def _page(book: writing.Rulebook, form: RulebookForm) -> dict[str, object]:
    numbers = {each.key: number for number, each in enumerate(book.staying, 1)}
    return {
        "book": book,
        "form": form,
        "rows": [_row(each, numbers.get(each.key, 0), len(numbers)) for each in book.rules],
        "sections": sections(as_list(book.staying)),
        "different": book.different,
        "versions_list": history(Kind.RULES),
        "kind": Kind.RULES,
        "notice_days": as_chosen().notice_days,
    }


def _row(each: Wording, number: int, last: int) -> dict[str, object]:
    return {
        "rule": each,
        "number": number,
        "is_last": number == last,
        "about": category(each.category).words if each.category else "",
        "lacks": [name for code, name in settings.LANGUAGES if code not in each.text],
    }


def _filled(book: writing.Rulebook) -> dict[str, object]:
    days = as_chosen().notice_days if book.newest else 0
    return {"effective_on": timezone.localdate() + timedelta(days=days)}


def _at(key: int) -> HttpResponseRedirect:
    """The list, at this rule, so that the next key that is pressed finds it."""
    return HttpResponseRedirect(f"{PAGE}#rule-{key}", status=303)
