"""Members are asked to agree to significant changes: on a page of its own, once they hold; reading goes on without."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from folkmoot.accounts.actions import agree as agree_to
from folkmoot.accounts.queries import asked_of
from folkmoot.core.ids import LARGEST_ID
from folkmoot.instance.policies.versions import changes
from folkmoot.instance.queries import manner
from folkmoot.web import errors
from folkmoot.web.social.back import local

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest, WebRequest

READS_ONLY = "reads_only"  # in the session: the version that somebody would rather not agree to yet
_FREE = (
    *("/agree", "/privacy", "/terms", "/rules", "/contact", "/settings", "/sign-out", "/source"),
    *("/transparency", "/transparency.csv"),
    *("/second-step", "/step-up", "/passkeys"),
    *("/decisions", "/appeals", "/unsubscribe"),
)


def agree(request: "MemberRequest") -> HttpResponse:
    """What is different, and a button; a POST agrees to what was on the page."""
    if request.method == "POST":
        agree_to(request.account, _number(request.POST.get("up_to", "")))
        request.session.pop(READS_ONLY, None)
        messages.success(request, _("Thank you. It is noted that you agreed."))
        return _on(request)
    asked = asked_of(request.account)
    if not asked:
        return _on(request)
    moment = now()
    context: dict[str, object] = {"asked": [(each, changes(each)) for each in asked], "up_to": asked[-1].id}
    context |= {"moment": moment, "holds": any(each.is_effective(moment) for each in asked)}
    return render(request, "policies/agree.html", context | {"next": _next(request)})


@require_POST
def later(request: "MemberRequest") -> HttpResponse:
    """Go on reading without having agreed; to write, one is asked again."""
    request.session[READS_ONLY] = manner().asks
    messages.info(request, _("You can read everything. Before you write something, you will be asked again."))
    return _on(request)


def asked_to_agree(request: "WebRequest") -> HttpResponse | None:
    """The answer to somebody who has to agree first, where that is so; costs nobody else a statement."""
    wanted = manner().asks
    if not wanted or getattr(request.user, "agreed", wanted) >= wanted or _is_free(request.path):
        return None
    if request.method not in {"GET", "HEAD"}:
        return _before_writing(request)
    part_of_page = request.htmx or request.headers.get("Sec-Fetch-Dest", "document") != "document"
    if part_of_page or request.session.get(READS_ONLY) == wanted:
        return None
    return HttpResponseRedirect("/agree?" + urlencode({"next": request.get_full_path()}))


def _before_writing(request: "WebRequest") -> HttpResponse:
    if request.htmx:
        return HttpResponse(headers={"HX-Redirect": "/agree"})
    text = _(
        "Before you can write here, please read what changed and say whether you agree. Open it in another tab, then "
        "send this from here."
    )
    return errors.show(
        request, errors.Trouble(403, _("One question first"), text, keeps=True, also=("/agree", _("What changed")))
    )


def _is_free(path: str) -> bool:
    return any(path == each or path.startswith(f"{each}/") for each in _FREE)


def _next(request: "WebRequest") -> str:
    wanted = local(request, request.POST.get("next") or request.GET.get("next") or "")
    return wanted if wanted and not wanted.startswith("/agree") else "/"


def _on(request: "WebRequest") -> HttpResponseRedirect:
    return HttpResponseRedirect(_next(request), status=303)


def _number(text: str) -> int:
    return min(int(text), LARGEST_ID) if text.isascii() and text.isdigit() else 0
