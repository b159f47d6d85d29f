"""What hangs on posts, by post: one statement for each kind of thing, and none for a kind that no post carries."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any

from folkmoot.core.rows import among, id_list, select
from folkmoot.media.queries import PictureView, RecordingView, picture_columns, picture_of, recordings
from folkmoot.posts.hydrate.emojis import emojis_written
from folkmoot.posts.hydrate.views import CardView, PollView, QuoteRef
from folkmoot.posts.models import Carries


class Hanging:
    """What hangs on some posts, given the bits of each."""

    def __init__(self, carries: Mapping[int, int]) -> None:
        self._carries = carries
        self.mentions = self._found(Carries.MENTIONS, _mentions)
        self.tags = self._found(Carries.TAGS, _tags)
        self.pictures = self._found(Carries.PICTURES, _pictures)
        self.recordings = self._found(Carries.RECORDINGS, _recordings)
        self.polls = self._found(Carries.POLL, _polls)
        self.cards = self._found(Carries.CARD, _cards)
        self.quotes = self._found(Carries.QUOTE, _quotes)
        self.emojis = self._found(Carries.EMOJI, emojis_written)

    def named(self) -> set[int]:
        """The accounts that the posts name."""
        return {some_id for mentioned in self.mentions.values() for some_id in mentioned}

    def _found[Found](self, kind: Carries, find: Callable[[str], Mapping[int, Found]]) -> Mapping[int, Found]:
        ids = [post_id for post_id, bits in self._carries.items() if bits & kind]
        return find(id_list(ids)) if ids else {}


def _mentions(ids: str) -> dict[int, list[int]]:
    return _gathered(_rows("m.post_id, m.account_id FROM post_mention m", "m.post_id", ids))


def _tags(ids: str) -> dict[int, list[str]]:
    source = "pt.post_id, t.shown FROM post_tag pt JOIN posts_tag t ON t.id = pt.tag_id"
    return _gathered(_rows(source, "pt.post_id", ids, "ORDER BY pt.tag_id"))


def _pictures(ids: str) -> dict[int, list[PictureView]]:
    source = f"pp.post_id, {picture_columns('m')} FROM post_picture pp JOIN media_picture m ON m.id = pp.picture_id"
    rows = _rows(source, "pp.post_id", ids, "ORDER BY pp.post_id, pp.position")
    return _gathered((row[0], picture_of(row[1:])) for row in rows)


def _recordings(ids: str) -> dict[int, list[RecordingView]]:
    rows = _rows("pr.post_id, pr.recording_id FROM post_recording pr", "pr.post_id", ids, "ORDER BY pr.position")
    known = recordings([row[1] for row in rows])
    return _gathered((post_id, known[some_id]) for post_id, some_id in rows if some_id in known)


def _polls(ids: str) -> dict[int, PollView]:
    options = _gathered(_rows("o.post_id, o.title FROM post_poll_option o", "o.post_id", ids, "ORDER BY o.position"))
    rows = _rows("q.post_id, q.multiple, q.ends_at FROM post_poll q", "q.post_id", ids)
    return {row[0]: PollView(tuple(options.get(row[0], ())), bool(row[1]), moment(row[2])) for row in rows}


def _cards(ids: str) -> dict[int, CardView]:
    source = f"""pc.post_id, c.url, c.title, c.description, c.site, c.author, c.kind, c.player_url,
      c.language, {picture_columns("m")}
      FROM post_card_of pc JOIN post_card c ON c.id = pc.card_id LEFT JOIN media_picture m ON m.id = c.picture_id"""
    rows = _rows(source, "pc.post_id", ids)
    return {row[0]: CardView._make((*row[1:9], picture_of(row[9:]) if row[9] else None)) for row in rows}


def _quotes(ids: str) -> dict[int, QuoteRef]:
    rows = _rows("q.post_id, q.quoted_id, q.state FROM post_quote q", "q.post_id", ids)
    return {row[0]: QuoteRef(row[1], row[2]) for row in rows}


def moment(stored: datetime) -> datetime:
    """SQLite's moments come without a zone and mean UTC."""
    return stored if stored.tzinfo else stored.replace(tzinfo=UTC)


def _rows(source: str, column: str, ids: str, order: str = "") -> list[tuple[Any, ...]]:
    return select(_text(source, column, order), {"ids": ids})


@cache
def _text(source: str, column: str, order: str) -> str:
    return f"SELECT {source} WHERE {among(column, 'ids')} {order}"


def _gathered(rows: Iterable[tuple[Any, ...]]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for key, value in rows:
        found.setdefault(key, []).append(value)
    return found
