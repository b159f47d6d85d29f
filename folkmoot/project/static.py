"""Static files: collected into the data directory under names that hold a digest, so that browsers may keep them."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

KEEP = 60 * 60 * 24 * 365  # seconds a browser may keep a file without asking again


class HashedFiles(ManifestStaticFilesStorage):
    """Files by their hashed names; by their own names before they were collected (tests, tools)."""

    def stored_name(self, name: str) -> str:
        """The name to link to."""
        return str(super().stored_name(name)) if self.hashed_files else name


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


def _fingerprint() -> str:
    """A digest of every source file's name, size and time of change."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, store in finder.list(None):
            facts = Path(store.path(name)).stat()
            digest.update(f"{name}|{facts.st_size}|{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()
