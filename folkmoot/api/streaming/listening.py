"""Who may listen to what: a token, its scopes, and the rules of the pages."""

from folkmoot.accounts.queries import Bearer, bearer
from folkmoot.api.calls import note_visit
from folkmoot.api.streaming.streams import Channel, Refused, Stream
from folkmoot.core import limits
from folkmoot.core.errors import NotFound, TooMany
from folkmoot.core.limits.rules import STREAMS
from folkmoot.instance.queries import community
from folkmoot.relations.queries import circle

_FOR_MEMBERS = "This method requires an authenticated user"


def enter(token: str) -> Bearer:
    """Whose token this is; whoever listens is here today."""
    if not token:
        raise Refused(401, "Missing access token")
    found = bearer(token)
    if found is None:
        raise Refused(401, "Invalid access token")
    if found.account_id is None and community().visitors != "posts":
        raise Refused(422, _FOR_MEMBERS)
    try:
        limits.count(STREAMS, found.account_id or f"app {found.app_id}")
    except TooMany:
        raise Refused(429, "Too many connections") from None
    note_visit(found)
    return found


def admit(holder: Bearer, stream: Stream) -> tuple[Channel, ...]:
    """The channels of a stream for whoever holds a token; what they may see in them is asked of each post."""
    if not holder.may(stream.scope):
        raise Refused(401, "Access token does not have the required scopes")
    if holder.account_id is None and not (stream.is_open and community().visitors == "posts"):
        raise Refused(422, _FOR_MEMBERS)
    if stream.name == "list":
        _check_owner(holder.account_id or 0, int(stream.about))
    return stream.channels(with_notifications=holder.may("read:notifications"))


def _check_owner(viewer: int, circle_id: int) -> None:
    try:
        circle(viewer, circle_id)
    except NotFound:
        raise Refused(401, "Not authorized to stream this list") from None
