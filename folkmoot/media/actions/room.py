"""Nobody fills the disk for all."""

from django.utils.translation import gettext as _

from folkmoot.core.errors import Invalid
from folkmoot.media.queries import usage, usage_together
from folkmoot.media.queries.room import COMMUNITY


def require_room(actor_id: int, more: int, field: str) -> None:
    """``Invalid`` (in that field) when so many bytes more go beyond a member's share, or beyond what all may take."""
    room = usage(actor_id)
    if actor_id != COMMUNITY and room.bytes + more >= room.most:
        message = _("Your pictures and recordings take all the room there is for them. Delete some posts to make some.")
        raise Invalid(field, message)
    together = usage_together()
    if together and together.bytes + more >= together.most:
        raise Invalid(field, _("This community has no room left for files. Please tell the people who run it."))
