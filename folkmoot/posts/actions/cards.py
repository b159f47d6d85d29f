"""The preview of the page that a post links to: hung below the post, and taken away by its author."""

from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core import html
from folkmoot.core.errors import NotFound
from folkmoot.core.events import publish
from folkmoot.core.rows import insert_once
from folkmoot.posts.events import CardWanted
from folkmoot.posts.models import Card, Carries, Post, PostCard, Scope, digest_of

KEPT = timedelta(days=14)  # then the page is looked at again when somebody links to it
AFTER_TROUBLE = timedelta(days=1)
LOOKING = "looking"  # the problem of a card that is being looked at
LONGEST_LOOK = timedelta(minutes=2)
_LONGEST = 2_048  # characters of an address
_PORTS = {"http": 80, "https": 443}


@transaction.atomic
def remove_card(actor: Account, post_id: int) -> None:
    """Show the preview below one's own post no more, for good."""
    own = Post.objects.select_for_update().filter(id=post_id, account=actor, deleted_at=None)
    there = PostCard.objects.filter(post_id=post_id, removed_at=None)
    if not own.exists() or not there.update(removed_at=timezone.now()):
        raise NotFound
    _hide(post_id)


@transaction.atomic
def follow_link(post_id: int) -> None:
    """Bring the preview of a post in line with its words; what it is of, and whether it stays away, is remembered."""
    post = Post.objects.select_for_update().filter(id=post_id, boost_of=None, deleted_at=None).first()
    if post is None:
        return
    address = linked(post)
    present = PostCard.objects.filter(post=post).select_related("card").first()
    if present and present.card.url == address:
        return
    if present:
        present.delete()
        _hide(post_id)
    if address:
        _hang(post_id, address)


def linked(post: Post) -> str:
    """The address whose page is shown below a post; none for a direct one, whose links are nobody else's business."""
    if post.scope == Scope.DIRECT:
        return ""
    return next(filter(None, map(_normal, html.addresses_in(post.text))), "")


def is_stale(card: Card) -> bool:
    """Whether the page has to be looked at (again)."""
    if card.fetched_at is None:
        return True
    patience = {"": KEPT, LOOKING: LONGEST_LOOK}.get(card.problem, AFTER_TROUBLE)
    return bool(card.fetched_at < timezone.now() - patience)


def show(card_id: int) -> None:
    """Let every post that links to a page show its preview as it is now, inside the caller's transaction."""
    posts = PostCard.objects.filter(card=card_id, removed_at=None).values("post_id")
    Post.objects.filter(id__in=posts).update(carries=F("carries").bitor(Carries.CARD), version=F("version") + 1)


def _hang(post_id: int, address: str) -> None:
    digest = digest_of(address)
    empty = dict.fromkeys(("title", "description", "site", "author", "language", "player_url", "problem"), "")
    insert_once(Card, digest=digest, url=address, kind="link", **empty)
    card = Card.objects.select_for_update().get(digest=digest)  # whoever looks at its page finds this post, or waits
    PostCard.objects.create(post_id=post_id, card=card)
    if card.title:
        Post.objects.filter(id=post_id).update(carries=F("carries").bitor(Carries.CARD), version=F("version") + 1)
    if is_stale(card):
        publish(CardWanted(card.id))


def _hide(post_id: int) -> None:
    without = F("carries").bitand(~Carries.CARD)
    Post.objects.filter(id=post_id).update(carries=without, version=F("version") + 1)


def _normal(address: str) -> str:
    """The address in the spelling under which all links to a page meet; empty when it leads to us or to no page."""
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        return ""
    host = parts.hostname or ""
    if "." not in host or parts.username is not None or host in _ours() or len(address) > _LONGEST:
        return ""
    place = host if port == _PORTS[parts.scheme] else f"{host}:{port}"
    return parts._replace(netloc=place, path=parts.path or "/", fragment="").geturl()


def _ours() -> frozenset[str]:
    environment = settings.FOLKMOOT
    return frozenset(environment.hosts) | {urlsplit(environment.media_origin).hostname or ""}
