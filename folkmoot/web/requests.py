"""What our middleware adds to a request."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from folkmoot.accounts.queries import Account


class WebRequest(HttpRequest):
    """A request that knows who asks: ``account`` is None for a visitor, ``viewer`` is the account's id."""

    account: "Account | None"
    viewer: int | None
    htmx: HtmxDetails


class MemberRequest(WebRequest):
    """A request of a member who is signed in and active; what every page gets unless it is open to visitors."""

    account: "Account"
    viewer: int
