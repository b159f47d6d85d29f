"""Collections of people, in Mastodon's shapes."""

from typing import Any
from urllib.parse import quote

from folkmoot.api.answers import ORIGIN, iso
from folkmoot.relations.queries import CollectionItemView, CollectionView


def collection(view: CollectionView) -> dict[str, Any]:
    """A Collection with those in it whom the viewer may see."""
    return {
        "id": str(view.id),
        "account_id": str(view.account_id),
        "uri": f"{ORIGIN}{view.path}",
        "url": f"{ORIGIN}{view.path}",
        "name": view.name,
        "description": view.description,
        "language": view.language or None,
        "local": True,
        "sensitive": view.sensitive,
        "discoverable": view.listed,
        "tag": {"name": view.tag, "url": f"{ORIGIN}/tags/{quote(view.tag)}"} if view.tag else None,
        "item_count": len(view.items),
        "items": [collection_item(each) for each in view.items],
        "created_at": iso(view.created_at),
        "updated_at": iso(view.changed_at),
    }


def collection_item(view: CollectionItemView) -> dict[str, Any]:
    """A CollectionItem: whoever is in a collection was accepted when they were put into it."""
    return {
        "id": str(view.id),
        "account_id": str(view.account_id),
        "state": "accepted",
        "created_at": iso(view.created_at),
    }
