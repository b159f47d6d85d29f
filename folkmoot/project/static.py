"""Static files: collected into the data directory under names that hold a digest, so that browsers may keep them."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.files.base import ContentFile
from django.core.files.storage import Storage

from folkmoot.web.sheets import PARTS, WHOLE

KEEP = 60 * 60 * 24 * 365  # seconds a browser may keep a file without asking again


class HashedFiles(ManifestStaticFilesStorage):
    """Files by their hashed names; by their own names before they were collected (tests, tools)."""

    def stored_name(self, name: str) -> str:
        """The name to link to."""
        return str(super().stored_name(name)) if self.hashed_files else name

    def post_process(self, paths: dict[str, Any], *args: Any, **options: Any) -> Iterator[Any]:
        """Put the stylesheets together into the one that pages link to, then name all by their digests."""
        self.delete(WHOLE)  # of an earlier version
        self.save(WHOLE, ContentFile("\n".join(_text(*paths[name]) for name in PARTS if name in paths)))
        yield from super().post_process({**paths, WHOLE: (self, WHOLE)}, *args, **options)


def collect() -> bool:
    """Bring the collected files up to date; whether there was anything to do."""
    mark = Path(settings.STATIC_ROOT) / ".collected"
    state = _fingerprint()
    if mark.exists() and mark.read_text() == state:
        return False
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(state)
    return True


def _text(store: Storage, path: str) -> str:
    with store.open(path) as file:
        return str(file.read().decode())


def _fingerprint() -> str:
    """A digest of every source file's name, size and time of change."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, store in finder.list(None):
            facts = Path(store.path(name)).stat()
            digest.update(f"{name}|{facts.st_size}|{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
