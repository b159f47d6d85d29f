"""Hashtags that a new member may want to follow: those of the community's kind, those in use, and their own."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid
from folkmoot.core.html import clean, fold_tag
from folkmoot.discovery.queries import unhidden
from folkmoot.instance.kits import in_language, kit
from folkmoot.instance.queries import community
from folkmoot.posts import queries as posts
from folkmoot.posts.queries import TagView

if TYPE_CHECKING:
    from django.http import QueryDict

IN_USE = 20  # hashtags that others use which are offered
OWN = 40  # followed ones that are shown
CHOSEN_MOST = 100  # at once: more than can be shown, with some that were typed


def offered(viewer: int) -> list[TagView]:
    """What can be chosen, each once: the community's kind in its language first, then what is in use here."""
    own = list(posts.followed_tags(viewer, Page(limit=OWN)).items)
    mine = {each.name for each in own}
    found = [*unhidden([*_of_kind(mine), *posts.tags_in_use(viewer, IN_USE)]), *own]
    return list({each.name: each for each in reversed(found)}.values())[::-1]


def chosen(sent: "QueryDict") -> list[str]:
    """What was ticked, and typed besides: hashtags with or without their sign, each once; ``Invalid`` for too many."""
    typed = clean(sent.get("more", "")).replace(",", " ").replace("،", " ").split()
    names = [clean(each) for each in sent.getlist("tag")] + [each.removeprefix("#") for each in typed]
    found = list({fold_tag(name): name for name in names if name}.values())
    if len(found) > CHOSEN_MOST:
        raise Invalid("more", _("Please choose no more than 100 hashtags at once. You can come back for others."))
    return found


def was_ticked(sent: "QueryDict") -> list[str]:
    """What the form showed as followed, whatever has been followed or offered since."""
    return [clean(each) for each in sent.getlist("shown")][:CHOSEN_MOST]


def dropped(sent: "QueryDict", names: Sequence[str]) -> list[str]:
    """What was ticked when the form was shown, and is not any more."""
    kept = {fold_tag(name) for name in names}
    return [name for name in was_ticked(sent) if fold_tag(name) not in kept]


def again(viewer: int, sent: "QueryDict") -> list[TagView]:
    """What can be chosen, and what was, ticked as it was sent."""
    ticked = {fold_tag(name): name for name in map(clean, sent.getlist("tag")) if name}
    shown = {each.name: replace(each, followed=each.name in ticked) for each in offered(viewer)}
    return list(shown.values()) + [TagView(0, key, ticked[key], followed=True) for key in ticked if key not in shown]


def _of_kind(followed: set[str]) -> list[TagView]:
    """All members read the community's own hashtags in its language, or they would not meet."""
    here = community()
    names = [in_language(text, here.language) for text in kit(here.kind).interests]
    return [TagView(0, fold_tag(name), name, fold_tag(name) in followed) for name in names]
