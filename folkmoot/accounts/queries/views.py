"""How an account looks to the interfaces: one frozen value, read in one row."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from folkmoot.core.ids import made_at
from folkmoot.media.queries import COLUMN_COUNT, PictureView, picture_columns, picture_of


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a profile, such as “Website: …”; ``html`` is the value made safe."""

    name: str
    value: str
    html: str = ""


class AccountKey(NamedTuple):
    """One account in one state of what it says about itself."""

    id: int
    version: int


class AccountView(NamedTuple):
    """An account as it is shown; ``name`` falls back to the user name."""

    id: int
    username: str
    domain: str
    name: str
    bio: str
    bio_html: str
    fields: tuple[Field, ...]
    locked: bool
    discoverable: bool
    kind: str
    version: int
    active: bool
    suspended: bool
    hides_people: bool
    indexable: bool
    created_at: datetime
    posts: int
    followers: int
    following: int
    last_post_on: date | None
    avatar: PictureView | None
    header: PictureView | None

    @property
    def acct(self) -> str:
        """The address: ``bob`` here, ``bob@remote.example`` elsewhere."""
        return f"{self.username}@{self.domain}" if self.domain else self.username

    @property
    def path(self) -> str:
        """Where the profile stands, such as ``/@bob``."""
        return f"/@{self.acct}"


_NO_FIELDS = "[]"  # as most have it: it is not read like others
_PERSON = ("id", "username", "domain", "name", "bio", "bio_html", "fields")
_STATE = ("locked", "discoverable", "kind", "version", "active", "suspended_at", "hides_people", "indexable")
_STATS = ("posts", "followers", "following", "last_post_on")


def view_columns(account: str) -> str:
    """The columns ``view_of`` reads, for a statement with the joins of ``view_joins``."""
    own = [f"{account}.{name}" for name in (*_PERSON, *_STATE)] + [f"{account}_stats.{name}" for name in _STATS]
    return ", ".join([*own, picture_columns(f"{account}_avatar"), picture_columns(f"{account}_header")])


def view_joins(account: str) -> str:
    """What a statement over ``accounts_account`` joins for ``view_columns``."""
    return f"""LEFT JOIN accounts_stats {account}_stats ON {account}_stats.account_id = {account}.id
      LEFT JOIN media_picture {account}_avatar ON {account}_avatar.id = {account}.avatar_id
      LEFT JOIN media_picture {account}_header ON {account}_header.id = {account}.header_id"""


def view_of(row: Sequence[Any]) -> AccountView:
    """The view in one row of ``view_columns``."""
    shown = row[-2 * COLUMN_COUNT :]
    some_id, username, domain, name, bio, bio_html, fields, *rest = row[: -2 * COLUMN_COUNT]
    locked, discoverable, kind, version, active, suspended_at, hides_people, indexable, *counted = rest
    posts, followers, following, last_post_on = counted
    return AccountView(
        some_id,
        username,
        domain,
        name or username,
        bio,
        bio_html,
        tuple(Field(**field) for field in json.loads(fields)) if fields != _NO_FIELDS else (),
        bool(locked),
        bool(discoverable),
        kind,
        version,
        bool(active),
        suspended_at is not None,
        bool(hides_people),
        bool(indexable),
        made_at(some_id),
        posts or 0,
        followers or 0,
        following or 0,
        last_post_on,
        _picture(shown[:COLUMN_COUNT]),
        _picture(shown[COLUMN_COUNT:]),
    )


def _picture(row: Sequence[Any]) -> PictureView | None:
    return picture_of(row) if row[0] is not None else None
