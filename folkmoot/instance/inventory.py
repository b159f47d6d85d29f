"""What the community keeps: mostly about itself."""

from django.utils.translation import gettext_lazy as _

from folkmoot.core.inventory import INNER, MINE, STAYS, UNTIL_YOU, Held, Topic, Withheld, of, technical

_ALL = _("All members.")
_WORK = _("What was made for the community stays with it. Of you there is a number left that leads to nobody.")

TABLES = (
    Held(
        "instance_dismissal",
        Topic.COMMUNITY,
        _("Which announcements you have read."),
        UNTIL_YOU,
        MINE,
        mine=of("account_id"),
        exported=("id", "announcement_id"),
        withheld=(Withheld(INNER, ("account_id",)),),
        erased=(of("account_id"),),
    ),
    Held(
        "instance_announcementreaction",
        Topic.COMMUNITY,
        _("With which emoji you answered announcements."),
        UNTIL_YOU,
        _ALL,
        mine=of("account_id"),
        exported=("id", "announcement_id", "emoji"),
        withheld=(Withheld(INNER, ("account_id",)),),
        erased=(of("account_id"),),
    ),
    Held(
        "instance_announcement",
        Topic.COMMUNITY,
        _("What those who run the community announced, and which of them."),
        STAYS,
        _ALL,
        mine=of("made_by"),
        exported=("id", "texts", "shows_at", "starts_at", "ends_at", "all_day", "changed_at", "withdrawn_at"),
        withheld=(Withheld(INNER, ("htmls", "made_by")),),
        stays=_WORK,
        staying=("made_by",),
    ),
    Held(
        "instance_emoji",
        Topic.COMMUNITY,
        _("The community's own emoji, and who added them."),
        STAYS,
        _ALL,
        mine=of("made_by"),
        exported=("id", "name", "category", "hidden_at"),
        withheld=(Withheld(INNER, ("picture_id", "made_by")),),
        stays=_WORK,
        staying=("made_by",),
    ),
    technical("instance_setting", _("What the owners decided about the community."), Topic.COMMUNITY),
    technical("instance_rule", _("The rules of the community."), Topic.COMMUNITY),
    Held(
        "instance_policyversion",
        Topic.COMMUNITY,
        _("Every version of the community's policies, and who published it."),
        STAYS,
        _("Everybody; who published it, those who may read the log of staff."),
        mine=of("made_by"),
        exported=("id", "kind", "number", "texts", "rules", "significant", "effective_at", "published_at"),
        withheld=(Withheld(INNER, ("facts", "made_by")),),
        stays=_WORK,
        staying=("made_by",),
    ),
    Held(
        "instance_policydraft",
        Topic.COMMUNITY,
        _("Policies that are still being written, and who wrote last."),
        _("Until it is published."),
        _("Those who may write the rules and policies."),
        mine=of("made_by"),
        exported=("kind", "texts", "rules", "changed_at"),
        withheld=(Withheld(INNER, ("facts", "made_by")),),
        stays=_WORK,
        staying=("made_by",),
    ),
    technical("instance_setuplink", _("The one-time link to the set-up, as a check sum."), Topic.COMMUNITY),
)
