"""Where sessions are kept: Django's table, read by one plain statement, since every page of a member begins with it."""

from functools import lru_cache
from typing import Any

from django.contrib.sessions.backends import db
from django.core import signing
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

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """What the row says, if we wrote it; a row that stays the same from page to page is not examined each time."""
        try:
            return dict(self.serializer().loads(_examined(str(session_data), self.key_salt, self.serializer)))
        except (signing.BadSignature, ValueError):
            return super().decode(session_data)

    def cycle_key(self) -> None:
        """Go on under a new key; what is said of the session goes with it."""
        before = self.session_key
        super().cycle_key()
        sessions.renamed(before, self.session_key)


@lru_cache(maxsize=500)
def _examined(session_data: str, salt: str, serializer: Any) -> bytes:
    return bytes(serializer().dumps(signing.loads(session_data, salt=salt, serializer=serializer)))
