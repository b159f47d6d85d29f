"""The community's own emoji, and what was answered with emoji, in Mastodon's shapes."""

from typing import TYPE_CHECKING, Any

from folkmoot.api.entities.pictures import address, still_address
from folkmoot.instance.queries import EmojiView

if TYPE_CHECKING:
    from folkmoot.instance.hydrate import Answered
    from folkmoot.posts.hydrate import Reacted

_WIDTH = 128


def custom_emoji(view: EmojiView) -> dict[str, Any]:
    """A CustomEmoji; one without a category has none."""
    return {
        "shortcode": view.name,
        "url": address(view.picture, _WIDTH),
        "static_url": still_address(view.picture, _WIDTH),
        "visible_in_picker": not view.hidden,
        "category": view.category or None,
    }


def reaction(each: "Reacted | Answered") -> dict[str, Any]:
    """A Reaction; one of the community's own has its picture with it."""
    known = {"name": each.emoji.strip(":"), "count": each.count, "me": each.mine}
    if each.picture is None:
        return known
    return {**known, "url": address(each.picture, _WIDTH), "static_url": still_address(each.picture, _WIDTH)}
