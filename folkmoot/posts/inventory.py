"""What posts, and what is done to them, keep about people."""

from django.utils.translation import gettext_lazy as _

from folkmoot.core.inventory import (
    INNER,
    MINE,
    READERS,
    UNTIL_YOU,
    WITH_POST,
    Blank,
    Counted,
    Held,
    Topic,
    Withheld,
    Words,
    of,
    of_my_posts,
    technical,
    within,
)

_COUNTERS = "post_counters"
_MY_FILTERS = within("filter_id", "posts_filter", "account_id = %(account)s")
_ANSWERS = "t.reply_to_id IS NOT NULL AND t.boost_of_id IS NULL AND t.scope IN ('public', 'quiet', 'community')"
_POSTS = ("id", "scope", "text", "warning", "language", "thread_id", "reply_to_id", "boost_of_id", "quote_of_id")
_TO_PROFILE = _("Whoever may see your profile.")
_TRACE = _("Answers of others stay. Each keeps the number of the post that it answered, which leads to nothing.")


def _on_post(name: str, holds: Words, *exported: str, inner: tuple[str, ...] = (), also: tuple[str, ...] = ()) -> Held:
    """What hangs on a post, belongs to its author and goes with it."""
    return Held(
        name,
        Topic.POSTS,
        holds,
        WITH_POST,
        READERS,
        mine=of_my_posts(),
        exported=("post_id", *exported),
        withheld=(Withheld(INNER, inner),),
        erased=(of_my_posts(), *also),
        with_post="post_id",
    )


def _my_mark(name: str, holds: Words, seen_by: Words, *exported: str, counted: str = "") -> Held:
    """What a member did to a post, which goes with either."""
    return Held(
        name,
        Topic.READING,
        holds,
        UNTIL_YOU,
        seen_by,
        mine=of("account_id"),
        exported=("id", "post_id", *exported),
        withheld=(Withheld(INNER, ("account_id",)),),
        erased=(of("account_id"), of_my_posts()),
        with_post="post_id",
        counted=(Counted(_COUNTERS, "post_id", counted, "post_id"),) if counted else (),
    )


def _my_choice(name: str, topic: Topic, holds: Words, *exported: str, inner: tuple[str, ...] = ()) -> Held:
    """What a member set for themselves."""
    return Held(
        name,
        topic,
        holds,
        UNTIL_YOU,
        MINE,
        mine=of("account_id"),
        exported=exported,
        withheld=(Withheld(INNER, ("account_id", *inner)),),
        erased=(of("account_id"),),
    )


