"""Making an export, from its first row to the finished file; begun anew when it was cut short."""

import os
import shutil
from collections.abc import Callable
from dataclasses import asdict
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone, translation

from folkmoot.accounts.models import Account
from folkmoot.instance.queries import community
from folkmoot.privacy.archive import media
from folkmoot.privacy.archive.activities import write_activities
from folkmoot.privacy.archive.facts import facts_of
from folkmoot.privacy.archive.files import file_of, folder, unfinished
from folkmoot.privacy.archive.lists import write_lists
from folkmoot.privacy.archive.pages import write_pages
from folkmoot.privacy.archive.posts import conversations_of
from folkmoot.privacy.archive.tables import write_tables
from folkmoot.privacy.archive.writing import Archive

_SPARE = 200_000_000  # bytes that stay free for everybody else


class LetGo(Exception):  # noqa: N818 - not a mistake
    """Nobody waits for this export any more."""


class Part(NamedTuple):
    """One part of the work, and how far one is after it (percent)."""

    done: int
    write: Callable[[Archive, Account], None]


def make(export_id: int, name: str, account: Account, tell: Callable[[int], None]) -> int:
    """Write the file; how many bytes it has. ``tell`` hears how far it is, often, and may raise ``LetGo``."""
    path, here = unfinished(export_id, name), [0]
    with (
        _speaking(account),
        timezone.override(account.time_zone or community().time_zone),
        Archive(path, lambda: tell(here[0])) as archive,
    ):
        for part in _PARTS:
            part.write(archive, account)
            here[0] = part.done
            tell(part.done)
    with path.open("rb") as file:
        os.fsync(file.fileno())
    size = path.stat().st_size
    path.replace(file_of(export_id, name))
    return size


def is_room_for(account_id: int) -> bool:
    """Whether the disk can hold the member's export beside all else."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    return shutil.disk_usage(folder()).free > media.size_of(account_id) * 1.2 + _SPARE


def _speaking(account: Account) -> "translation.override":
    return translation.override(account.language or community().language or settings.LANGUAGE_CODE)


def _conversations(archive: Archive, account: Account) -> None:
    archive.rows("conversations.json", (asdict(each) for each in conversations_of(account.id)))


_PARTS = (
    Part(25, lambda archive, account: write_tables(archive, facts_of(account))),
    Part(45, write_activities),
    Part(50, lambda archive, account: write_lists(archive, account.id)),
    Part(55, _conversations),
    Part(65, write_pages),
    Part(100, lambda archive, account: media.write_media(archive, account.id)),
)
