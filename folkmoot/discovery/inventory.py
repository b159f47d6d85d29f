"""What is kept about people of what is on the rise."""

from django.utils.translation import gettext_lazy as _

from folkmoot.core.inventory import (
    INNER,
    STAFF,
    STAYS,
    Held,
    Topic,
    Why,
    Withheld,
    of,
    technical,
)

TABLES = (
    Held(
        "discovery_voice",
        Topic.POSTS,
        _("Of which hashtags and links you wrote and what you boosted, and a check sum of what you said with them."),
        _("14 days, even if you take the post back: so that nobody can hide how a trend was pushed."),
        STAFF,
        why=Why.SAFETY,
        mine=of("account_id"),
        exported=("kind", "ref", "post_id", "language"),
        withheld=(Withheld(INNER, ("account_id", "signature")),),
        erased=(of("account_id"),),
    ),
    Held(
        "discovery_decision",
        Topic.COMMUNITY,
        _("Which hashtags and links may be shown on the rise, and who of the staff decided it."),
        STAYS,
        STAFF,
        why=Why.SAFETY,
        mine=of("made_by"),
        exported=("id", "kind", "shown", "allowed", "made_at"),
        withheld=(Withheld(INNER, ("made_by", "key")),),
        stays=_("It was decided for the community and stays with it; of you there is a number left."),
        staying=("made_by",),
    ),
    technical("discovery_rising", _("What is on the rise, counted anew every few minutes."), Topic.COMMUNITY),
    technical("discovery_countwish", _("That what is on the rise is about to be counted."), Topic.COMMUNITY),
)
