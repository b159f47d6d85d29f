"""Who a post is for, in words for members."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from folkmoot.web.words import apart


class Audience(NamedTuple):
    """One choice of who may read a post."""

    value: str
    icon: str
    label: str
    sentence: str


def audiences() -> tuple[Audience, ...]:
    """The choices a member has, the widest first."""
    return (
        Audience("public", "globe", _("Public"), _("Everybody may read it, and it stands in the community feed.")),
        Audience("quiet", "moon", _("Quiet"), _("Everybody may read it, but it stays out of the community feed.")),
        Audience("community", "people", _("Community"), _("Only members of this community may read it.")),
        Audience("followers", "lock", _("Followers"), _("Only your followers and the people you name with @.")),
        Audience("direct", "mail", _("Direct"), _("Only the people you name with @.")),
    )


def all_audiences(chosen: str, circles: tuple[tuple[int, str], ...]) -> tuple[Audience, ...]:
    """The choices of a member with these circles; an answer to a post for a circle can be for the same people."""
    own = (
        Audience(f"list:{some_id}", "circle", _("Circle: %(title)s") % {"title": title}, "")
        for some_id, title in circles
    )
    same = (Audience("list", "circle", _("The same people"), ""),) if chosen == "list" else ()
    return (*same, *audiences(), *own)


def audience(scope: str) -> Audience:
    """How the audience of a post is shown."""
    known = {choice.value: choice for choice in (*audiences(), _circle())}
    return known.get(scope) or Audience(scope, "lock", _("Limited"), _("Only some people may read it."))


def who_may_read(scope: str, author: str) -> str:
    """Who may read a post of somebody else, for those who do."""
    sentences = {
        "public": _("Everybody who may look into this community may read it."),
        "quiet": _("Everybody who may look into this community may read it, but it stays out of the community feed."),
        "followers": _("Only followers of %(name)s and people who are named in it may read it."),
        "direct": _("Only %(name)s and the people who are named in it may read it."),
    }
    return sentences.get(scope, audience(scope).sentence) % {"name": apart(author)}


def _circle() -> Audience:
    """Its name is for its owner alone."""
    return Audience("list", "circle", _("A circle"), _("Only people whom its author chose may read it."))
