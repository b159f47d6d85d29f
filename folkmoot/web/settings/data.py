"""Your data: a copy of everything, what is kept, and the way out."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.core.errors import NotFound, TooMany
from folkmoot.core.inventory import by_topic
from folkmoot.privacy.actions import ask_for_export
from folkmoot.privacy.queries import latest_export, may_ask_at
from folkmoot.web.entrance.factors.stepup import stepped_up
from folkmoot.web.settings.storage import size

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

_LEAST = 100_000  # bytes: a copy of little is told as a tenth of a megabyte, not as nothing


@require_http_methods(["GET", "HEAD", "POST"])
def data(request: "MemberRequest") -> HttpResponse:
    """How the copy stands; a POST asks for one."""
    if request.method == "POST":
        return _ask(request)
    export = latest_export(request.viewer)
    context = {
        "export": export,
        "size": size(max(export.bytes, _LEAST)) if export else "",
        "again_at": may_ask_at(request.viewer),
        "topics": by_topic(),
    }
    return render(request, "settings/data.html", context)


@stepped_up
@require_safe
def fetch(request: "MemberRequest") -> HttpResponse:
    """The copy itself, for nobody who only found a browser open."""
    export = latest_export(request.viewer)
    if export is None or not export.address:
        raise NotFound
    return HttpResponseRedirect(export.address)


@stepped_up
def _ask(request: "MemberRequest") -> HttpResponse:
    try:
        ask_for_export(request.account)
    except TooMany as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("Your copy is being made. You will get mail when it is ready."))
    return HttpResponseRedirect("/settings/data", status=303)
