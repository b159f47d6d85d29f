"""Step-up: whoever changes something grave shows once more that they are the member.

Put ``@stepped_up`` below the door of a view (``@door(…)`` stays outermost), or around it where it gets its address.
Who signed in, or showed a password, an app's code or a passkey within the last ten minutes, notices nothing; others are
asked on a page in between that keeps what they typed (files and passwords apart), then the view is called as if
nothing had been. ``/step-up?next=/address`` asks before a page, where a link is better than a surprise.
"""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from folkmoot.web.entrance.factors import passkeys, proof
from folkmoot.web.entrance.factors.showing import ShowingForm
from folkmoot.web.social.back import local

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

PREFIX = "step_up"
ADDRESS = "/step-up"
HOME = "/settings/safety"
_REFUSED, _ASKED_OF = 422, {"GET": 200, "HEAD": 200}


def stepped_up[View: Callable[..., Any]](view: View) -> View:
    """Only for who showed within the last ten minutes that they are the member."""

    @wraps(view)
    def once_more(request: "MemberRequest", *args: Any, **kwargs: Any) -> Any:
        before = request.POST.get(f"{PREFIX}-before", "")
        if not proof.is_fresh(request) and (asked := _asked(request, before)):
            return asked
        if before == "GET":
            return HttpResponseRedirect(request.get_full_path(), status=303)
        if before:
            _forget(request)
        return view(request, *args, **kwargs)

    return once_more  # type: ignore[return-value]  # the same to whoever calls it


@stepped_up
def step_up(request: "MemberRequest") -> HttpResponse:
    """Show that it is you, then go where you wanted to."""
    return HttpResponseRedirect(local(request, request.GET.get("next", "")) or HOME, status=303)


def _asked(request: "MemberRequest", before: str) -> HttpResponse | None:
    """The page in between; nothing once it was answered well."""
    if request.htmx:
        query = urlencode({"next": request.htmx.current_url_abs_path or HOME})
        return HttpResponse(headers={"HX-Redirect": f"{ADDRESS}?{query}"})
    form = ShowingForm(request, proof.login_of(request), passkeys.STEP_UP, prefix=PREFIX, given=bool(before))
    return None if before and form.is_valid() else _page(request, form, before)


def _page(request: "MemberRequest", form: ShowingForm, before: str) -> HttpResponse:
    sent = before or ("GET" if request.method in _ASKED_OF else "POST")
    context = {"form": form, "before": sent, "kept": _kept(request), "purpose": passkeys.STEP_UP}
    status = _REFUSED if before else _ASKED_OF.get(request.method or "", 403)
    response = render(request, "factors/step_up.html", context, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _kept(request: "MemberRequest") -> list[tuple[str, str]]:
    """What was typed, to be sent again; not what is secret, and not what is ours."""
    pairs = ((name, value) for name, values in request.POST.lists() for value in values)
    ours = ("csrfmiddlewaretoken", f"{PREFIX}-")
    return [(name, value) for name, value in pairs if not name.startswith(ours) and "password" not in name]


def _forget(request: "MemberRequest") -> None:
    """The view gets what was meant for it, and no password that was not."""
    given = request.POST.copy()
    for name in [name for name in given if name.startswith(f"{PREFIX}-")]:
        del given[name]
    request.POST = given  # type: ignore[assignment]  # Django's own way to change it
