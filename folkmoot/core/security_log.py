"""What an operator looks for after an attack: one line for each event at the doors, and nothing that names a person.

Whoever it was about has a mark that is the same all day and another one tomorrow: enough to see that a hundred
attempts were about one login, too little to tell whose it is, or to follow anybody from day to day.
"""

import hmac
import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import quote

from django.conf import settings

from folkmoot.core.limits import near

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger("folkmoot.security")
_LENGTH = 10  # hexadecimal digits of a mark
_LONGEST = 100  # signs of an address


def noted(request: "HttpRequest", what: str, *, who: object) -> None:
    """Something that is as it should be: somebody signed in or out, or changed how they come in."""
    logger.info("%s: %s", what, _told(request, who))


def refused(request: "HttpRequest", what: str, *, who: object) -> None:
    """Somebody was turned away: a wrong password, a page that is not theirs, a form from elsewhere, too much."""
    logger.warning("%s: %s", what, _told(request, who))


def mark(who: object, now: datetime) -> str:
    """What stands for a login today; a dash for nobody."""
    if who in (None, ""):
        return "-"
    told = f"{now:%Y-%m-%d} {who}".lower().encode(errors="replace")
    key = hmac.digest(settings.HASH_KEY.encode(), b"folkmoot: security log", "sha256")
    return hmac.new(key, told, "sha256").hexdigest()[:_LENGTH]


def _told(request: "HttpRequest", who: object) -> str:
    """Where it was asked, from which network, about whom: of pages the pattern, which holds no secret."""
    match = request.resolver_match
    where = f"/{match.route}" if match else quote(request.path_info[:_LONGEST])
    network = near(request.META.get("REMOTE_ADDR", ""))
    return f"{request.method} {where} from {network} about {mark(who, datetime.now(UTC))}"
