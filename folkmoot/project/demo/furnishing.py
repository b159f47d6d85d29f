"""What the community of the demo has before anybody writes: its own emoji, and what other sites said of their pages."""

import hashlib
from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.instance.actions import add_emoji
from folkmoot.media.actions import use
from folkmoot.media.queries.room import COMMUNITY
from folkmoot.posts.models import Card
from folkmoot.project.demo.album import PICTURES, hand_in


def furnish(owner: Account, belongings: Mapping[str, Any]) -> None:
    """Lay everything ready."""
    for name, told in belongings.get("emoji", {}).items():
        with (PICTURES / told["picture"] / "320.webp").open("rb") as picture:
            add_emoji(owner, name, told["category"], picture)
    for url, told in belongings.get("cards", {}).items():
        _keep_card(url, dict(told))


def _keep_card(url: str, told: dict[str, str]) -> None:
    """Know already what a page tells: the demo asks nobody. The pages are as made up as the street."""
    picture = told.pop("picture", "")
    picture_id = hand_in(COMMUNITY, picture) if picture else None
    use(COMMUNITY, [picture_id] if picture_id else [], "card")
    digest = hashlib.sha256(url.encode()).hexdigest()
    Card.objects.create(digest=digest, url=url, picture_id=picture_id, fetched_at=timezone.now(), **told)
