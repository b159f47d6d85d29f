"""What posts say, for the index: all their words, and of what kind they are."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from folkmoot.core.html import addresses_in, tags_in
from folkmoot.core.rows import among, id_list, select
from folkmoot.posts.models import Carries
from folkmoot.search.folding import FACT, MOST, fold, number, words_of
from folkmoot.search.language import SCOPES


class Document(NamedTuple):
    """One post as the index reads it."""

    post_id: int
    account_id: int
    scope: str
    carries: int
    is_reply: bool
    text: str
    aside: str  # its warning, the descriptions of its files, the answers of its poll
    kinds: frozenset[str]  # of its recordings


def documents(ids: Collection[int]) -> list[Document]:
    """Those of these posts that have words of their own and are not taken back, in three statements at most."""
    rows = select(f"{_POSTS} AND {among('p.id', 'ids')}", {"ids": id_list(ids)})
    hanging = {row[0]: row[3] for row in rows}
    asides, kinds = _hanging(hanging)
    return [
        Document._make(
            (*row[:4], row[4] is not None, row[5], "\n".join([row[6], *asides[row[0]]]), frozenset(kinds[row[0]]))
        )
        for row in rows
    ]


def whole(document: Document) -> str:
    """All the words of a post."""
    return f"{document.text}\n{document.aside}"


def numbers(document: Document) -> list[int]:
    """What a post is found by, as the index keeps it."""
    words = sorted(words_of(whole(document)))
    return list(dict.fromkeys(map(number, (*_facts(document), *words))))[:MOST]


def fact(kind: str, value: object) -> str:
    """A fact about a post in the place of a word; nobody can write one."""
    return f"{FACT}{kind}:{value}"


def _facts(document: Document) -> list[str]:
    has = {
        "poll": document.carries & Carries.POLL,
        "image": document.carries & Carries.PICTURES,
        "video": document.kinds & {"video", "loop"},
        "audio": "sound" in document.kinds,
        "media": document.carries & (Carries.PICTURES | Carries.RECORDINGS),
        "link": addresses_in(document.text),
    }
    found = [fact("by", document.account_id), *(fact("has", name) for name, there in has.items() if there)]
    found += [fact("tag", fold(tag)) for tag in tags_in(document.text)]
    if document.scope in SCOPES:
        found.append(fact("in", document.scope))
    return [*found, fact("is", "reply")] if document.is_reply else found


def _hanging(carries: dict[int, int]) -> tuple[dict[int, list[str]], dict[int, set[str]]]:
    asides: dict[int, list[str]] = defaultdict(list)
    kinds: dict[int, set[str]] = defaultdict(set)
    for bits, text in _HANGING:
        ids = [post_id for post_id, carried in carries.items() if carried & bits]
        for post_id, said, kind in select(f"{text} {among('h.post_id', 'ids')}", {"ids": id_list(ids)}) if ids else ():
            asides[post_id].append(said)
            if kind:
                kinds[post_id].add(kind)
    return asides, kinds


_POSTS = """SELECT p.id, p.account_id, p.scope, p.carries, p.reply_to_id, p.text, p.warning FROM post p
  WHERE p.deleted_at IS NULL AND p.boost_of_id IS NULL"""
_HANGING = (
    (
        Carries.PICTURES | Carries.RECORDINGS,
        """SELECT h.post_id, h.said, h.kind FROM (
      SELECT pp.post_id, i.alt AS said, '' AS kind FROM post_picture pp JOIN media_picture i ON i.id = pp.picture_id
      UNION ALL SELECT pr.post_id, r.alt || ' ' || r.title, r.kind FROM post_recording pr
        JOIN media_recording r ON r.id = pr.recording_id) h WHERE""",
    ),
    (Carries.POLL, "SELECT h.post_id, h.title, '' FROM post_poll_option h WHERE"),
)
