"""Where sessions are kept: Django's table, read by one plain statement, since every page of a member begins with it."""

from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

from folkmoot.core.rows import select
from folkmoot.web.entrance import sessions

_LIVE = "SELECT session_data FROM django_session WHERE session_key = %(key)s AND expire_date > %(now)s"


class SessionStore(db.SessionStore):
    """Django's own, but for the reading."""

    def load(self) -> dict[str, Any]:
        """What the session holds; one that is unknown or over is empty, and its key is not used again."""
        found = select(_LIVE, {"key": self.session_key, "now": timezone.now()})
        if found:
            return self.decode(found[0][0])
        self._session_key = None
        return {}

    def cycle_key(self) -> None:
        """Go on under a new key; what is said of the session goes with it."""
        before = self.session_key
        super().cycle_key()
        sessions.renamed(before, self.session_key)
