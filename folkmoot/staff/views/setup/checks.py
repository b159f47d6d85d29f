"""The page of live checks: disk, clock, mail, backup, HTTPS, owners."""

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from folkmoot.accounts.capabilities import Capability
from folkmoot.instance.actions import finish_step
from folkmoot.staff.views.setup.looking import examine
from folkmoot.staff.views.setup.steps import after, steps_of_owner
from folkmoot.web.access import door

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest


@door(Capability.SETTINGS)
@never_cache
def checks(request: "MemberRequest") -> HttpResponse:
    """What was found a moment ago; a POST goes on."""
    steps = steps_of_owner(request, "checks")
    if request.method == "POST":
        finish_step(request.account, "checks")
        return HttpResponseRedirect(after(steps, "checks"), status=303)
    return render(request, "staff/setup/checks.html", {"steps": steps, "found": examine()})
