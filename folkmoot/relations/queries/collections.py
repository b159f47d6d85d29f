"""Collections: which there are and who is in them, as far as the viewer may know."""

from collections.abc import Collection as Some
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from folkmoot.accounts.queries import get_account
from folkmoot.accounts.visibility import seen_sql
from folkmoot.core.errors import NotFound
from folkmoot.core.few import Few
from folkmoot.core.ids import made_at
from folkmoot.core.rows import Columns, among, id_list, select
from folkmoot.relations.models import Collection
from folkmoot.relations.visibility import unblocked_sql

COLLECTING = Few("relations_collection")
_VIEWER = "%(viewer)s"


@dataclass(frozen=True, slots=True)
class CollectionItemView:
    """Somebody's place in a collection."""

    id: int
    account_id: int

    @property
    def created_at(self) -> datetime:
        """Since when they are in it."""
        return made_at(self.id)


@dataclass(frozen=True, slots=True)
class CollectionView:
    """A collection with those in it whom the viewer may see; ``listed``: it stands on the profile."""

    id: int
    account_id: int
    name: str
    description: str
    language: str
    tag: str
    sensitive: bool
    listed: bool
    changed_at: datetime
    items: tuple[CollectionItemView, ...]

    @property
    def created_at(self) -> datetime:
        """When it was made."""
        return made_at(self.id)

    @property
    def path(self) -> str:
        """Where it stands."""
        return f"/collections/{self.id}"

    @property
    def people(self) -> tuple[int, ...]:
        """The accounts in it."""
        return tuple(item.account_id for item in self.items)

    def place_of(self, account_id: int | None) -> int | None:
        """The id of an account's place in it."""
        return next((item.id for item in self.items if item.account_id == account_id), None)


def collection(viewer: int | None, collection_id: int) -> CollectionView:
    """One collection, whether or not it stands on a profile; ``NotFound`` when it is not for this viewer."""
    found = collections_by_id(viewer, [collection_id]).get(collection_id)
    if found is None:
        raise NotFound
    return found


def collections_by_id(viewer: int | None, ids: Iterable[int]) -> dict[int, CollectionView]:
    """Those of these collections that the viewer may see; none asked for costs no statement."""
    wanted = set(ids)
    text = f"{_HEADS} AND {among('c.id', 'ids')}"
    return {view.id: view for view in _read(viewer, text, {"ids": id_list(wanted)})} if wanted else {}


def collections_of(viewer: int | None, account_id: int, limit: int, offset: int) -> list[CollectionView]:
    """The collections on an account's profile, the latest first; whoever made them sees all of them."""
    get_account(viewer, account_id)
    if not COLLECTING.has(account_id):
        return []
    text = f"{_HEADS} AND c.account_id = %(of)s AND (c.listed OR c.account_id = {_VIEWER}) {_PART}"
    return _read(viewer, text, {"of": account_id, "limit": limit, "offset": offset})


def collections_with(viewer: int | None, account_id: int, limit: int, offset: int) -> list[CollectionView]:
    """The collections that an account is in, the latest first; only itself sees those that stand on no profile."""
    get_account(viewer, account_id)
    text = f"""{_HEADS} AND (c.listed OR c.account_id = {_VIEWER} OR {_VIEWER} = %(of)s) AND EXISTS
      (SELECT 1 FROM relations_collectionitem i JOIN accounts_account a ON a.id = i.account_id
        WHERE i.account_id = %(of)s AND i.collection_id = c.id AND {_shown()}) {_PART}"""
    return _read(viewer, text, {"of": account_id, "limit": limit, "offset": offset})


_COLUMNS = Columns(Collection, "c")
_HEADS = f"""SELECT {_COLUMNS.text} FROM relations_collection c JOIN accounts_account o ON o.id = c.account_id
  WHERE {seen_sql("o", _VIEWER)} AND {unblocked_sql("o.id", _VIEWER)}"""
_PART = "ORDER BY c.id DESC LIMIT %(limit)s OFFSET %(offset)s"


def _read(viewer: int | None, text: str, given: dict[str, object]) -> list[CollectionView]:
    rows = [_COLUMNS.read(row) for row in select(text, {"viewer": viewer or 0, **given})]
    items = _items(viewer, [row.id for row in rows])
    return [
        CollectionView(
            row.id, row.account_id, row.name, row.description, row.language, row.tag, row.sensitive, row.listed,
            row.changed_at, tuple(items[row.id]),
        )
        for row in rows
    ]  # fmt: skip


def _items(viewer: int | None, ids: Some[int]) -> dict[int, list[CollectionItemView]]:
    found: dict[int, list[CollectionItemView]] = {some_id: [] for some_id in ids}
    for item_id, collection_id, account_id in select(_items_text(), _of(viewer, ids)) if ids else ():
        found[collection_id].append(CollectionItemView(item_id, account_id))
    return found


def _of(viewer: int | None, ids: Some[int]) -> dict[str, object]:
    return {"viewer": viewer or 0, "ids": id_list(ids)}


@cache
def _items_text() -> str:
    return f"""SELECT i.id, i.collection_id, i.account_id FROM relations_collectionitem i
      JOIN relations_collection c ON c.id = i.collection_id JOIN accounts_account a ON a.id = i.account_id
      WHERE {among("i.collection_id", "ids")} AND {_shown()} ORDER BY i.id"""


def _shown() -> str:
    """Who does not want to be found any more is shown to themselves and to whoever made the collection."""
    return f"""i.left_at IS NULL AND a.active AND (a.discoverable OR {_VIEWER} IN (a.id, c.account_id))
      AND {unblocked_sql("a.id", _VIEWER)}"""
