"""What is on the rise, as one viewer may see it: read from what was counted a few minutes ago."""

import json
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import islice
from typing import Any, NamedTuple

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.rows import select
from folkmoot.discovery.kinds import Kind
from folkmoot.instance.queries import Community, community
from folkmoot.media.queries import picture_columns, picture_of
from folkmoot.posts.hydrate import CardView, Mark, PostView, dress
from folkmoot.posts.hydrate.filters import filters
from folkmoot.posts.hydrate.matching import folded, has_part, has_word
from folkmoot.posts.queries import Feed, read_marks, unmuted
from folkmoot.posts.visibility import listed_sql
from folkmoot.relations.queries import muting_sql
from folkmoot.relations.visibility import unblocked_sql

_PLACE = "public"  # where a filter has to work to work here


class TagTrend(NamedTuple):
    """A hashtag on the rise; ``days`` are the people who used it on each of the last seven, the oldest first."""

    name: str
    shown: str
    followed: bool
    voices: int
    days: tuple[int, ...]


class LinkTrend(NamedTuple):
    """A page elsewhere that people link to more and more."""

    card: CardView
    voices: int
    days: tuple[int, ...]


class PersonTrend(NamedTuple):
    """Somebody whom more and more people follow."""

    account: AccountView
    voices: int
    days: tuple[int, ...]


def is_shown(viewer: int | None) -> bool:
    """Whether there is anything to see for this viewer: visitors see what rises where they see posts."""
    return is_shown_in(community(), viewer)


def is_shown_in(here: Community, viewer: int | None) -> bool:
    """The same where the community was asked for already."""
    return here.trends != "off" and (viewer is not None or here.visitors == "posts")


def rising_tags(viewer: int | None, language: str, limit: int, offset: int = 0) -> list[TagTrend]:
    """The hashtags on the rise that staff agreed to, without those that the viewer's filters hide."""
    rows = select(_TAGS, {"viewer": viewer or 0, **_spoken(language)})
    found = (TagTrend(name, shown, bool(on), count, _days(days)) for name, shown, on, count, days in rows)
    unwanted = _unwanted(viewer)
    wanted = (each for each in found if not _is_hidden(f"#{each.shown} {each.shown}", unwanted))
    return list(islice(wanted, offset, offset + limit))


def rising_links(viewer: int | None, language: str, limit: int, offset: int = 0) -> list[LinkTrend]:
    """The links on the rise, but for those that staff or the viewer's filters hide."""
    rows = select(_LINKS, _spoken(language))
    unwanted = _unwanted(viewer)
    found = (LinkTrend(_card(row[2:10], row[10:]), row[0], _days(row[1])) for row in rows)
    wanted = (each for each in found if not _is_hidden(f"{each.card.title} {each.card.url}", unwanted))
    return list(islice(wanted, offset, offset + limit))


def rising_marks(viewer: int | None, language: str, page: Page) -> Slice[Mark]:
    """The posts on the rise that the viewer may see, the fastest first, as marks."""
    return read_marks(viewer, unmuted(viewer, _POSTS), page, _spoken(language))


def rising_posts(viewer: int | None, language: str, page: Page) -> Slice[PostView]:
    """The same as views."""
    cut = rising_marks(viewer, language, page)
    return cut.filled(dress(viewer, cut.items))


def rising_people(viewer: int | None, limit: int) -> list[PersonTrend]:
    """The people on the rise whom the viewer does not avoid, and who do not avoid the viewer."""
    rows = select(_people(is_member=viewer is not None), {"viewer": viewer, "limit": limit})
    people = views(row[0] for row in rows)
    return [PersonTrend(people[ref], count, _days(days)) for ref, count, days in rows]


def _spoken(language: str) -> dict[str, str]:
    """The condition on languages as a pattern; no language is any."""
    plain = language.partition("-")[0]
    return {"spoken": f"% {plain} %" if plain.isalpha() else "%"}


def _days(kept: Any) -> tuple[int, ...]:
    return tuple(json.loads(kept))


def _unwanted(viewer: int | None) -> list[tuple[str, bool]]:
    """The words that the viewer does not want to come upon, each with whether it has to stand by itself."""
    if viewer is None:
        return []
    working = [each for each in filters(viewer) if _PLACE in each.contexts and not each.is_over]
    return [(folded(word.word), word.whole) for each in working for word in each.words]


def _is_hidden(text: str, unwanted: Iterable[tuple[str, bool]]) -> bool:
    said = folded(text)
    return any((has_word if whole else has_part)(said, word) for word, whole in unwanted)


def _card(told: Sequence[Any], picture: Sequence[Any]) -> CardView:
    return CardView._make((*told, picture_of(picture) if picture[0] is not None else None))


_DECIDED = "discovery_decision d ON d.kind = r.kind AND d.key = r.key"
_RISING = "r.held = '' AND (r.languages = '' OR r.languages LIKE %(spoken)s)"
_FASTEST = "ORDER BY r.place DESC"  # there are few: they are counted off once the filters have passed over them
_TAGS = f"""SELECT t.name, t.shown,
    EXISTS (SELECT 1 FROM posts_tagfollow tf WHERE tf.tag_id = t.id AND tf.account_id = %(viewer)s),
    r.present, CAST(r.days AS TEXT)
  FROM discovery_rising r JOIN {_DECIDED} AND d.allowed JOIN posts_tag t ON t.id = r.ref
  WHERE r.kind = {Kind.TAG.value} AND {_RISING} {_FASTEST}"""
_LINKS = f"""SELECT r.present, CAST(r.days AS TEXT), c.url, c.title, c.description, c.site, c.author, c.kind,
    c.player_url, c.language, {picture_columns("m")}
  FROM discovery_rising r LEFT JOIN {_DECIDED} JOIN post_card c ON c.id = r.ref
  LEFT JOIN media_picture m ON m.id = c.picture_id
  WHERE r.kind = {Kind.LINK.value} AND {_RISING} AND (d.id IS NULL OR d.allowed) {_FASTEST}"""
_POSTS = Feed(
    "discovery_rising r JOIN post p ON p.id = r.ref",
    f"""r.kind = {Kind.POST.value} AND {_RISING} AND p.scope = 'public'
      AND {listed_sql("p")} AND a.discoverable AND a.limited_at IS NULL""",
    "r.place",
)


@cache
def _people(*, is_member: bool) -> str:
    apart = f"{unblocked_sql('a.id', '%(viewer)s')} AND NOT {muting_sql('%(viewer)s', 'a.id')} AND a.id <> %(viewer)s"
    return f"""SELECT r.ref, r.present, CAST(r.days AS TEXT)
      FROM discovery_rising r JOIN accounts_account a ON a.id = r.ref
      WHERE r.kind = {Kind.PERSON.value} AND r.held = '' AND a.active
        AND a.discoverable AND a.unlisted_at IS NULL AND a.limited_at IS NULL {f"AND {apart}" if is_member else ""}
      ORDER BY r.place DESC LIMIT %(limit)s"""
