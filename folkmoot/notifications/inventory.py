"""What notifications keep about people."""

from django.utils.translation import gettext_lazy as _

from folkmoot.core.inventory import INNER, MINE, SECRET, UNTIL_YOU, Held, Topic, Withheld, of, of_my_posts

_LIKE = _("As long as what it tells of is there.")

TABLES = (
    Held(
        "notifications_pushsubscription",
        Topic.READING,
        _("Where an app of yours is told of news while it is closed: an address at the push service of your device."),
        _("Until you shut the app out, or delete your account."),
        _("Only you; the push service learns that there is something new, and when."),
        mine=of("account_id"),
        exported=("id", "kinds", "policy", "standard"),
        withheld=(
            Withheld(SECRET, ("endpoint", "key", "secret", "sealed_token", "token_id")),
            Withheld(INNER, ("account_id", "sent_id", "failures", "rests_until")),
        ),
        erased=(of("account_id"),),
    ),
    Held(
        "notifications_notification",
        Topic.READING,
        _("What you were told of: who liked, boosted, answered, named or followed you, and which post it was about."),
        _LIKE,
        MINE,
        mine=of("account_id"),
        exported=("id", "kind", "actor_id", "post_id", "collection_id"),
        withheld=(Withheld(INNER, ("account_id", "apart")),),
        erased=(of("account_id"), of("actor_id"), of_my_posts()),
        with_post="post_id",
    ),
    Held(
        "notifications_policy",
        Topic.READING,
        _("Of which strangers you want to hear at once, and whom you want to look at first."),
        UNTIL_YOU,
        MINE,
        mine=of("account_id"),
        exported=("not_following", "not_followers", "new_accounts", "private_mentions", "limited_accounts"),
        withheld=(Withheld(INNER, ("account_id",)),),
        erased=(of("account_id"),),
    ),
    Held(
        "notifications_letters",
        Topic.READING,
        _("What you get by mail, what rings your devices, your quiet hours, and whether your mailbox takes letters."),
        UNTIL_YOU,
        MINE,
        mine=of("account_id"),
        exported=("mail", "silent", "digest", "hour", "quiet_from", "quiet_until", "news_at", "stopped_at"),
        withheld=(
            Withheld(
                INNER,
                (
                    *("account_id", "news_due", "news_id", "digest_due", "digest_id"),
                    *("refusals", "refused_at", "refused_id"),
                ),
            ),
        ),
        erased=(of("account_id"),),
    ),
    Held(
        "notifications_welcome",
        Topic.READING,
        _("The strangers of whom you want to hear in any case."),
        UNTIL_YOU,
        MINE,
        mine=of("account_id"),
        exported=("id", "actor_id"),
        withheld=(Withheld(INNER, ("account_id",)),),
        erased=(of("account_id"), of("actor_id")),
    ),
    Held(
        "notifications_readmark",
        Topic.READING,
        _("Up to which notification you have read."),
        UNTIL_YOU,
        MINE,
        mine=of("account_id"),
        exported=("notification_id", "moved_at"),
        withheld=(Withheld(INNER, ("account_id", "version")),),
        erased=(of("account_id"),),
    ),
)
