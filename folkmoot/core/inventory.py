"""What is kept about people: one entry for each table and each place outside the database, said as code.

Every package has an ``inventory.py`` with its ``TABLES``. What the privacy policy says, what an export holds and what
erasing does are made from them, and a test fails when a table or one of its columns is in none.

Conditions are SQL over the table as ``t``; they name the parameters ``account``, ``login`` and ``mail`` of the member.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.module_loading import module_has_submodule
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

type Words = "str | _StrPromise"


class Topic(Enum):
    """What part of life here something belongs to, in the order in which people read about it."""

    SIGNING_IN = "signing_in"
    PROFILE = "profile"
    POSTS = "posts"
    FILES = "files"
    RELATIONS = "relations"
    READING = "reading"  # feeds, notifications, what one keeps and leaves out
    STAFF = "staff"  # reports and decisions
    COMMUNITY = "community"  # what belongs to all
    RUNNING = "running"  # what the server needs to run

    @property
    def words(self) -> Words:
        """Its heading."""
        return _TOPICS[self]


class Why(Enum):
    """On what ground something is kept."""

    ASKED = "asked"
    SAFETY = "safety"
    DUTY = "duty"
    RUNNING = "running"

    @property
    def words(self) -> Words:
        """The ground, and the article of the law behind it."""
        return _GROUNDS[self]


@dataclass(frozen=True, slots=True)
class Withheld:
    """Columns that no export holds, and why."""

    why: Words
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counted:
    """A number elsewhere that each erased row has added one to: ``table.column`` where ``key`` is the row's ``of``."""

    table: str
    key: str
    column: str
    of: str
    when: str = "1 = 1"  # which rows were counted


@dataclass(frozen=True, slots=True)
class Blank:
    """Columns that are set anew where a row stays without its member: SQL expressions by column."""

    rows: str  # a condition
    columns: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Held:
    """One table, or one place outside the database: what it holds, of whom, why, how long, and what becomes of it."""

    name: str
    topic: Topic
    holds: Words
    kept: Words  # how long
    seen_by: Words
    why: Why = Why.ASKED
    is_table: bool = True
    personal: bool = True  # it says something about somebody
    mine: str = ""  # the condition under which a row is the member's own
    exported: tuple[str, ...] = ()  # columns
    withheld: tuple[Withheld, ...] = ()
    not_exported: Words = ""  # why no row is
    erased: tuple[str, ...] = ()  # conditions: rows that go with the member
    with_post: str = ""  # the column naming the post that a row goes with
    counted: tuple[Counted, ...] = ()
    blanks: tuple[Blank, ...] = ()
    stays: Words = ""  # why something stays after all
    staying: tuple[str, ...] = ()  # the columns in which the member's number may stay

    @property
    def columns(self) -> frozenset[str]:
        """Every column that was thought of."""
        return frozenset(self.exported) | {name for each in self.withheld for name in each.columns}


def everything() -> tuple[Held, ...]:
    """Every table and place there is, from the highest package to the lowest: what leans on others comes first."""
    return _everything()


def held(name: str) -> Held:
    """The entry of this name; ``LookupError`` when there is none."""
    return _by_name()[name]


def by_topic() -> list[tuple[Topic, list[Held]]]:
    """What says something about people, for whoever wants to read it in order."""
    found = [each for each in everything() if each.personal]
    return [(topic, some) for topic in Topic if (some := [each for each in found if each.topic is topic])]


def of(column: str) -> str:
    """Rows that name the member's account in this column."""
    return f"t.{column} = %(account)s"


def of_login(column: str) -> str:
    """Rows that name the member's login in this column."""
    return f"t.{column} = %(login)s"


def within(column: str, table: str, condition: str, key: str = "id") -> str:
    """Rows that belong to a row of another table, which the condition (over that one) finds."""
    return f"t.{column} IN (SELECT {key} FROM {table} WHERE {condition})"


def of_my_posts(column: str = "post_id") -> str:
    """Rows that hang on one of the member's posts."""
    return within(column, "post", "account_id = %(account)s")


def technical(name: str, holds: Words, topic: Topic = Topic.RUNNING) -> Held:
    """A table that says nothing about anybody."""
    return Held(name, topic, holds, STAYS, STAFF, why=Why.RUNNING, personal=False)


SECRET = _("It opens a door: whoever has it could act for you.")
INNER = _("It is how the software finds its way, and says nothing about you.")
OTHERS = _("It belongs to others as well.")
MINE = _("Only you.")
ALL = _("Whoever may see your profile.")
READERS = _("Whoever may see the post.")
STAFF = _("The people who run the community.")
NOBODY = _("Nobody: the server needs it.")
UNTIL_YOU = _("Until you take it away, or delete your account.")
WITH_POST = _("As long as the post is there.")
STAYS = _("As long as the community is there.")

_TOPICS = {
    Topic.SIGNING_IN: _("How you sign in"),
    Topic.PROFILE: _("Your account and profile"),
    Topic.POSTS: _("What you write"),
    Topic.FILES: _("Pictures and recordings"),
    Topic.RELATIONS: _("You and others"),
    Topic.READING: _("What you read and keep"),
    Topic.STAFF: _("Reports and decisions"),
    Topic.COMMUNITY: _("The community"),
    Topic.RUNNING: _("What the server needs to run"),
}
_GROUNDS = {
    Why.ASKED: _("You asked for it: the service could not be given otherwise (GDPR, article 6(1)(b))."),
    Why.SAFETY: _("Everybody's safety: to keep members and the server from harm (GDPR, article 6(1)(f))."),
    Why.DUTY: _("The law demands it (GDPR, article 6(1)(c))."),
    Why.RUNNING: _("The server cannot run without it; it says nothing about you."),
}


def _tables(names: Iterable[str]) -> Iterable[Held]:
    for name in names:
        yield from import_module(f"{name}.inventory").TABLES


@cache
def _everything() -> tuple[Held, ...]:
    ours = [config for config in apps.get_app_configs() if config.name.startswith("folkmoot.")]
    having = [each for each in ours if module_has_submodule(each.module, "inventory") and each.label != "core"]
    return tuple(_tables(each.name for each in reversed(having)))


@cache
def _by_name() -> dict[str, Held]:
    return {each.name: each for each in everything()}
