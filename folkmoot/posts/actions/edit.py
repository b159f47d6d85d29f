"""Changing a post: what it says, never for whom it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.accounts.queries.trust import is_new
from folkmoot.core import gates, html
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.events import publish
from folkmoot.media.actions.keep import checked_alt
from folkmoot.posts.actions import changing, hanging, reach
from folkmoot.posts.actions.changing import Standing, standing, written_at
from folkmoot.posts.actions.drafts import check_few, check_words
from folkmoot.posts.actions.polls import NewPoll, checked_options, checked_poll
from folkmoot.posts.events import PostEdited
from folkmoot.posts.interaction import Publishing
from folkmoot.posts.models import Carries, Post, Revision

EDITS_MOST = 100  # of one post
_STAYS = Carries.QUOTE | Carries.CARD  # the card of a link follows the words by itself


@dataclass(frozen=True)
class Edit:
    """A post as it is to be from now on, all of it."""

    text: str
    warning: str = ""
    language: str = ""
    pictures: tuple[int, ...] = ()  # those it shows already, and new uploads, in the order in which they are shown
    recordings: tuple[int, ...] = ()
    alts: Mapping[int, str] = field(default_factory=dict)  # what they show, where that is said anew
    poll: NewPoll | None = None  # 0 seconds: it ends when it already does
    since: datetime | None = None  # when the version was written that was changed; None: whichever it is


def edit_post(actor: Account, post_id: int, edit: Edit) -> None:
    """Change one's own post; its audience stays what it was. Nothing happens where nothing is different.

    ``NotAllowed`` when somebody else has changed it since, when it was removed, or when it was changed too often.
    """
    edit = _checked(edit)
    verdict = gates.ask("posts.publish", Publishing(actor, edit.text))
    named = hanging.named_in(edit.text)
    with transaction.atomic():
        post = _own(actor, post_id)
        before = standing(post)
        _require_newest(post, edit)
        if _is_as_before(before, edit):
            return
        added = _added(actor, post, before, edit, named) if is_new(actor) else None
        _keep_revision(post, before)
        changing.change_files(post, actor, edit.pictures, edit.recordings, edit.alts)
        changing.ask_again(post.id, edit.poll)
        changing.name(post.id, {account.id for account in named.values()})
        tags = html.tags_in(edit.text)
        changing.tag_again(post.id, tags)
        post.text, post.html = edit.text, hanging.words(edit.text, named)
        post.warning, post.language = edit.warning, edit.language
        post.carries = _carried(post, edit, bool(named), bool(tags))
        post.version, post.edited_at = post.version + 1, timezone.now()
        post.held_at = timezone.now() if verdict is gates.Verdict.HOLD and not post.held_at else post.held_at
        post.save(update_fields=["text", "html", "warning", "language", "carries", "version", "edited_at", "held_at"])
        if added:
            reach.require_reach(actor, added)  # last: what is refused for another reason uses nothing up
        publish(PostEdited(post.id))


def _added(actor: Account, post: Post, before: Standing, edit: Edit, named: reach.Named) -> reach.Carried:
    """What an edit adds to what a post carries; who is named anew counts with all whom it names then."""
    was = NewPoll(before.asked[0], 0) if before.asked else None
    links = reach.addresses_elsewhere(edit.text, edit.warning, edit.poll)
    others = changing.named_beside(post, actor.id, {account.id for account in named.values()})
    return reach.Carried(
        post.id,
        links=bool(links - reach.addresses_elsewhere(before.text, before.warning, was)),
        named=others,
        privately=changing.told_anew(post, actor.id, others) if post.scope in reach.NARROW else frozenset(),
        pictures=len({*edit.pictures} - {some_id for some_id, _alt in before.pictures}),
        recordings=len({*edit.recordings} - {some_id for some_id, _alt in before.recordings}),
    )


def _checked(edit: Edit) -> Edit:
    text = html.clean(edit.text).strip()
    warning = html.clean(edit.warning).replace("\n", " ").strip()
    check_words(text, warning, edit.language)
    pictures, recordings = check_few(edit.pictures, edit.recordings)
    poll = edit.poll and (checked_poll(edit.poll) if edit.poll.seconds else checked_options(edit.poll))
    alts = {some_id: checked_alt(alt) for some_id, alt in edit.alts.items() if some_id in {*pictures, *recordings}}
    return replace(edit, text=text, warning=warning, pictures=pictures, recordings=recordings, poll=poll, alts=alts)


def _own(actor: Account, post_id: int) -> Post:
    """The actor's post, which nobody else can change until the transaction ends."""
    mine = Post.objects.select_for_update(no_key=True)
    post = mine.filter(id=post_id, account=actor, boost_of=None, deleted_at=None).first()
    if post is None:
        raise NotFound
    if post.removed_at:
        raise NotAllowed(_("This post was removed from view by those who run this community. It cannot be changed."))
    return post


def _require_newest(post: Post, edit: Edit) -> None:
    if edit.since is not None and edit.since != written_at(post):
        raise Invalid(
            "since", _("This post was changed elsewhere meanwhile. Your text is kept: compare, and save again.")
        )


def _is_as_before(before: Standing, edit: Edit) -> bool:
    if not (edit.text or edit.pictures or edit.recordings or edit.poll or before.quotes):
        raise Invalid("text", _("Write something first: a post cannot be empty."))
    asked = (edit.poll.options, edit.poll.multiple) if edit.poll else None
    files = tuple((some_id, edit.alts.get(some_id, before.alts.get(some_id, ""))) for some_id in edit.pictures)
    sounds = tuple((some_id, edit.alts.get(some_id, before.alts.get(some_id, ""))) for some_id in edit.recordings)
    same_words = (edit.text, edit.warning, edit.language) == (before.text, before.warning, before.language)
    same_rest = (files, sounds, asked) == (before.pictures, before.recordings, before.asked)
    return same_words and same_rest and not (edit.poll and edit.poll.seconds)


def _keep_revision(post: Post, before: Standing) -> None:
    if Revision.objects.filter(post=post).count() >= EDITS_MOST:
        raise NotAllowed(_("A post can be changed 100 times. Write a new one instead."))
    Revision.objects.create(
        post=post,
        version=post.version,
        text=post.text,
        html=post.html,
        warning=post.warning,
        language=post.language,
        hanging=before.as_json(),
        written_at=written_at(post),
    )


def _carried(post: Post, edit: Edit, names: bool, tags: bool) -> int:  # noqa: FBT001 - two findings about the text
    there = {
        Carries.MENTIONS: names,
        Carries.TAGS: tags,
        Carries.PICTURES: edit.pictures,
        Carries.RECORDINGS: edit.recordings,
        Carries.POLL: edit.poll,
        Carries.EMOJI: hanging.own_emoji(edit.text, edit.warning),
    }
    return (post.carries & _STAYS) | sum(kind for kind, found in there.items() if found)
