"""Previews of linked pages as Mastodon's preview cards; no HTML of another site is ever among them."""

from typing import Any
from urllib.parse import urlsplit

from folkmoot.api.entities.pictures import small_address
from folkmoot.posts.hydrate import CardView


def card(found: CardView | None, scope: str) -> dict[str, Any] | None:
    """A PreviewCard of a post for ``scope``; the players of other sites are for the pages, which ask first."""
    if found is None:
        return None
    parts = urlsplit(found.url)
    picture = found.picture
    return {
        "url": found.url,
        "title": found.title,
        "description": found.description,
        "type": "link",
        "author_name": found.author,
        "author_url": "",
        "authors": [{"name": found.author, "url": "", "account": None}] if found.author else [],
        "provider_name": found.site or parts.netloc,
        "provider_url": f"{parts.scheme}://{parts.netloc}",
        "html": "",
        "width": picture.width if picture else 0,
        "height": picture.height if picture else 0,
        "image": small_address(picture, scope) if picture else None,
        "embed_url": "",
        "blurhash": picture.blurhash if picture else None,
        "published_at": None,
    }
