"""How a page looks from outside: what other sites show in its place, and what search engines are asked."""

from typing import NamedTuple

from django.conf import settings
from django.utils.text import Truncator

from folkmoot.accounts.hydrate import AccountView
from folkmoot.instance.queries import Community
from folkmoot.media.addresses import origin
from folkmoot.media.queries import PictureView
from folkmoot.posts.hydrate import PostView
from folkmoot.posts.hydrate.views import Body
from folkmoot.posts.queries import is_indexed
from folkmoot.relations.queries import is_indexed_member
from folkmoot.web import pictures

SHORT, LONG = 70, 200  # letters of a title, and of what stands below it
_WIDE = 1280  # pixels


class Face(NamedTuple):
    """What other sites show of a page."""

    kind: str  # in the words of Open Graph
    title: str
    words: str
    path: str
    listed: bool  # whether search engines may keep it
    picture: str = ""
    alt: str = ""
    large: bool = False
    written: str = ""
    feed: str = ""  # where readers of feeds find it, without the ending

    @property
    def url(self) -> str:
        """The one address of the page, however it was reached."""
        return absolute(self.path)


def of_post(view: PostView) -> Face:
    """A post; behind a warning nothing but the warning is shown."""
    body = view.body
    picture = _first_picture(body)
    return Face(
        kind="article",
        title=f"{body.author.name} (@{body.author.acct})",
        words=Truncator(body.cover or body.text).chars(LONG),
        path=body.path,
        listed=is_indexed(view.post_id),
        picture=_wide(picture or body.author.avatar),
        alt=picture.alt if picture else "",
        large=picture is not None,
        written=body.created_at.isoformat(timespec="seconds"),
    )


def of_account(account: AccountView) -> Face:
    """A profile, whichever of its tabs is open."""
    return Face(
        kind="profile",
        title=f"{account.name} (@{account.acct})",
        words=Truncator(account.bio).chars(LONG),
        path=account.path,
        listed=is_indexed_member(account.id),
        picture=_wide(account.avatar),
        feed=account.path,
    )


def of_front(here: Community) -> Face:
    """What visitors see first: what this community is."""
    return Face(
        kind="website",
        title=here.name,
        words=Truncator(here.description).chars(LONG),
        path="/",
        listed=True,
        picture=origin() + here.logo if here.logo else "",
        feed="/community" if here.visitors == "posts" else "",
    )


def of_feed(title: str, path: str) -> Face:
    """A list of posts by many: not everybody in it wants to be kept by search engines."""
    return Face(kind="website", title=title, words="", path=path, listed=False, feed=path)


def absolute(path: str) -> str:
    """The whole address of a page of ours."""
    return f"{settings.FOLKMOOT.origin}{path}"


def _first_picture(body: Body) -> PictureView | None:
    return body.pictures[0] if body.pictures and not body.cover else None


def _wide(picture: PictureView | None) -> str:
    return pictures.face(picture, _WIDE) if picture else ""
