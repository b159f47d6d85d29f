"""What stands at an address here, for whoever tells of it without being a member."""

import re
from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid
from folkmoot.core.html import clean
from folkmoot.core.ids import id_in
from folkmoot.posts.models import Post, Scope

MOST = 20
_LONGEST = 2_048
_THING = re.compile(r"/@([A-Za-z0-9_]{1,30})(?:/(\d{1,19}))?/?", re.ASCII)
_TELLING = (Scope.PUBLIC, Scope.QUIET, Scope.COMMUNITY)  # nobody gets at the rest by guessing numbers


class Place(NamedTuple):
    """An address, and what is there: an account or one of its posts, or nothing that we know."""

    url: str
    account_id: int | None = None
    post_id: int | None = None


def places(addresses: Sequence[str]) -> list[Place]:
    """What stands at some addresses of this community; ``Invalid`` for others, for none and for too many."""
    wanted = list(dict.fromkeys(filter(None, (clean(each).strip() for each in addresses))))
    if not wanted:
        raise Invalid("addresses", _("Please say where it is: copy the address of the page."))
    if len(wanted) > MOST:
        raise Invalid("addresses", _("A notice can name 20 addresses at most. Please send another one for the rest."))
    return [_place(each) for each in wanted]


def _place(address: str) -> Place:
    found = _THING.fullmatch(_path(address))
    if found is None:
        return Place(address)
    post_id = id_in(found[2] or "")
    if post_id is None:
        accounts = Account.objects.filter(username=found[1].lower(), domain="", active=True)
        return Place(address, accounts.values_list("id", flat=True).first())
    posts = Post.objects.filter(id=post_id, boost_of=None, scope__in=_TELLING, account__deleted_at=None)
    author = posts.values_list("account_id", flat=True).first()
    return Place(address, author, post_id) if author else Place(address)


def _path(address: str) -> str:
    """The path of an address here."""
    try:
        parts = urlsplit(address if "://" in address else f"https://{address}")
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if host not in settings.FOLKMOOT.hosts or len(address) > _LONGEST:
        raise Invalid("addresses", _("“%(address)s” is no address in this community.") % {"address": address[:100]})
    return parts.path
