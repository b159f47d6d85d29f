"""Posts with previews, made without asking any site."""

import hashlib
from typing import Any

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.posts.actions.cards import follow_link, show
from folkmoot.posts.models import Card
from tests.pictures import lay as lay_picture
from tests.posts.writing import say

PAGE = "https://news.example/heron"


def linking(who: Account, scope: str = "public", *, pictured: bool = False, **facts: Any) -> int:
    """A post that links to ``PAGE``, with a preview that says ``facts``."""
    url = facts.get("url", PAGE)
    digest = hashlib.sha256(url.encode()).hexdigest()
    card, _ = Card.objects.get_or_create(digest=digest, defaults={"url": url, "fetched_at": timezone.now()})
    post_id = say(who, f"Look: {url}", scope)
    follow_link(post_id)
    told = {"title": "The heron", **facts}
    if pictured:
        told["picture"] = lay_picture(0, use="card", used_at=timezone.now())
    Card.objects.filter(id=card.id).update(**told)
    show(card.id)
    return post_id
