"""What runs here, in the words that programs for every kind of server share (NodeInfo 2.0)."""

from importlib.metadata import version

from django.http import HttpResponse

from folkmoot.api.addresses import NODEINFO, NODEINFO_2
from folkmoot.api.answers import ORIGIN, answer
from folkmoot.api.calls import Visit, free_route
from folkmoot.instance.queries import community
from folkmoot.timelines.queries import figures

_SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/2.0"


def where(_visit: Visit) -> HttpResponse:
    """Where it is said."""
    return answer({"links": [{"rel": _SCHEMA, "href": f"{ORIGIN}{NODEINFO_2}"}]})


def show(_visit: Visit) -> HttpResponse:
    """The program, whether it takes members, and how many there are: what ``/api/v1/instance`` says as well."""
    here, numbers = community(), figures()
    return answer(
        {
            "version": "2.0",
            "software": {"name": "folkmoot", "version": version("folkmoot")},
            "protocols": [],
            "services": {"inbound": [], "outbound": []},
            "openRegistrations": here.sign_up == "open",
            "usage": {
                "users": {"total": numbers.members, "activeMonth": numbers.here_lately},
                "localPosts": numbers.posts,
            },
            "metadata": {"nodeName": here.name, "nodeDescription": here.description},
        }
    )


ROUTES = {
    f"GET {NODEINFO}": free_route(where),
    f"GET {NODEINFO_2}": free_route(show),
}
