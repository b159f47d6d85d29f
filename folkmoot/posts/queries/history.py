"""What a post said before it was changed, for those who may see it now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from folkmoot.posts.hydrate import Body, PostView
from folkmoot.posts.models import Revision
from folkmoot.posts.queries.reading import get_post


@dataclass(frozen=True)
class Version:
    """A post as it stood from one moment to the next."""

    number: int  # grows with each edit, not always by one
    text: str
    html: str
    warning: str
    language: str
    written_at: datetime
    pictures: tuple[tuple[int, str], ...]  # ids with what they showed
    recordings: tuple[tuple[int, str], ...]
    options: tuple[str, ...]  # of its poll


@dataclass(frozen=True)
class History:
    """A post and all its versions, the newest last."""

    post: PostView
    versions: tuple[Version, ...]


def history(viewer: int | None, post_id: int) -> History:
    """All that a post said, under the rule of what it says now; a boost has that of the boosted one."""
    post = get_post(viewer, post_id)
    rows = Revision.objects.filter(post=post.post_id).order_by("version")
    return History(post, (*(_version(row) for row in rows), _newest(post.body)))


def _version(row: Revision) -> Version:
    hanging: Mapping[str, Any] = row.hanging
    return Version(
        row.version,
        row.text,
        row.html,
        row.warning,
        row.language,
        row.written_at,
        _described(hanging.get("pictures", ())),
        _described(hanging.get("recordings", ())),
        tuple((hanging.get("poll") or {}).get("options", ())),
    )


def _described(files: Sequence[Mapping[str, Any]]) -> tuple[tuple[int, str], ...]:
    return tuple((each["id"], each["alt"]) for each in files)


def _newest(body: Body) -> Version:
    return Version(
        body.key.version,
        body.text,
        body.html,
        body.warning,
        body.language,
        body.edited_at or body.created_at,
        tuple((each.id, each.alt) for each in body.pictures),
        tuple((each.id, each.alt) for each in body.recordings),
        body.poll.options if body.poll else (),
    )
