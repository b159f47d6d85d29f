"""Writing entries of the index."""

from collections.abc import Collection

from django.db import connection

from folkmoot.core.rows import among, execute, id_list, select
from folkmoot.search.models import WordsField
from folkmoot.search.queries.documents import Document, documents, numbers


def index(post_id: int) -> None:
    """Have a post found by the words that it has now, or by none when it was taken back; part of a transaction."""
    if _is_ahead(post_id):
        return  # whoever fills the index comes to it
    found = fixed([post_id])
    if found:
        take_in(found)
    else:
        forget([post_id])


def take_in(found: Collection[Document]) -> None:
    """Write the words of posts in one statement, after which FTS5 writes once; one that is there keeps its place."""
    place = None if connection.vendor == "postgresql" else int(select(_NEXT_PLACE, {})[0][0])
    rows: list[str] = []
    values: dict[str, object] = {}
    for number, document in enumerate(sorted(found)):
        rows.append(f"(%(post{number})s, %(place{number})s, %(words{number})s)")
        values[f"post{number}"] = document.post_id
        values[f"place{number}"] = None if place is None else place + number
        values[f"words{number}"] = WordsField.kept(numbers(document), connection.vendor)
    if rows:
        execute(f"INSERT INTO search_entry (post_id, place, words) VALUES {', '.join(rows)} {_AGAIN}", values)


def fixed(ids: Collection[int]) -> list[Document]:
    """These posts as they stay until this transaction ends: whoever takes one back meanwhile has it forgotten after."""
    if held := _held():
        select(f"SELECT p.id FROM post p WHERE {among('p.id', 'ids')} ORDER BY p.id{held}", {"ids": id_list(ids)})
    return documents(ids)


def empty() -> None:
    """Take everything out at once; needs an open transaction."""
    for text in ("TRUNCATE search_entry",) if connection.vendor == "postgresql" else _emptying():
        execute(text, {})


def forget(ids: Collection[int]) -> None:
    """Have posts found no more, and nothing of their words left."""
    execute(f"DELETE FROM search_entry WHERE {among('post_id', 'ids')}", {"ids": id_list(ids)})


def _is_ahead(post_id: int) -> bool:
    """Whether the index is being filled and has not come to this post yet."""
    return bool(select(f"{_AHEAD}{_held()}", {"post": post_id}))


def _held() -> str:
    """How rows are kept as they are until this transaction ends; on SQLite where one writes, nobody else does."""
    return " FOR SHARE" if connection.vendor == "postgresql" else ""


def _emptying() -> tuple[str, ...]:
    """On SQLite the trigger rests meanwhile: row by row it would take an hour where there are millions."""
    [(trigger,)] = select("SELECT sql FROM sqlite_master WHERE name = 'search_entry_goes'", {})
    delete_all = "INSERT INTO search_words (search_words) VALUES ('delete-all')"
    return "DROP TRIGGER search_entry_goes", "DELETE FROM search_entry", delete_all, trigger


_AHEAD = "SELECT 1 FROM search_filling WHERE NOT is_complete AND above < %(post)s"
_AGAIN = "ON CONFLICT (post_id) DO UPDATE SET words = excluded.words"
_NEXT_PLACE = "SELECT COALESCE(MAX(place), 0) + 1 FROM search_entry WHERE place IS NOT NULL"  # so the index serves
