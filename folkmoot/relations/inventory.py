"""What is kept about who follows, blocks, mutes, lists and keeps in mind whom."""

from django.utils.translation import gettext_lazy as _

from folkmoot.core.inventory import (
    INNER,
    MINE,
    NOBODY,
    UNTIL_YOU,
    Counted,
    Held,
    Topic,
    Withheld,
    Words,
    of,
    technical,
    within,
)

_COLLECTIONS = within("collection_id", "relations_collection", "account_id = %(account)s")
_WISHES = ("boosts", "tell", "languages")
_COUNTED = (
    Counted("accounts_stats", "account_id", "followers", "followed_id"),
    Counted("accounts_stats", "account_id", "following", "follower_id"),
)


def _pair(name: str, holds: Words, own: str, other: str, *more: str) -> Held:
    """What one account keeps about another and nobody else knows."""
    return Held(
        f"relations_{name}",
        Topic.RELATIONS,
        holds,
        UNTIL_YOU,
        MINE,
        mine=of(own),
        exported=("id", other, *more),
        withheld=(Withheld(INNER, (own,)),),
        erased=(of(own), of(other)),
    )


TABLES = (
    Held(
        "relations_follow",
        Topic.RELATIONS,
        _("Whom you follow, who follows you, and what of it is wanted at home."),
        _("Until one of you ends it, or deletes the account."),
        _("Members who may see your profile."),
        mine="t.follower_id = %(account)s OR t.followed_id = %(account)s",
        exported=("id", "follower_id", "followed_id"),
        withheld=(
            Withheld(
                _("What followers want of your posts is theirs to know; your own wishes are in following.csv."),
                _WISHES,
            ),
        ),
        erased=(of("follower_id"), of("followed_id")),
        counted=_COUNTED,
    ),
    Held(
        "relations_followrequest",
        Topic.RELATIONS,
        _("Whom you asked to let you follow them, and who asked you."),
        _("Until it is answered or taken back."),
        _("You, and whoever was asked."),
        mine="t.follower_id = %(account)s OR t.followed_id = %(account)s",
        exported=("id", "follower_id", "followed_id"),
        withheld=(Withheld(_("What those who ask want of your posts is theirs to know."), _WISHES),),
        erased=(of("follower_id"), of("followed_id")),
    ),
    _pair("block", _("Whom you block. Those you block are not told."), "blocker_id", "blocked_id"),
    _pair("mute", _("Whom you mute, and until when."), "muter_id", "muted_id", "ends_at", "notifications"),
    _pair("note", _("What you wrote down about somebody for yourself."), "account_id", "about_id", "text"),
    _pair("dismissal", _("Whom you do not want to have suggested again."), "account_id", "dismissed_id"),
    Held(
        "relations_suggestion",
        Topic.RELATIONS,
        _("Who is suggested to you, and why: worked out from whom and which hashtags you follow."),
        _("Until the next night, and none once you have been away for 30 days."),
        MINE,
        mine=of("account_id"),
        exported=("suggested_id", "place", "reason", "number"),
        withheld=(Withheld(INNER, ("account_id",)),),
        erased=(of("account_id"), of("suggested_id")),
    ),
    Held(
        "relations_suggestionwish",
        Topic.RELATIONS,
        _("That your suggestions are to be worked out anew."),
        _("Until that is done: some seconds."),
        NOBODY,
        not_exported=_("It says nothing but that there is work to do."),
        withheld=(Withheld(INNER, ("account_id",)),),
        erased=(of("account_id"),),
    ),
    technical("relations_suggestionround", _("How far the night's work on suggestions is.")),
    Held(
        "relations_profilepart",
        Topic.PROFILE,
        _("What the lines of your profile say, in parts, by which the directory finds you."),
        _("Until you change the lines, or delete the account."),
        _("Members who may see your profile."),
        mine=of("account_id"),
        not_exported=_("It is made from your profile, which is exported."),
        withheld=(Withheld(INNER, ("account_id", "field", "value", "shown")),),
        erased=(of("account_id"),),
    ),
    Held(
        "relations_endorsement",
        Topic.RELATIONS,
        _("Whom you recommend on your profile."),
        UNTIL_YOU,
        _("Whoever may see your profile."),
        mine=of("account_id"),
        exported=("id", "endorsed_id"),
        withheld=(Withheld(INNER, ("account_id",)),),
        erased=(of("account_id"), of("endorsed_id")),
    ),
    Held(
        "relations_collectionitem",
        Topic.RELATIONS,
        _("Whom you recommend in your collections, and who took themselves out."),
        _("Until you take it away, they take themselves out, or one of you deletes the account."),
        _("Whoever may see your profile."),
        mine=f"({_COLLECTIONS} AND t.left_at IS NULL) OR {of('account_id')}",
        exported=("id", "collection_id", "account_id", "left_at"),
        erased=(of("account_id"), _COLLECTIONS),
    ),
    Held(
        "relations_collection",
        Topic.RELATIONS,
        _("The collections of people that you recommend, under the names you gave them."),
        UNTIL_YOU,
        _("Whoever may see your profile."),
        mine=of("account_id"),
        exported=("id", "name", "description", "language", "tag", "sensitive", "listed", "changed_at"),
        withheld=(Withheld(INNER, ("account_id",)),),
        erased=(of("account_id"),),
    ),
    Held(
        "relations_circlemember",
        Topic.RELATIONS,
        _("Who is on your lists. Those who are on them are not told."),
        UNTIL_YOU,
        MINE,
        mine=within("circle_id", "relations_circle", "account_id = %(account)s"),
        exported=("id", "circle_id", "account_id"),
        erased=(of("account_id"), within("circle_id", "relations_circle", "account_id = %(account)s")),
    ),
    Held(
        "relations_circle",
        Topic.RELATIONS,
        _("The lists of people that you made."),
        UNTIL_YOU,
        MINE,
        mine=of("account_id"),
        exported=("id", "title", "replies", "exclusive"),
        withheld=(Withheld(INNER, ("account_id",)),),
        erased=(of("account_id"),),
    ),
)
