"""What there is at which address, for programs that read such descriptions (OpenAPI)."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from django.http import HttpResponse
from django.utils.http import parse_etags

from folkmoot.api.answers import ORIGIN
from folkmoot.api.calls import Visit, free_route

FILE = Path(__file__).parents[1] / "openapi.json"  # made by scripts/describe_api.py
ANYWHERE = "https://community.example"  # stands in it for the address of this one
_HOUR = 3_600


def show(visit: Visit) -> HttpResponse:
    """This description of the API, in OpenAPI 3.1."""
    content, tag = _described(ORIGIN)
    known = {each.removeprefix("W/") for each in parse_etags(visit.request.META.get("HTTP_IF_NONE_MATCH", ""))}
    is_known = not known.isdisjoint({tag, "*"})
    response = HttpResponse(status=304) if is_known else HttpResponse(content, content_type="application/json")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={_HOUR}"
    return response


@cache
def _described(origin: str) -> tuple[bytes, str]:
    """The description as it is for a community at this address, and its tag."""
    content = FILE.read_bytes().replace(ANYWHERE.encode(), origin.encode())
    return content, f'"{sha256(content).hexdigest()[:32]}"'


ROUTES = {"GET /api/openapi.json": free_route(show)}
