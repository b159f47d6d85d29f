"""Announcements in Mastodon's shape."""

from typing import Any

from folkmoot.api.answers import absolute, iso
from folkmoot.api.entities.emojis import custom_emoji, reaction
from folkmoot.api.entities.statuses import tag
from folkmoot.core import html
from folkmoot.instance.hydrate import AnnouncementView, Answered


def announcement_for_all(view: AnnouncementView) -> dict[str, Any]:
    """The same for all who read its language: without a word about the viewer."""
    whole = announcement(view)
    del whole["read"]
    return {**whole, "reactions": [_without_viewer(each) for each in view.reactions]}


def answer_for_all(announcement_id: int, each: Answered) -> dict[str, Any]:
    """How often an announcement was answered with one emoji; not at all is 0."""
    return {**_without_viewer(each), "announcement_id": str(announcement_id)}


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


def _without_viewer(each: Answered) -> dict[str, Any]:
    return {name: value for name, value in reaction(each).items() if name != "me"}
