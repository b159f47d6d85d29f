"""Posts as Mastodon's statuses.

A status has two halves, as a post has: what is the same for everybody, and what is the viewer's own or counted. They
stand apart in the JSON as well, the viewer's half first, so that the other one can be kept as bytes (``kept``).
"""

from typing import Any
from urllib.parse import quote

from folkmoot.api.answers import ORIGIN, absolute, iso
from folkmoot.api.entities.accounts import account
from folkmoot.api.entities.pictures import attachment
from folkmoot.core.html import fold_tag
from folkmoot.posts.hydrate import NO_EXTRAS, AccountRef, Body, Extras, Mark, PostView
from folkmoot.posts.interaction import may_pin

VISIBILITY = {"public": "public", "quiet": "unlisted", "direct": "direct"}  # all else is "private" to programs


def status(view: PostView) -> dict[str, Any]:
    """A Status; a boost's has the boosted one as its ``reblog``."""
    inner = {**own(view.mark, view.extras, pinnable=is_pinnable(view)), **shared(view.body), "reblog": None}
    if view.boosted_by is None:
        return inner
    return {**own(view.mark, NO_EXTRAS, pinnable=False), **shared(view.boosted_by), "reblog": inner}


def own(mark: Mark, extras: Extras, *, pinnable: bool) -> dict[str, Any]:
    """The viewer's half, and what is counted."""
    half = {
        "replies_count": mark.replies,
        "reblogs_count": mark.boosts,
        "favourites_count": mark.likes,
        "favourited": mark.liked,
        "reblogged": mark.boosted,
        "muted": False,
        "bookmarked": mark.bookmarked,
        "filtered": [],
        "quotes_count": mark.quotes,
        "poll": None,
        "quote": None,
    }
    return {**half, "pinned": mark.pinned} if pinnable else half


def is_pinnable(view: PostView) -> bool:
    """Whether a program is told if the post is pinned: only of the viewer's own."""
    return view.mark.mine and may_pin(view.body.scope)


def shared(body: Body) -> dict[str, Any]:
    """The half that is the same for all who may see the post."""
    return {
        "id": str(body.key.id),
        "created_at": iso(body.created_at),
        "in_reply_to_id": str(body.reply_to_id) if body.reply_to_id else None,
        "in_reply_to_account_id": str(body.reply_to.id) if body.reply_to else None,
        "sensitive": bool(body.warning),
        "spoiler_text": body.warning,
        "visibility": VISIBILITY.get(body.scope, "private"),
        "language": body.language or None,
        "uri": f"{ORIGIN}{body.path}",
        "url": f"{ORIGIN}{body.path}",
        "edited_at": iso(body.edited_at) if body.edited_at else None,
        "content": absolute(body.html),
        "application": None,
        "account": account(body.author),
        "media_attachments": [attachment(picture, body.scope) for picture in body.pictures],
        "mentions": [_mention(ref) for ref in body.mentions],
        "tags": [_tag(name) for name in body.tags],
        "emojis": [],
        "card": None,
        "quote_approval": {"automatic": [], "manual": [], "current_user": "denied"},
        "tagged_collections": [],
    }


def _mention(ref: AccountRef) -> dict[str, str]:
    return {"id": str(ref.id), "username": ref.username, "url": f"{ORIGIN}{ref.path}", "acct": ref.acct}


def _tag(name: str) -> dict[str, str]:
    folded = fold_tag(name)
    return {"name": folded, "url": f"{ORIGIN}/tags/{quote(folded, safe='')}"}
