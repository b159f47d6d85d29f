"""Hashtags that a new member may want to follow: those of the community's kind, those in use, and their own."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from folkmoot.core.cursors import Page
from folkmoot.core.html import clean, fold_tag
from folkmoot.instance.kits import in_language, kit
from folkmoot.instance.queries import community
from folkmoot.posts import queries as posts
from folkmoot.posts.queries import TagView

if TYPE_CHECKING:
    from django.http import QueryDict

IN_USE = 20  # hashtags that others use which are offered
OWN = 40  # followed ones that are shown
CHOSEN_MOST = 60


def offered(viewer: int) -> list[TagView]:
    """What can be chosen, each once: the community's kind in its language first, then what is in use here."""
    own = list(posts.followed_tags(viewer, Page(limit=OWN)).items)
    mine = {each.name for each in own}
    found = [*_of_kind(mine), *posts.tags_in_use(viewer, IN_USE), *own]
    return list({each.name: each for each in reversed(found)}.values())[::-1]


def chosen(sent: "QueryDict") -> list[str]:
    """What was ticked, and what was typed besides: hashtags with or without their sign, each once."""
    typed = clean(sent.get("more", "")).replace(",", " ").replace("،", " ").split()
    names = [clean(each) for each in sent.getlist("tag")] + [each.removeprefix("#") for each in typed]
    return list({fold_tag(name): name for name in names if name}.values())[:CHOSEN_MOST]


def dropped(shown: Iterable[TagView], names: Sequence[str]) -> list[TagView]:
    """Those that were followed and are not ticked any more."""
    return [each for each in shown if each.followed and not is_chosen(each, names)]


def is_chosen(tag: TagView, names: Sequence[str]) -> bool:
    """Whether a hashtag is among these names, however they are written."""
    return tag.name in {fold_tag(name) for name in names}


def _of_kind(followed: set[str]) -> list[TagView]:
    """All members read the community's own hashtags in its language, or they would not meet."""
    here = community()
    names = [in_language(text, here.language) for text in kit(here.kind).interests]
    return [TagView(0, fold_tag(name), name, fold_tag(name) in followed) for name in names]
