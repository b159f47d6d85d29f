"""Live checks of what a community stands on, each in words for its owner."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.accounts.queries import owners
from folkmoot.core.errors import Busy
from folkmoot.core.rows import select
from folkmoot.instance.queries import as_chosen
from folkmoot.media.storage.trial import try_bucket

LITTLE = 2 << 30  # bytes free below which the disk is soon full
SKEW = 5.0  # seconds between two clocks of one community
EARLIEST = 2026  # no clock that is set can show an earlier year
_BEGUN = time.time(), time.monotonic()
_CLOCKS = {
    "postgresql": "SELECT extract(epoch FROM clock_timestamp())",
    "sqlite": "SELECT (julianday('now') - 2440587.5) * 86400.0",
}


class Finding(NamedTuple):
    """What one check found: fine, worth a look, or wrong."""

    state: Literal["success", "warning", "error"]
    title: str
    words: str


def examine() -> list[Finding]:
    """Everything, looked at now."""
    return [check() for check in _CHECKS]


def disk() -> Finding:
    """Whether there is room for pictures and for the database."""
    found = shutil.disk_usage(settings.DATA_DIR)
    room = {"free": filesizeformat(found.free), "all": filesizeformat(found.total)}
    if found.free >= LITTLE:
        return Finding("success", _("Disk"), _("%(free)s of %(all)s are free where the data is.") % room)
    words = _("Only %(free)s of %(all)s are free where the data is: pictures will soon fill that. Make room, or move.")
    return Finding("error", _("Disk"), words % room)


def clock() -> Finding:
    """Whether the clock can be right: its year, its steadiness, that of the database; the rest is for human eyes."""
    moment = timezone.now()
    shown = {
        "time": date_format(timezone.localtime(moment, zone()), "DATETIME_FORMAT"),
        "zone": as_chosen().time_zone,
    }
    if moment.year < EARLIEST:
        return Finding("error", _("Clock"), _("The clock shows %(time)s, which cannot be. Set it.") % shown)
    if abs(jumped()) > SKEW:
        words = _(
            "The clock was set while the server ran; it shows %(time)s now. Codes of second steps need a right one."
        )
        return Finding("warning", _("Clock"), words % shown)
    if abs(behind_database()) > SKEW:
        return Finding("warning", _("Clock"), _("The clock here and that of the database differ by some seconds."))
    words = _("It is %(time)s in %(zone)s: is that what your watch shows? %(compared)s")
    return Finding("success", _("Clock"), words % (shown | {"compared": _compared()}))


def backup() -> Finding:
    """Whether backups have a place, and whether one can write there."""
    target = settings.FOLKMOOT.backup_to
    if not target:
        words = _("No place for backups is set. Set FOLKMOOT_BACKUP_TO to a directory on another disk, or to a bucket.")
        return Finding("warning", _("Backup"), words)
    try:
        _write(target)
    except (OSError, Busy):
        words = _("Nothing can be written to %(target)s. Does it exist, and may the server write there?")
        return Finding("error", _("Backup"), words % {"target": target})
    if _on_one_disk(target):
        words = _("%(target)s can be written to, but it is on the same disk as the data: lost together.")
        return Finding("warning", _("Backup"), words % {"target": target})
    return Finding("success", _("Backup"), _("%(target)s can be written to.") % {"target": target})


def https() -> Finding:
    """Whether nobody on the way can read along."""
    environment = settings.FOLKMOOT
    if environment.is_https:
        return Finding("success", _("HTTPS"), _("Members reach the site at %(it)s.") % {"it": environment.origin})
    words = _(
        "The site is at %(it)s, which only this machine can open. Before others can come in, it needs a name and "
        "HTTPS: the guide for operators says how, in five lines."
    )
    return Finding("warning", _("HTTPS"), words % {"it": environment.origin})


def mail() -> Finding:
    """Whether a mail server is set; the step about mail tries it."""
    if settings.FOLKMOOT.smtp_url:
        return Finding("success", _("Mail"), _("A mail server is set."))
    return Finding("warning", _("Mail"), _("No mail server is set: nobody gets mail, and staff confirm new members."))


def second_owner() -> Finding:
    """Whether somebody else can decide about an owner, or help when one cannot come in."""
    count = len(owners())
    if count > 1:
        told = ngettext("%(count)d owner runs the community.", "%(count)d owners run the community.", count)
        return Finding("success", _("Owners"), told % {"count": count})
    words = _(
        "There is one owner alone. Nobody decides about themselves: what is reported about the only owner waits until "
        "there is another one. Make somebody else an owner, whom you trust, under Roles."
    )
    return Finding("warning", _("Owners"), words)


_CHECKS: tuple[Callable[[], Finding], ...] = (https, mail, disk, clock, backup, second_owner)


def jumped() -> float:
    """By how many seconds the clock moved otherwise than time went by, since this process began."""
    return (time.time() - _BEGUN[0]) - (time.monotonic() - _BEGUN[1])


def behind_database() -> float:
    """By how many seconds the clock of the database is ahead; that of SQLite is our own."""
    return float(select(_CLOCKS[connection.vendor], {})[0][0]) - time.time()


def zone() -> ZoneInfo:
    """The community's own."""
    return ZoneInfo(as_chosen().time_zone)


def _compared() -> str:
    with_another = _("It was compared with the clock of the database, and with time going by since the start.")
    alone = _("It was compared with time going by since the start; there is no other clock to ask here.")
    return with_another if connection.vendor == "postgresql" else alone


def _write(target: str) -> None:
    if target.startswith("s3://"):
        try_bucket(target)
        return
    with NamedTemporaryFile(dir=target, prefix=".folkmoot-") as file:
        file.write(b"Can this be written?")


def _on_one_disk(target: str) -> bool:
    return target.startswith("/") and Path(target).stat().st_dev == Path(settings.DATA_DIR).stat().st_dev
