"""That a member comes back: noted in their session as they do, so that nobody's page has to ask for it."""

import time
from datetime import date
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from folkmoot.web.requests import WebRequest

KEY = "away"
DAYS = 2  # from the last day here to this one: a whole day lies between them
STAYS = 60 * 60  # seconds for which it counts as the same visit


def came_back(request: "WebRequest", last: date | None) -> None:
    """Note since when they were away; ``last``: the day before this on which they were here."""
    if last and (timezone.now().date() - last).days >= DAYS:
        request.session[KEY] = [last.toordinal(), int(time.time())]


def away_since(request: "WebRequest") -> date | None:
    """The last day on which they were here before this visit; ``None`` for who was not away, or dismissed it."""
    day, back_at = request.session.get(KEY) or (0, 0)
    return date.fromordinal(day) if day and time.time() < back_at + STAYS else None


def forget_absence(request: "WebRequest") -> None:
    """They have seen what there was."""
    request.session.pop(KEY, None)
