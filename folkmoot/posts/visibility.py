"""Who may see a post: the one text of the rule, read from either side."""

from collections.abc import Callable
from enum import Enum
from functools import cache

from folkmoot.core.rows import select
from folkmoot.instance.queries import community
from folkmoot.posts.models import Restricted
from folkmoot.relations.visibility import unblocked_sql

VIEWER = "%(viewer)s"
_FOR_VISITORS = ("public", "quiet")


class Sight(Enum):
    """What kind of eyes look: each kind has one compiled text of the rule."""

    MEMBER = "member"
    VISITOR = "visitor"  # in a community that is open to visitors
    NOBODY = "nobody"

    def sql(self, alias: str, author: str = "") -> str:
        """The condition over the post table named ``alias``; a member's names the parameter ``viewer``.

        A statement that has joined the account who wrote the post as ``author`` spares looking it up again.
        """
        if self is Sight.MEMBER:
            return visible_sql(alias, VIEWER, author)
        return visitor_sql(alias, author) if self is Sight.VISITOR else "1 = 0"


def sight(viewer: int | None) -> Sight:
    """What this viewer may see; a visitor sees what the operator opened."""
    if viewer is not None:
        return Sight.MEMBER
    return Sight.VISITOR if community().visitors == "posts" else Sight.NOBODY


@cache
def visible_sql(alias: str, viewer: str, author: str = "") -> str:
    """Whether the account ``viewer`` (a column or a parameter) may see the post ``alias``, and what it boosts."""
    return _with_boosted(alias, author, lambda post, writer: _seen_by_member(post, writer, viewer))


@cache
def visitor_sql(alias: str, author: str = "") -> str:
    """Whether somebody who is not signed in may see the post ``alias``, in a community open to visitors."""
    return _with_boosted(alias, author, _seen_by_visitor)


def audience_of(post_id: int) -> list[int]:
    """Every account that may see a post: the same sentence read the other way."""
    text = f"SELECT v.id FROM post p, accounts_account v WHERE p.id = %(post)s AND {visible_sql('p', 'v.id')}"
    return [row[0] for row in select(text, {"post": post_id})]


def open_to_visitors(scope: str) -> bool:
    """Whether visitors may read posts for this audience in a community open to them, as ``visitor_sql`` says."""
    return scope in _FOR_VISITORS


@cache
def knew_sql(alias: str, viewer: str, named: str) -> str:
    """Whether ``viewer`` could see the post ``alias`` until it was taken away: who is told that it is gone.

    It may be erased already, and with it whom it was for by name; ``named`` says so in its place.
    """
    mine = {alias: f"{alias}.deleted_at IS NOT NULL AND "}  # what others removed, and what is boosted, is still there
    return _with_boosted(alias, "", lambda post, _writer: _known_by(post, viewer, named, mine.get(post, "")))


@cache
def visitors_knew_sql(alias: str) -> str:
    """Whether visitors could see the post ``alias`` until it was taken away, in a community open to them."""
    return _with_boosted(alias, "", lambda post, _writer: f"{_stood(post)} AND {_for_visitors(post)}")


def found_sql(alias: str) -> str:
    """Whether staff let people come upon a post and its author: reach, not access. Few accounts are kept back."""
    kept_back = "SELECT kb.id FROM accounts_account kb WHERE kb.unlisted_at IS NOT NULL"
    return f"{_without(alias, Restricted.DEMOTE)} AND {alias}.account_id NOT IN ({kept_back})"


def listed_sql(alias: str) -> str:
    """Whether a post belongs into the community's feed: reach, not access."""
    return (
        f"{found_sql(alias)}"
        f" AND {alias}.scope IN ('public', 'community') AND {alias}.deleted_at IS NULL AND {alias}.boost_of_id IS NULL"
        f" AND ({alias}.reply_to_id IS NULL OR {alias}.reply_to_account_id = {alias}.account_id)"
    )


def _with_boosted(alias: str, author: str, rule: Callable[[str, str], str]) -> str:
    inner = f"{alias}b"
    boosted = f"SELECT 1 FROM post {inner} WHERE {inner}.id = {alias}.boost_of_id AND {rule(inner, '')}"
    return f"({rule(alias, author)} AND ({alias}.boost_of_id IS NULL OR EXISTS ({boosted})))"


def _seen_by_member(post: str, writer: str, viewer: str) -> str:
    named = f"""EXISTS (
              SELECT 1 FROM post_audience m WHERE m.post_id = {post}.id AND m.account_id = {viewer})"""
    return f"""{post}.deleted_at IS NULL AND ({post}.account_id = {viewer} OR ({_stands(post, writer)}
      AND {_meant_for(post, viewer, named)}))"""


def _meant_for(post: str, viewer: str, named: str) -> str:
    """Whether a post that stands is for somebody else; ``named`` says whether it names them."""
    author = f"{post}.account_id"
    return f"""EXISTS (SELECT 1 FROM accounts_account w WHERE w.id = {viewer} AND w.active)
      AND ({post}.scope <> 'community'
        OR EXISTS (SELECT 1 FROM accounts_account w WHERE w.id = {viewer} AND w.domain = ''))
      AND ({post}.scope IN ('public', 'quiet', 'community')
        OR ({post}.scope = 'followers' AND EXISTS (
              SELECT 1 FROM relations_follow f WHERE f.follower_id = {viewer} AND f.followed_id = {author}))
        OR ({post}.scope IN ('followers', 'list', 'direct') AND {named}))
      AND {unblocked_sql(author, viewer)}"""


def _seen_by_visitor(post: str, writer: str) -> str:
    return f"{post}.deleted_at IS NULL AND {_stands(post, writer)} AND {_for_visitors(post)}"


def _for_visitors(post: str) -> str:
    """Whether a post is for everybody, whatever their age."""
    return f"{post}.scope IN {_FOR_VISITORS} AND {_without(post, Restricted.AGE_GATE)}"


def _without(post: str, what: Restricted) -> str:
    return f"({post}.restricted IS NULL OR ({post}.restricted & {what.value}) = 0)"


def _stands(post: str, writer: str) -> str:
    is_active = f"{writer}.active" if writer else _looked_up(post)
    return f"{post}.held_at IS NULL AND {post}.removed_at IS NULL AND {is_active}"


def _looked_up(post: str) -> str:
    return f"EXISTS (SELECT 1 FROM accounts_account u WHERE u.id = {post}.account_id AND u.active)"


def _stood(post: str) -> str:
    """Whether it was there for others until it was deleted or removed, whichever came first."""
    is_gone_once = f"({post}.removed_at IS NULL OR {post}.deleted_at IS NULL)"
    return f"{post}.held_at IS NULL AND {is_gone_once} AND {_looked_up(post)}"


def _known_by(post: str, viewer: str, named: str, mine: str) -> str:
    """The rule for members but for the post's being gone; ``mine`` is what must be true for its author as well."""
    author = f"{post}.account_id"
    return f"""(({mine}{author} = {viewer}) OR ({author} <> {viewer} AND {_stood(post)}
      AND {_meant_for(post, viewer, named)}))"""
