"""Posts as Mastodon's statuses.

A status has two halves, as a post has: what is the same for everybody, and what is the viewer's own or counted. They
stand apart in the JSON as well, the viewer's half first, so that the other one can be kept as bytes (``kept``).
"""

from typing import Any
from urllib.parse import quote

from django.utils.html import escape

from folkmoot.api.answers import ORIGIN, absolute, iso
from folkmoot.api.entities.accounts import account
from folkmoot.api.entities.audiences import visibility
from folkmoot.api.entities.cards import card
from folkmoot.api.entities.emojis import custom_emoji
from folkmoot.api.entities.filters import result
from folkmoot.api.entities.pictures import attachment
from folkmoot.api.entities.polls import poll
from folkmoot.api.entities.quotes import approval, policy_of, state_of
from folkmoot.api.entities.recordings import attachments_of
from folkmoot.core.html import fold_tag
from folkmoot.posts.hydrate import NO_EXTRAS, AccountRef, Body, Extras, Mark, PostView, QuoteRef
from folkmoot.posts.interaction import may_pin


def status(view: PostView) -> dict[str, Any]:
    """A Status; a boost's has the boosted one as its ``reblog``."""
    inner = {**of_viewer(view), **shared(view.body), "reblog": None}
    if view.boosted_by is None:
        return inner
    return {**own(view.mark, NO_EXTRAS, policy="", pinnable=False), **shared(view.boosted_by), "reblog": inner}


def of_viewer(view: PostView) -> dict[str, Any]:
    """The viewer's half of a status, with what it quotes."""
    half = own(view.mark, view.extras, policy=policy_of(view.body), pinnable=is_pinnable(view))
    return {**half, "quote": _quote(view, view.body.quote)} if view.body.quote else half


def own(mark: Mark, extras: Extras, *, policy: str, pinnable: bool) -> dict[str, Any]:
    """The viewer's half, and what is counted."""
    half = {
        "replies_count": mark.replies,
        "reblogs_count": mark.boosts,
        "favourites_count": mark.likes,
        "favourited": mark.liked,
        "reblogged": mark.boosted,
        "muted": extras.muted,
        "bookmarked": mark.bookmarked,
        "filtered": [result(hit) for hit in extras.hits],
        "quotes_count": mark.quotes,
        "poll": poll(extras.tally) if extras.tally else None,
        "quote": None,
        "quote_approval": approval(policy, mine=mark.mine, follows=extras.follows),
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
        "sensitive": bool(body.cover),
        "spoiler_text": body.cover,
        "visibility": visibility(body.scope),
        "language": body.language or None,
        "uri": f"{ORIGIN}{body.path}",
        "url": f"{ORIGIN}{body.path}",
        "edited_at": iso(body.edited_at) if body.edited_at else None,
        "content": _content(body) if body.notice else absolute(body.html),
        "application": {"name": body.app.name, "website": body.app.website or None} if body.app else None,
        "account": account(body.author),
        "media_attachments": [
            *[attachment(picture, body.files_scope) for picture in body.pictures],
            *attachments_of(body.recordings, body.files_scope),
        ],
        "mentions": [_mention(ref) for ref in body.mentions],
        "tags": [tag(name) for name in body.tags],
        "emojis": [custom_emoji(each) for each in body.emojis],
        "card": card(body.card, body.files_scope),
        "tagged_collections": [],
    }


def _content(body: Body) -> str:
    """Programs know no place for what staff say about a post: it stands before its words."""
    said = "".join(f"<p><strong>{escape(line)}</strong></p>" for line in body.notice.splitlines())
    return said + absolute(body.html)


def tag(name: str) -> dict[str, str]:
    """A Tag as posts name it."""
    folded = fold_tag(name)
    return {"name": folded, "url": f"{ORIGIN}/tags/{quote(folded, safe='')}"}


def _quote(view: PostView, ref: QuoteRef) -> dict[str, Any]:
    """A Quote: the quoted status, one level deep, where its author agrees and the viewer may see it."""
    state, shown = state_of(view, ref), view.extras.quoted
    if state != "accepted" or shown is None:
        return {"state": state, "quoted_status": None}
    inner = status(shown)
    if shown.body.quote:  # whether the viewer may see that one was not asked
        inner["quote"] = {"state": "unauthorized", "quoted_status_id": None}
    return {"state": state, "quoted_status": inner}


def _mention(ref: AccountRef) -> dict[str, str]:
    return {"id": str(ref.id), "username": ref.username, "url": f"{ORIGIN}{ref.path}", "acct": ref.acct}
