"""The door of pages that a community may open to visitors."""

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.http import HttpResponse, HttpResponseRedirect

from folkmoot.instance.queries import community
from folkmoot.web.access import Door, door

if TYPE_CHECKING:
    from folkmoot.web.requests import WebRequest


def opened(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let visitors in where the community is open to them; else they are asked to sign in, whatever the address."""

    @wraps(view)
    def at_the_door(request: "WebRequest", *args: Any, **kwargs: Any) -> HttpResponse:
        if request.viewer is None and community().visitors != "posts":
            return _outside(request)
        return view(request, *args, **kwargs)

    return door(Door.VISITORS)(at_the_door)


def _outside(request: "WebRequest") -> HttpResponse:
    if request.account:
        return HttpResponseRedirect("/waiting")
    return HttpResponseRedirect("/sign-in?" + urlencode({"next": request.get_full_path()}))
