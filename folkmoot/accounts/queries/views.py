"""How an account looks to the interfaces: one frozen value, read in one row."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from folkmoot.core.ids import made_at


@dataclass(frozen=True, slots=True)
class Field:
    """One line of a profile, such as “Website: …”; ``html`` is the value made safe."""

    name: str
    value: str
    html: str = ""


@dataclass(frozen=True, slots=True)
class AccountView:
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
    created_at: datetime
    posts: int
    followers: int
    following: int
    last_post_on: date | None

    @property
    def acct(self) -> str:
        """The address: ``bob`` here, ``bob@remote.example`` elsewhere."""
        return f"{self.username}@{self.domain}" if self.domain else self.username

    @property
    def path(self) -> str:
        """Where the profile stands, such as ``/@bob``."""
        return f"/@{self.acct}"


_PERSON = ("id", "username", "domain", "name", "bio", "bio_html", "fields")
_STATE = ("locked", "discoverable", "kind", "version", "active", "suspended_at")
_STATS = ("posts", "followers", "following", "last_post_on")


def view_columns(account: str, stats: str) -> str:
    """The columns ``view_of`` reads, for a statement that joins ``accounts_account`` and ``accounts_stats``."""
    return ", ".join([f"{account}.{name}" for name in (*_PERSON, *_STATE)] + [f"{stats}.{name}" for name in _STATS])


def view_of(row: Sequence[Any]) -> AccountView:
    """The view in one row of ``view_columns``."""
    some_id, username, domain, name, bio, bio_html, fields, *rest = row
    locked, discoverable, kind, version, active, suspended_at, posts, followers, following, last_post_on = rest
    return AccountView(
        some_id,
        username,
        domain,
        name or username,
        bio,
        bio_html,
        tuple(Field(**field) for field in json.loads(fields)),
        bool(locked),
        bool(discoverable),
        kind,
        version,
        bool(active),
        suspended_at is not None,
        made_at(some_id),
        posts or 0,
        followers or 0,
        following or 0,
        last_post_on,
    )
