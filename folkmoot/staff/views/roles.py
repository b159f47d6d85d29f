"""Roles: who holds which, given by user name, taken away after a question."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from folkmoot.accounts.actions import grant_role, revoke_role
from folkmoot.accounts.capabilities import Capability, Role
from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import Held, by_username, held_roles, roles_to_give
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.staff.role_words import duties
from folkmoot.web.access import door
from folkmoot.web.entrance.factors.stepup import stepped_up
from folkmoot.web.forms import refused, tell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from folkmoot.accounts.hydrate import AccountView
    from folkmoot.web.requests import MemberRequest

LIST = "/staff/roles"


class RoleForm(forms.Form):
    """Who is to have which role."""

    whom = forms.CharField(label=gettext_lazy("User name"), max_length=60)
    role = forms.ChoiceField(label=gettext_lazy("Role"))

    def __init__(self, open_to: "Iterable[Role]", *args: Any) -> None:
        super().__init__(*args)
        chosen = self.fields["role"]
        if isinstance(chosen, forms.ChoiceField):
            chosen.choices = [("", _("Please choose")), *((role.value, role.label) for role in open_to)]


@door(Capability.ROLES)
@require_http_methods(["GET", "HEAD", "POST"])
def roles(request: "MemberRequest") -> HttpResponse:
    """Who holds which role, and what each may do; a POST gives one."""
    return _give(request) if request.method == "POST" else _page(request, RoleForm(roles_to_give(request.viewer)))


@door(Capability.ROLES)
@require_http_methods(["GET", "HEAD", "DELETE"])
def role(request: "MemberRequest", account_id: int, held: str) -> HttpResponse:
    """One role of somebody: asks before it is taken; a DELETE takes it."""
    found = [each for each in held_roles(request.viewer) if (each.account_id, each.role) == (account_id, held)]
    people = _people(found)
    if not found or account_id not in people:
        raise NotFound
    if request.method == "DELETE":
        return _take(request, found[0], people[account_id])
    return render(request, "staff/role.html", {"held": found[0], "person": people[account_id]})


@stepped_up
def _give(request: "MemberRequest") -> HttpResponse:
    form = RoleForm(roles_to_give(request.viewer), request.POST)
    if form.is_valid():
        try:
            name = form.cleaned_data["whom"].strip().lstrip("@")
            account = _named(request.viewer, name)
            grant_role(request.account, account, form.cleaned_data["role"])
        except Invalid as error:
            tell(form, error)
        else:
            told = {"who": f"@{name.lower()}", "role": Role(form.cleaned_data["role"]).label}
            messages.success(request, _("%(who)s has this role now: %(role)s. They are told by mail.") % told)
            return HttpResponseRedirect(LIST, status=303)
    return _page(request, form)


def _named(viewer: int, name: str) -> int:
    try:
        return by_username(viewer, name, "").id
    except NotFound:
        raise Invalid("whom", _("Nobody here has this user name.")) from None


@stepped_up
def _take(request: "MemberRequest", held: Held, person: "AccountView") -> HttpResponse:
    revoke_role(request.account, held.account_id, held.role)
    told = {"who": person.acct, "role": held.role.label}
    messages.success(request, _("@%(who)s does not have this role any more: %(role)s.") % told)
    return HttpResponseRedirect(LIST if held.account_id != request.viewer else "/", status=303)


def _page(request: "MemberRequest", form: RoleForm) -> HttpResponse:
    held = held_roles(request.viewer)
    owners = sum(each.role == Role.OWNER and each.active for each in held)
    people = _people(held)
    shown = [each for each in held if each.account_id in people]
    context = {"form": form, "held": shown, "people": people, "duties": duties(), "every": Role, "owners": owners}
    if request.method == "POST":
        return refused(request, "staff/roles.html", context)
    return render(request, "staff/roles.html", context)


def _people(held: "Iterable[Held]") -> "dict[int, AccountView]":
    return views(some_id for each in held for some_id in (each.account_id, each.by) if some_id)
