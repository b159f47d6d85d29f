"""Where the files of pictures and recordings are kept: one *place* each, on this disk or wherever the settings say.

Whoever makes files hands them over when they are finished (``keep``), the row follows, and what has no row goes with
the next ``sweep``. A file never changes while it is kept; a caption that is written anew is a new file over the old.
What is under way — an upload, a child at work — always lies on this machine (``spool``).
"""

from functools import cache

from django.conf import settings

from folkmoot.media.storage.disk import Disk, spool
from folkmoot.media.storage.kept import Content, Found, Store

__all__ = ["Content", "Found", "Store", "spool", "store"]


def store() -> Store:
    """The store of this community."""
    return _bucket() if settings.FOLKMOOT.s3_bucket else _DISK


_DISK = Disk()


@cache
def _bucket() -> Store:
    """Loaded only where there is one: it brings a machinery of its own, which no process shares with another."""
    from folkmoot.media.storage.bucket import Bucket

    return Bucket(settings.FOLKMOOT)
