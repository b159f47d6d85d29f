"""Who a post is for, in words for members."""

from typing import NamedTuple

from django.utils.translation import gettext as _


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


def audience(scope: str) -> Audience:
    """How the audience of a post is shown."""
    known = {choice.value: choice for choice in audiences()}
    return known.get(scope) or Audience(scope, "lock", _("Limited"), _("Only some people may read it."))
