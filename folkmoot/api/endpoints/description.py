"""What there is at which address, for programs that read such descriptions (OpenAPI)."""

from hashlib import sha256
from pathlib import Path

from django.http import HttpResponse

from folkmoot.api.answers import ORIGIN
from folkmoot.api.calls import Visit, free_route

FILE = Path(__file__).parents[1] / "openapi.json"  # made by scripts/describe_api.py
ANYWHERE = "https://community.example"  # stands in it for the address of this one
_HOUR = 3_600


def show(visit: Visit) -> HttpResponse:
    """This description of the API, in OpenAPI 3.1."""
    content = FILE.read_bytes().replace(ANYWHERE.encode(), ORIGIN.encode())
    tag = f'"{sha256(content).hexdigest()[:32]}"'
    is_known = tag in visit.request.META.get("HTTP_IF_NONE_MATCH", "").replace("W/", "").replace(" ", "").split(",")
    response = HttpResponse(status=304) if is_known else HttpResponse(content, content_type="application/json")
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = f"public, max-age={_HOUR}"
    return response


ROUTES = {"GET /api/openapi.json": free_route(show)}
