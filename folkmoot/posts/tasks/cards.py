"""Previews of linked pages: wanted when a post is written, looked at once for all who link, cleared away in the end."""

from django.db import transaction
from django.utils import timezone

from folkmoot.core.rows import select
from folkmoot.media.actions import drop, use
from folkmoot.media.queries.room import COMMUNITY
from folkmoot.posts.actions.cards import KEPT, LOOKING, follow_link, is_stale, show
from folkmoot.posts.events import CardWanted, PostEdited, PostPublished
from folkmoot.posts.models import Card, PostCard
from folkmoot.posts.tasks.looking import Told, look_at

AT_ONCE = 200  # cards
_TEXTS = ("title", "description", "site", "author", "language", "player_url")


class StillLooking(Exception):  # noqa: N818 - named for what it means
    """Somebody else is looking at this page, or was when they ended: the worker comes back to it."""


def link_of_new(event: PostPublished) -> None:
    """Hang the preview of a page below a fresh post that links to one."""
    said = select("SELECT text FROM post WHERE id = %(post)s", {"post": event.post_id})
    if said and "://" in said[0][0]:
        follow_link(event.post_id)


def link_of_edited(event: PostEdited) -> None:
    """Bring the preview in line with the words of an edited post."""
    follow_link(event.post_id)


def look(event: CardWanted) -> None:
    """Look at a page once, whoever and however many link to it."""
    card = _claimed(event.card_id)
    if card:
        told = look_at(card.url)
        with transaction.atomic():
            _note(card.id, told)


def forget_cards() -> None:
    """Let go of previews that no post shows any more."""
    with transaction.atomic():
        shown = PostCard.objects.filter(removed_at=None).values("card_id")
        old = Card.objects.select_for_update().filter(fetched_at__lt=timezone.now() - KEPT).exclude(id__in=shown)
        gone = list(old.order_by("id").values_list("id", "picture_id")[:AT_ONCE])
        Card.objects.filter(id__in=[card_id for card_id, _ in gone]).delete()
        drop([picture_id for _, picture_id in gone if picture_id])


def _claimed(card_id: int) -> Card | None:
    """The card, if it is for us to look at its page now."""
    with transaction.atomic():
        card = Card.objects.select_for_update().filter(id=card_id).first()
        if card is None or not is_stale(card):
            if card and card.problem == LOOKING:
                raise StillLooking(card.url)
            return None
        Card.objects.filter(id=card_id).update(fetched_at=timezone.now(), problem=LOOKING)
    return card


def _note(card_id: int, told: Told) -> None:
    """Keep what a page told; what it told before stays when it tells nothing now."""
    card = Card.objects.select_for_update().filter(id=card_id).first()
    if card is None or told.problem:
        Card.objects.filter(id=card_id).update(problem=told.problem)
        return
    before = card.picture_id
    is_news = bool(before or told.picture_id) or any(getattr(card, name) != getattr(told, name) for name in _TEXTS)
    use(COMMUNITY, [told.picture_id] if told.picture_id else [], "card")
    Card.objects.filter(id=card_id).update(
        **{name: getattr(told, name) for name in _TEXTS},
        kind="player" if told.player_url else "link",
        picture=told.picture_id,
        problem="",
    )
    drop([before] if before else [])
    if is_news:
        show(card_id)
