"""What home feeds keep about people."""

from django.utils.translation import gettext_lazy as _

from folkmoot.core.inventory import INNER, MINE, NOBODY, UNTIL_YOU, Held, Topic, Withheld, of, of_my_posts

TABLES = (
    Held(
        "home_entry",
        Topic.READING,
        _("Which posts stand in your home feed, worked out from whom and what you follow."),
        _("The newest ones only; all of them for 30 days after your last visit."),
        NOBODY,
        not_exported=_("It follows from whom you follow, which is exported, and belongs to those who wrote the posts."),
        withheld=(Withheld(INNER, ("account_id", "post_id")),),
        erased=(of("account_id"), of_my_posts()),
        with_post="post_id",
    ),
    Held(
        "timelines_homemark",
        Topic.READING,
        _("How far you have read your home feed, as your apps say."),
        UNTIL_YOU,
        MINE,
        mine=of("account_id"),
        exported=("post_id", "moved_at"),
        withheld=(Withheld(INNER, ("account_id", "version")),),
        erased=(of("account_id"),),
    ),
)
