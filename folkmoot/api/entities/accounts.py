"""Accounts and how they stand to each other, in Mastodon's shapes.

What Mastodon only sends about accounts that moved, were limited, suspended or died (``moved``, ``limited``,
``suspended``, ``memorial``) is left out here as it is there.
"""

from typing import Any

from django.conf import settings

from folkmoot.accounts.queries import Account, AccountView, Standing
from folkmoot.api.answers import ORIGIN, absolute, iso
from folkmoot.api.entities.audiences import visibility
from folkmoot.api.entities.pictures import address, still_address
from folkmoot.api.entities.quotes import TOLD
from folkmoot.api.entities.roles import role
from folkmoot.relations.queries import Relationship

AVATAR = f"{ORIGIN}{settings.STATIC_URL}folkmoot/avatars/original/missing.png"
HEADER = f"{ORIGIN}{settings.STATIC_URL}folkmoot/headers/original/missing.png"
_AVATAR_WIDTH, _HEADER_WIDTH = 400, 1_280  # pixels, or the next width there is


def account(view: AccountView) -> dict[str, Any]:
    """An Account."""
    return {
        "id": str(view.id),
        "username": view.username,
        "acct": view.acct,
        "display_name": view.name,
        "locked": view.locked,
        "bot": view.kind == "service",
        "discoverable": view.discoverable,
        "indexable": view.indexable,
        "group": view.kind == "group",
        "created_at": f"{view.created_at.date().isoformat()}T00:00:00.000Z",
        "note": absolute(view.bio_html) if view.bio_html else "",
        "url": f"{ORIGIN}{view.path}",
        "uri": f"{ORIGIN}{view.path}",
        **_pictures(view),
        "followers_count": view.followers,
        "following_count": view.following,
        "statuses_count": view.posts,
        "last_status_at": view.last_post_on.isoformat() if view.last_post_on else None,
        "hide_collections": view.hides_people,
        "noindex": not view.indexable,
        "show_media": True,
        "show_media_replies": True,
        "show_featured": True,
        "feature_approval": _feature_approval(view),
        "roles": [],
        "emojis": [],
        "fields": [_field(field.name, absolute(field.html)) for field in view.fields],
    }


def credentials(view: AccountView, actor: Account, standing: Standing, requests: int) -> dict[str, Any]:
    """A CredentialAccount: the account itself, as its own programs see it."""
    source = {
        "privacy": visibility(actor.post_scope),
        "sensitive": actor.post_sensitive,
        "language": actor.language or None,
        "quote_policy": TOLD[actor.quote_policy],
        "note": view.bio,
        "fields": [_field(field.name, field.value) for field in view.fields],
        "follow_requests_count": requests,
        "hide_collections": view.hides_people,
        "discoverable": view.discoverable,
        "indexable": view.indexable,
        "attribution_domains": [],
    }
    return {**account(view), "source": source, "role": role(*standing)}


def relationship(account_id: int, known: Relationship) -> dict[str, Any]:
    """A Relationship."""
    return {
        "id": str(account_id),
        "following": known.following,
        "showing_reblogs": (known.following or known.requested) and known.boosts,
        "notifying": known.tell,
        "languages": list(known.languages) or None,
        "followed_by": known.followed_by,
        "blocking": known.blocking,
        "blocked_by": known.blocked_by,
        "muting": known.muting,
        "muting_notifications": known.muting_notifications,
        "muting_expires_at": iso(known.muting_until) if known.muting_until else None,
        "requested": known.requested,
        "requested_by": known.requested_by,
        "domain_blocking": False,
        "endorsed": known.endorsed,
        "note": known.note,
    }


def muted_account(view: AccountView, known: Relationship) -> dict[str, Any]:
    """A MutedAccount: until when, or ``None`` for good."""
    return {**account(view), "mute_expires_at": iso(known.muting_until) if known.muting_until else None}


def profile(view: AccountView) -> dict[str, Any]:
    """A Profile: what its owner typed, and no stand-ins for pictures."""
    shown = account(view)
    same = (
        "id", "locked", "bot", "discoverable", "indexable", "hide_collections", "show_media", "show_media_replies",
        "show_featured", "avatar_description", "header_description",
    )  # fmt: skip
    avatar, header = view.avatar is not None, view.header is not None
    return {
        **{name: shown[name] for name in same},
        "display_name": view.name,
        "note": view.bio,
        "fields": [_field(field.name, field.value) for field in view.fields],
        **{name: shown[name] if avatar else None for name in ("avatar", "avatar_static")},
        **{name: shown[name] if header else None for name in ("header", "header_static")},
        "attribution_domains": [],
    }


def preferences(actor: Account) -> dict[str, Any]:
    """What a program may begin a post with, and how it shows what it reads."""
    return {
        "posting:default:visibility": visibility(actor.post_scope),
        "posting:default:sensitive": actor.post_sensitive,
        "posting:default:language": actor.language or None,
        "posting:default:quote_policy": TOLD[actor.quote_policy],
        "reading:expand:media": "default",
        "reading:expand:spoilers": False,
        "reading:autoplay:gifs": False,
    }


def _feature_approval(view: AccountView) -> dict[str, Any]:
    """Who may put an account into a collection: the same is said to all, so that of some it is unknown."""
    who = [] if not view.discoverable else ["followers"] if view.locked else ["public"]
    mine = "denied" if not view.discoverable else "unknown" if view.locked else "automatic"
    return {"automatic": who, "manual": [], "current_user": mine}


def _pictures(view: AccountView) -> dict[str, Any]:
    avatar, header = view.avatar, view.header
    return {
        "avatar": address(avatar, _AVATAR_WIDTH) if avatar else AVATAR,
        "avatar_static": still_address(avatar, _AVATAR_WIDTH) if avatar else AVATAR,
        "avatar_description": avatar.alt if avatar else "",
        "header": address(header, _HEADER_WIDTH) if header else HEADER,
        "header_static": still_address(header, _HEADER_WIDTH) if header else HEADER,
        "header_description": header.alt if header else "",
    }


def _field(name: str, value: str) -> dict[str, Any]:
    return {"name": name, "value": value, "verified_at": None}
