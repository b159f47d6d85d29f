"""A look at everything a server needs: one line for each check."""

import base64
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from folkmoot.accounts.queries import owners
from folkmoot.core import events
from folkmoot.media.workshop.order import prepare
from folkmoot.project import datadir
from folkmoot.project.environment import PREFIX, Environment, variable
from folkmoot.project.tables import missing_migrations

_LITTLE = 1 << 30  # bytes free below which the disk is nearly full
_SKEW = 5.0  # seconds between two clocks of one community
# Four pixels by four
_PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAAAAACMmsGiAAAADklEQVR42mNoAAIGVAIAUBQIAW1N4EkAAAAASUVORK5CYII="
_EARLIEST = 1_767_225_600  # 2026-01-01: no clock that is set can show an earlier time


class Finding(NamedTuple):
    """What one check found: ``ok``, ``note`` (works, but look at it) or ``wrong``."""

    state: str
    text: str


def examine() -> int:
    """Print every finding; the exit code is 1 if something is wrong."""
    found = [finding for check in _CHECKS for finding in _careful(check)]
    for finding in found:
        sys.stdout.write(f"{finding.state:5} {finding.text}\n")
    return int(any(finding.state == "wrong" for finding in found))


def _careful(check: Callable[[], Iterator[Finding]]) -> list[Finding]:
    try:
        return list(check())
    except Exception as problem:  # noqa: BLE001 - whatever it is, the operator reads it as a finding
        return [Finding("wrong", f"{check.__name__.strip('_').replace('_', ' ')}: {str(problem).strip()}")]


def _data_directory() -> Iterator[Finding]:
    folder = settings.DATA_DIR
    if not folder.is_dir():
        yield Finding("wrong", f"the data directory {folder} does not exist; `folkmoot serve` makes it")
        return
    if not os.access(folder, os.W_OK | os.X_OK):
        yield Finding("wrong", f"the data directory {folder} cannot be written to by this user")
    elif folder.stat().st_mode & 0o077:
        yield Finding("note", f"the data directory {folder} is open to other users of this machine: chmod 700 {folder}")
    else:
        yield Finding("ok", f"the data directory is {folder}")
    if settings.TEST_PROFILE:
        yield Finding("note", "it was begun for tests: whoever asks comes in, and nothing is safe here")


def _disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.DATA_DIR if settings.DATA_DIR.is_dir() else ".").free
    state = "ok" if free > _LITTLE else "wrong"
    yield Finding(state, f"{free / (1 << 30):.1f} GB are free on its disk")


def _database() -> Iterator[Finding]:
    if connection.vendor == "sqlite" and not settings.DATABASES["default"]["NAME"].exists():
        yield Finding("note", "there is no database yet; `folkmoot serve` makes it")
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA quick_check(1)")
            answer = cursor.fetchone()[0]
            yield Finding("ok" if answer == "ok" else "wrong", f"SQLite says about its file: {answer}")
    if connection.vendor == "postgresql":
        yield Finding("ok", "PostgreSQL answers")
    missing = missing_migrations()
    yield Finding("note" if missing else "ok", f"{len(missing)} migrations are missing; `folkmoot serve` applies them")
    if missing:
        return
    if parked := events.parked():
        yield Finding("note", f"{len(parked)} background jobs failed and wait for somebody to look at them")
    if len(owners()) == 1:
        yield Finding(
            "note", "there is one owner alone, whom nobody can decide about: `folkmoot account role` makes two"
        )


def _clock() -> Iterator[Finding]:
    now = time.time()
    if now < _EARLIEST:
        yield Finding("wrong", f"the clock says {time.strftime('%Y-%m-%d %H:%M', time.gmtime(now))} UTC: set it")
    elif connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT extract(epoch FROM clock_timestamp())")
            skew = abs(float(cursor.fetchone()[0]) - time.time())
        yield Finding("ok" if skew < _SKEW else "wrong", f"the database's clock differs by {skew:.1f} s")
    else:
        yield Finding("ok", f"the clock says {time.strftime('%Y-%m-%d %H:%M', time.gmtime(now))} UTC")


def _mail() -> Iterator[Finding]:
    environment = settings.FOLKMOOT
    if not environment.smtp_url:
        yield Finding("note", f"no mail server is set: mail is laid into {settings.DATA_DIR / 'mail'}")
    elif not environment.mail_from:
        yield Finding("note", f"FOLKMOOT_MAIL_FROM is not set: mail comes from {settings.DEFAULT_FROM_EMAIL}")
    else:
        yield Finding("ok", f"mail comes from {environment.mail_from}")


def _address() -> Iterator[Finding]:
    environment = settings.FOLKMOOT
    known = datadir.fixed_host(settings.DATA_DIR)
    if known and not datadir.same_host(known, environment.host):
        yield Finding("wrong", f"this community lives at {known}, but FOLKMOOT_ORIGIN says {environment.host}")
    else:
        yield Finding("ok", f"the site is {environment.origin}")
    if not environment.is_local and not environment.is_https:
        yield Finding("wrong", "FOLKMOOT_ORIGIN must begin with https:// when others are to reach the site")
    if environment.is_https and not environment.trusted_proxies:
        yield Finding("note", "FOLKMOOT_TRUSTED_PROXIES is empty: name the web server that speaks HTTPS for this one")
    if not environment.stream_url:
        yield Finding(
            "note", "FOLKMOOT_MEDIA_ORIGIN is not set: pages ask for news now and then instead of hearing them"
        )


def _pictures() -> Iterator[Finding]:
    """Has a child prepare a picture, as it does with those of members."""
    if not settings.DATA_DIR.is_dir():
        return
    with tempfile.TemporaryFile() as file:
        file.write(base64.b64decode(_PICTURE))
        prepared = prepare("png", file)
    if prepared.landlock:
        yield Finding("ok", "pictures are prepared behind seccomp and landlock")
    else:
        yield Finding("note", "pictures are prepared behind seccomp alone: this kernel has no landlock (Linux 5.13)")


def _settings() -> Iterator[Finding]:
    known = {variable(name) for name in Environment.model_fields}
    unknown = sorted(name for name in os.environ if name.startswith(PREFIX) and name not in known)
    for name in unknown:
        yield Finding("note", f"{name} is set, but there is no such setting")


_CHECKS = (_data_directory, _disk, _database, _clock, _mail, _address, _pictures, _settings)
