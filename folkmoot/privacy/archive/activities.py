"""The member and their posts in ActivityStreams, as archives of other servers have them."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from folkmoot.accounts.models import Account
from folkmoot.core.ids import made_at
from folkmoot.privacy.archive.posts import Written, address_of, kept_posts, posts_of
from folkmoot.privacy.archive.writing import Archive, written

_CONTEXT = "https://www.w3.org/ns/activitystreams"
_PUBLIC = "https://www.w3.org/ns/activitystreams#Public"


def write_activities(archive: Archive, account: Account) -> None:
    """``actor.json``, ``outbox.json``, ``likes.json`` and ``bookmarks.json``."""
    archive.json("actor.json", _actor(account))
    _write(archive, "outbox.json", (_activity(account, post) for post in posts_of(account.id)))
    _write(archive, "likes.json", kept_posts(account.id, "posts_like"))
    _write(archive, "bookmarks.json", kept_posts(account.id, "posts_bookmark"))


def _write(archive: Archive, name: str, items: Iterator[Any]) -> None:
    head = {"@context": _CONTEXT, "id": name, "type": "OrderedCollection"}
    archive.rows(name, items, written(head)[:-1] + ', "orderedItems": [', "]}")


def _actor(account: Account) -> dict[str, Any]:
    mine = _address(account)
    lines = [{"type": "PropertyValue", "name": each["name"], "value": each["value"]} for each in account.fields]
    return {
        "@context": [
            _CONTEXT,
            {"PropertyValue": "http://schema.org#PropertyValue", "value": "http://schema.org#value"},
        ],
        "id": mine,
        "type": "Person",
        "preferredUsername": account.username,
        "name": account.name,
        "summary": account.bio_html,
        "url": mine,
        "published": made_at(account.id),
        "manuallyApprovesFollowers": account.locked,
        "discoverable": account.discoverable,
        "indexable": account.indexable,
        "attachment": lines,
        "outbox": "outbox.json",
        "likes": "likes.json",
        "bookmarks": "bookmarks.json",
        **{
            name: {"type": "Image", "mediaType": "image/webp", "url": f"media/{some_id}.webp"}
            for name, some_id in (("icon", account.avatar_id), ("image", account.header_id))
            if some_id
        },
    }


def _activity(account: Account, post: Written) -> dict[str, Any]:
    here = address_of(account.username, post.id)
    to, cc = _audience(account, post.scope)
    about = {"id": f"{here}/activity", "actor": _address(account), "published": post.at, "to": to, "cc": cc}
    if post.boost_of:
        return about | {"type": "Announce", "object": address_of(post.towards, post.boost_of)}
    return about | {"type": "Create", "object": _note(account, post, here) | {"to": to, "cc": cc}}


def _note(account: Account, post: Written, here: str) -> dict[str, Any]:
    language = {"contentMap": {post.language: post.html}} if post.language else {}
    return {
        "id": here,
        "type": "Note",
        "url": here,
        "attributedTo": _address(account),
        "published": post.at,
        "updated": post.edited_at,
        "summary": post.warning or None,
        "sensitive": bool(post.warning),
        "content": post.html,
        "source": {"content": post.text, "mediaType": "text/markdown"},
        "inReplyTo": address_of(post.towards, post.reply_to) if post.reply_to and post.towards else None,
        "attachment": [
            {"type": "Document", "mediaType": each.kind, "url": each.path, "name": each.alt} for each in post.attached
        ],
        **language,
    }


def _audience(account: Account, scope: str) -> tuple[list[str], list[str]]:
    followers = f"{_address(account)}/followers"
    known = {"public": ([_PUBLIC], [followers]), "quiet": ([followers], [_PUBLIC]), "followers": ([followers], [])}
    return known.get(scope, ([], []))


def _address(account: Account) -> str:
    return f"{settings.FOLKMOOT.origin}/@{account.username}"
