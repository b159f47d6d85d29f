"""The wizard behind the one-time link: it names the community and makes its first owner."""

from typing import TYPE_CHECKING

from allauth.account.utils import perform_login
from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from folkmoot.accounts.actions import create_first_owner
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.instance.actions import change_settings
from folkmoot.instance.queries import setup_link_is_live
from folkmoot.staff.forms import WizardForm
from folkmoot.web.access import Door, door
from folkmoot.web.forms import refused, tell

if TYPE_CHECKING:
    from django.http import HttpRequest

    from folkmoot.accounts.queries import Account


@door(Door.VISITORS)
@never_cache
@sensitive_post_parameters("password")
def wizard(request: "HttpRequest", token: str) -> HttpResponse:
    """Everything a community needs to begin, on one page; the link works once."""
    if not setup_link_is_live(token):
        return render(request, "staff/setup_dead.html", status=404)
    if request.method != "POST":
        return render(request, "staff/setup.html", {"form": WizardForm(initial={"language": get_language()})})
    form = WizardForm(request.POST)
    try:
        if form.is_valid():
            return _come_in(request, _begin(token, form))
    except Invalid as error:
        tell(form, error)
    except NotFound:
        return render(request, "staff/setup_dead.html", status=404)
    return refused(request, "staff/setup.html", {"form": form})


@transaction.atomic
def _begin(token: str, form: WizardForm) -> "Account":
    typed = form.cleaned_data
    owner = create_first_owner(token, typed["username"], typed["email"], typed["password"])
    change_settings(None, form.settings())
    return owner


def _come_in(request: "HttpRequest", owner: "Account") -> HttpResponse:
    messages.success(request, _("Your community is ready. Say hello, then invite the first members."))
    response: HttpResponse = perform_login(request, owner.login, redirect_url="/")
    return response