TABLES = (
    _my_mark("posts_like", _("Which posts you like."), READERS, counted="likes"),
    _my_mark("posts_reaction", _("With which emoji you answered posts."), READERS, "emoji", counted="reactions"),
    _my_mark("posts_bookmark", _("Which posts you keep for later."), MINE),
    _my_mark("posts_pin", _("Which posts stand at the top of your profile."), _TO_PROFILE),
    Held(
        "post_ballot",
        Topic.READING,
        _("In which polls you voted, and for what."),
        _("As long as the poll is there, or until you delete your account."),
        _("Only you: the others see how many voted for what."),
        mine=of("account_id"),
        exported=("id", "post_id", "choices"),
        withheld=(Withheld(INNER, ("account_id",)),),
        erased=(of("account_id"), of_my_posts()),
        with_post="post_id",
        counted=(Counted("post_poll", "post_id", "voters", "post_id"),),
    ),
    _my_choice("posts_threadmute", Topic.READING, _("Of which threads you want to hear no more."), "id", "thread_id"),
    _my_choice("posts_tagfollow", Topic.READING, _("Which hashtags you follow."), "id", "tag_id"),
    _my_choice("posts_featuredtag", Topic.PROFILE, _("Which hashtags you show on your profile."), "id", "tag_id"),
    Held(
        "posts_filterword",
        Topic.READING,
        _("The words of your filters."),
        UNTIL_YOU,
        MINE,
        mine=_MY_FILTERS,
        exported=("id", "filter_id", "word", "whole"),
        erased=(_MY_FILTERS,),
    ),
    Held(
        "posts_filterpost",
        Topic.READING,
        _("The single posts that your filters name."),
        UNTIL_YOU,
        MINE,
        mine=_MY_FILTERS,
        exported=("id", "filter_id", "post_id"),
        erased=(_MY_FILTERS, of_my_posts()),
        with_post="post_id",
    ),
    _my_choice(
        "posts_filter",
        Topic.READING,
        _("What you do not want to read, and where."),
        "id",
        "title",
        "action",
        "contexts",
        "ends_at",
    ),
    _my_choice("posts_saveddraft", Topic.POSTS, _("Posts that you have begun."), "id", "form", "changed_at"),
    _my_choice(
        "posts_scheduledpost",
        Topic.POSTS,
        _("Posts that are to be published later."),
        "id",
        "draft",
        "due_at",
        "problem",
    ),
    _my_choice(
        "posts_autodelete",
        Topic.POSTS,
        _("After how long your posts go by themselves, and which are kept."),
        *("days", "keep_pinned", "keep_bookmarked", "keep_liked", "keep_media", "keep_polls", "keep_direct"),
        *("least_likes", "least_boosts"),
        inner=("seen_up_to",),
    ),
    _my_choice(
        "posts_yearreport",
        Topic.POSTS,
        _("What you wrote in a year, in figures."),
        *("id", "year", "figures", "read_at"),
    ),
    Held(
        "posts_idempotencykey",
        Topic.POSTS,
        _("Under which key a form or an app sent a post, so that it is not published twice."),
        _("A day."),
        MINE,
        not_exported=INNER,
        withheld=(Withheld(INNER, ("id", "account_id", "key", "post_id", "made_at")),),
        erased=(of("account_id"), of_my_posts()),
        with_post="post_id",
    ),
    _on_post(
        "posts_revision",
        _("What your posts said before you changed them."),
        *("id", "version", "text", "warning", "language", "hanging", "written_at"),
        inner=("html",),
    ),
    _on_post("post_audience", _("For whom by name your posts were written."), "account_id", also=(of("account_id"),)),
    _on_post("post_mention", _("Whom your posts name."), "account_id", also=(of("account_id"),)),
    _on_post("post_circle", _("For which of your lists a post was written."), "circle_id"),
    _on_post("post_tag", _("Which hashtags your posts carry."), "tag_id"),
    _on_post("post_picture", _("Which pictures your posts show."), "position", "picture_id"),
    _on_post("post_recording", _("Which recordings your posts play."), "position", "recording_id"),
    _on_post("post_card_of", _("To which pages your posts link."), "card_id", "removed_at"),
    Held(
        "post_quote",
        Topic.POSTS,
        _("Which posts yours quote, and whether their authors agreed."),
        WITH_POST,
        READERS,
        mine=of_my_posts(),
        exported=("post_id", "quoted_id", "state", "decided_at"),
        erased=(of_my_posts(), of_my_posts("quoted_id")),
        with_post="post_id",
        counted=(Counted(_COUNTERS, "post_id", "quotes", "quoted_id", "t.state = 'agreed'"),),
    ),
    _on_post("post_poll_option", _("What one could choose in your polls."), "position", "title", "votes"),
    _on_post("post_poll", _("What your polls asked, and until when."), "multiple", "ends_at", "voters", "closed_at"),
    _on_post(
        "post_counters",
        _("How often your posts were liked, boosted and answered."),
        *("likes", "boosts", "replies", "reactions", "quotes"),
    ),
    Held(
        "post",
        Topic.POSTS,
        _("Your posts and boosts: their words, their language, for whom they are, what they answer, and when."),
        _("Until you delete them, or they go by themselves as you set it, or you delete your account."),
        READERS,
        mine=f"{of('account_id')} AND t.deleted_at IS NULL",
        exported=(
            *_POSTS,
            "reply_policy",
            "quote_policy",
            "original_at",
            "edited_at",
            "removed_at",
            "restricted",
            "notice",
        ),
        withheld=(
            Withheld(
                INNER,
                ("html", "account_id", "app_id", "group_id", "carries", "version", "held_at", "deleted_at", "uri"),
            ),
            Withheld(_("It says whom you answered; the post you answered is exported."), ("reply_to_account_id",)),
        ),
        erased=(of("account_id"),),
        counted=(
            Counted(_COUNTERS, "post_id", "replies", "reply_to_id", f"t.deleted_at IS NULL AND {_ANSWERS}"),
            Counted(
                _COUNTERS, "post_id", "boosts", "boost_of_id", "t.deleted_at IS NULL AND t.boost_of_id IS NOT NULL"
            ),
        ),
        blanks=(Blank(of("reply_to_account_id"), (("reply_to_account_id", "NULL"),)),),
        stays=_TRACE,
    ),
    technical("posts_tag", _("Hashtags, and how they were spelled first."), Topic.POSTS),
    technical("post_card", _("What other sites say about pages that posts link to."), Topic.POSTS),
)
