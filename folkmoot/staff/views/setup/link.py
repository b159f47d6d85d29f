"""Behind the one-time link: the community and its first owner. Once there is one, the link is dead."""

from typing import TYPE_CHECKING

from allauth.account.utils import perform_login
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from folkmoot.accounts.actions import create_first_owner
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.instance.actions import finish_step
from folkmoot.instance.queries import setup_link_is_live
from folkmoot.staff.views.setup.community import community_page
from folkmoot.staff.views.setup.forms import OwnerForm
from folkmoot.staff.views.setup.steps import SAFETY, steps_by_link
from folkmoot.web.access import Door, door
from folkmoot.web.entrance.factors import proof
from folkmoot.web.forms import refused, tell

if TYPE_CHECKING:
    from django.http import HttpRequest

    from folkmoot.accounts.queries import Account

PAGE = "staff/setup/owner.html"


@door(Door.VISITORS)
@never_cache
def community(request: "HttpRequest", token: str) -> HttpResponse:
    """The first page: what the community is called, what it is, what it looks like."""
    if not setup_link_is_live(token):
        return _dead(request)
    return community_page(request, None, steps_by_link(token, "community"), f"/setup/{token}/owner")


@door(Door.VISITORS)
@never_cache
@sensitive_post_parameters("password")
def owner(request: "HttpRequest", token: str) -> HttpResponse:
    """The second page spends the link: it makes the first owner, who goes on signed in."""
    if not setup_link_is_live(token):
        return _dead(request)
    context: dict[str, object] = {"steps": steps_by_link(token, "owner"), "form": OwnerForm()}
    if request.method != "POST":
        return render(request, PAGE, context)
    form = OwnerForm(request.POST)
    try:
        if form.is_valid():
            return _come_in(request, _begin(token, form))
    except Invalid as error:
        tell(form, error)
    except NotFound:
        return _dead(request)
    return refused(request, PAGE, context | {"form": form})


@transaction.atomic
def _begin(token: str, form: OwnerForm) -> "Account":
    typed = form.cleaned_data
    made = create_first_owner(token, typed["username"], typed["email"], typed["password"])
    finish_step(None, "owner")
    return made


def _come_in(request: "HttpRequest", made: "Account") -> HttpResponse:
    text = _("Welcome! Running a community takes a second step at signing in. Choose one here, then go on setting up.")
    messages.success(request, text)
    response: HttpResponse = perform_login(request, made.login, redirect_url=SAFETY)
    if made.login:
        proof.note(request, made.login, proof.PASSWORD)
    return response


def _dead(request: "HttpRequest") -> HttpResponse:
    return render(request, "staff/setup_dead.html", status=404)
