"""Streams have an address of their own; whoever asks for one here is shown the way."""

from django.conf import settings
from django.http import HttpResponse

from folkmoot.api.answers import ORIGIN, answer
from folkmoot.api.calls import Visit, free_route
from folkmoot.api.streaming.streams import ADDRESSES
from folkmoot.core.errors import NotFound


def elsewhere(visit: Visit) -> HttpResponse:
    """The same address where programs listen; nowhere, if the web server in front should have led there."""
    there = settings.FOLKMOOT.stream_origin
    if there == ORIGIN:
        raise NotFound
    response = answer({}, status=307)
    response.headers["Location"] = there + visit.request.get_full_path()
    return response


ROUTES = {f"GET {address}": free_route(elsewhere) for address in ADDRESSES}
