"""Announcements in Mastodon's shape."""

from typing import Any

from folkmoot.api.answers import absolute, iso
from folkmoot.api.entities.emojis import custom_emoji, reaction
from folkmoot.api.entities.statuses import tag
from folkmoot.core import html
from folkmoot.instance.hydrate import AnnouncementView


def announcement(view: AnnouncementView) -> dict[str, Any]:
    """An Announcement; accounts and posts are not named in them."""
    return {
        "id": str(view.id),
        "content": absolute(view.html),
        "starts_at": iso(view.starts_at) if view.starts_at else None,
        "ends_at": iso(view.ends_at) if view.ends_at else None,
        "all_day": view.all_day,
        "published_at": iso(view.shows_at),
        "updated_at": iso(view.changed_at),
        "read": view.is_read,
        "mentions": [],
        "statuses": [],
        "tags": [tag(name) for name in html.tags_in(view.text)],
        "emojis": [custom_emoji(each) for each in view.emojis],
        "reactions": [reaction(each) for each in view.reactions],
    }
