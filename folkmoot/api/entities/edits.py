"""What posts said before, as Mastodon's."""

from collections.abc import Iterable
from typing import Any

from folkmoot.api.answers import absolute, iso
from folkmoot.api.entities.accounts import account
from folkmoot.api.entities.emojis import custom_emoji
from folkmoot.api.entities.pictures import attachment
from folkmoot.api.entities.recordings import attachment_of_recording
from folkmoot.posts.hydrate import Body
from folkmoot.posts.queries import Version


def source(body: Body) -> dict[str, Any]:
    """A StatusSource: the words as they were written."""
    return {"id": str(body.key.id), "text": body.text, "spoiler_text": body.warning}


def status_edit(version: Version, body: Body) -> dict[str, Any]:
    """A StatusEdit: one version of a post that says ``body`` now; files that are gone since are left out."""
    edit = {
        "content": absolute(version.html),
        "spoiler_text": version.warning,
        "sensitive": bool(version.warning),
        "created_at": iso(version.written_at),
        "account": account(body.author),
        "media_attachments": [*_pictures(version.pictures, body), *_recordings(version.recordings, body)],
        "emojis": [custom_emoji(each) for each in body.emojis],
        "quote": None,
    }
    if version.options:
        edit["poll"] = {"options": [{"title": title} for title in version.options]}
    return edit


def _pictures(shown: Iterable[tuple[int, str]], body: Body) -> list[dict[str, Any]]:
    known = {each.id: each for each in body.pictures}
    there = [(known[some_id], alt) for some_id, alt in shown if some_id in known]
    return [{**attachment(picture, body.files_scope), "description": alt or None} for picture, alt in there]


def _recordings(played: Iterable[tuple[int, str]], body: Body) -> list[dict[str, Any]]:
    known = {each.id: each for each in body.recordings}
    there = [(known[some_id], alt) for some_id, alt in played if some_id in known and known[some_id].state == "ready"]
    return [{**attachment_of_recording(each, body.files_scope), "description": alt or None} for each, alt in there]
