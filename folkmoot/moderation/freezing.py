"""What is reported, copied as it stands: later changes and deletions do not touch the copy."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from folkmoot.accounts.hydrate import views
from folkmoot.core.errors import NotFound
from folkmoot.posts import hydrate
from folkmoot.posts.hydrate import Key
from folkmoot.posts.models import Post

if TYPE_CHECKING:
    from folkmoot.accounts.hydrate import AccountView
    from folkmoot.posts.hydrate import Body


class Frozen(NamedTuple):
    """A copy of one thing, as a ``ReportItem`` keeps it."""

    kind: str
    object_id: int | None
    url: str
    snapshot: dict[str, Any]


def frozen_posts(viewer: int | None, author_id: int, ids: Collection[int]) -> list[Frozen]:
    """Copies of some posts of one account, in their order; ``NotFound`` unless the viewer sees them all."""
    found = {view.id: view.body for view in hydrate.posts(viewer, list(dict.fromkeys(ids)))}
    if any(i not in found or found[i].key.id != i or found[i].author.id != author_id for i in ids):
        raise NotFound
    return [frozen_post(found[i]) for i in dict.fromkeys(ids)]


def frozen_post(body: "Body") -> Frozen:
    """A copy of a post: its words, its warning, what its poll asks, and its files with their descriptions."""
    copy: dict[str, Any] = {
        "text": body.text,
        "warning": body.warning,
        "language": body.language,
        "scope": body.scope,
        "at": (body.edited_at or body.created_at).isoformat(),
        "poll": list(body.poll.options) if body.poll else [],
        "pictures": [{"id": str(one.id), "alt": one.alt} for one in body.pictures],
        "recordings": [{"id": str(one.id), "alt": one.alt, "title": one.title} for one in body.recordings],
    }
    return Frozen("post", body.key.id, body.path, {name: value for name, value in copy.items() if value})


def told_of(post_id: int) -> Frozen:
    """A copy of a post that somebody without an account tells of; an empty one, if its author took it back already."""
    row = Post.objects.values_list("id", "version", "account__version").get(id=post_id)
    body = hydrate.bodies([Key(*row)]).get(Key(*row))
    return frozen_post(body) if body else Frozen("post", post_id, "", {})


def frozen_account(account_id: int) -> Frozen:
    """A copy of how an account presents itself."""
    return _profile(views([account_id])[account_id])


def words_of(snapshot: dict[str, Any]) -> str:
    """All words of a copy, as they can be read and compared."""
    parts = [snapshot.get(name, "") for name in ("name", "warning", "text", "bio")]
    parts += snapshot.get("poll", ())
    parts += [f"{name}: {value}" for name, value in snapshot.get("fields", ())]
    files = [*snapshot.get("pictures", ()), *snapshot.get("recordings", ())]
    return "\n\n".join(part for part in [*parts, *(file.get("alt", "") for file in files)] if part)


def files_of(snapshot: dict[str, Any]) -> list[int]:
    """The pictures and recordings of a copy."""
    return [int(file["id"]) for name in ("pictures", "recordings") for file in snapshot.get(name, ())]


def _profile(account: "AccountView") -> Frozen:
    faces = [each for each in (account.avatar, account.header) if each]
    copy: dict[str, Any] = {
        "name": account.name,
        "bio": account.bio,
        "fields": [[field.name, field.value] for field in account.fields],
        "pictures": [{"id": str(one.id), "alt": one.alt} for one in faces],
    }
    return Frozen("account", account.id, account.path, {name: value for name, value in copy.items() if value})
