"""What staff of Mastodon decide about other servers and networks, of which there is nothing here.

Lists are empty, what has an id of its own was never made (404), and to make any is not allowed (403).
"""

from collections.abc import Callable

from django.http import HttpResponse

from folkmoot.accounts.capabilities import Capability
from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, Route, staff_route
from folkmoot.core.errors import NotAllowed, NotFound


def none(_call: Call) -> HttpResponse:
    """There is none of it."""
    return answer([])


def absent(_call: Call) -> HttpResponse:
    """Nothing has this id."""
    raise NotFound


def refused(_call: Call) -> HttpResponse:
    """None can be made."""
    raise NotAllowed


_KINDS = ("domain_allows", "domain_blocks", "ip_blocks", "canonical_email_blocks")
_CHANGED = ("domain_blocks", "ip_blocks")


def _kept(verb: str, kind: str, answers: Callable[[Call], HttpResponse]) -> Route:
    return staff_route(answers, f"admin:{verb}:{kind}", Capability.SETTINGS)


def _at_large(verb: str, answers: Callable[[Call], HttpResponse]) -> Route:
    return staff_route(answers, f"admin:{verb}", Capability.MEMBERS)


ROUTES = {
    **{f"GET /api/v1/admin/{kind}": _kept("read", kind, none) for kind in _KINDS},
    **{f"POST /api/v1/admin/{kind}": _kept("write", kind, refused) for kind in _KINDS},
    **{f"GET /api/v1/admin/{kind}/:id": _kept("read", kind, absent) for kind in _KINDS},
    **{f"DELETE /api/v1/admin/{kind}/:id": _kept("write", kind, absent) for kind in _KINDS},
    **{f"PUT /api/v1/admin/{kind}/:id": _kept("write", kind, absent) for kind in _CHANGED},
    "POST /api/v1/admin/canonical_email_blocks/test": _kept("read", "canonical_email_blocks", none),
    "GET /api/v1/admin/trends/links/publishers": _at_large("read", none),
    **{
        f"POST /api/v1/admin/trends/links/publishers/:id/{verb}": _at_large("write", absent)
        for verb in ("approve", "reject")
    },
    "GET /api/v1/admin/tags": _at_large("read", none),
    "GET /api/v1/admin/tags/:id": _at_large("read", absent),
    "PUT /api/v1/admin/tags/:id": _at_large("write", absent),
    "POST /api/v1/admin/retention": _at_large("read", none),
}
