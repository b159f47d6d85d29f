"""What hangs on a post before an edit, and how it is made to hang as the edit says."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid
from folkmoot.core.ids import made_at
from folkmoot.media.actions import drop, drop_recordings, use, use_recordings
from folkmoot.media.actions.again import redescribe
from folkmoot.posts.actions import hanging
from folkmoot.posts.actions.polls import SHORTEST, NewPoll, ask, offer
from folkmoot.posts.actions.reach import answered
from folkmoot.posts.models import (
    Audience,
    Ballot,
    Carries,
    Mention,
    Poll,
    PollOption,
    Post,
    PostPicture,
    PostRecording,
    PostTag,
)

type Described = tuple[tuple[int, str], ...]  # ids with what they show


@dataclass(frozen=True)
class Standing:
    """A post as it is before an edit."""

    text: str
    warning: str
    language: str
    pictures: Described
    recordings: Described
    asked: tuple[tuple[str, ...], bool] | None
    quotes: bool

    @property
    def alts(self) -> Mapping[int, str]:
        """What its pictures and recordings show."""
        return dict((*self.pictures, *self.recordings))

    def as_json(self) -> dict[str, object]:
        """What hangs on it, as a revision keeps it."""
        return {
            "pictures": [{"id": some_id, "alt": alt} for some_id, alt in self.pictures],
            "recordings": [{"id": some_id, "alt": alt} for some_id, alt in self.recordings],
            "poll": {"options": self.asked[0], "multiple": self.asked[1]} if self.asked else None,
        }


def standing(post: Post) -> Standing:
    """How a post stands now."""
    pictures = PostPicture.objects.filter(post=post).order_by("position")
    recordings = PostRecording.objects.filter(post=post).order_by("position")
    poll = Poll.objects.filter(post=post).first()
    options = PollOption.objects.filter(post=post).order_by("position").values_list("title", flat=True)
    return Standing(
        post.text,
        post.warning,
        post.language,
        tuple(pictures.values_list("picture_id", "picture__alt")),
        tuple(recordings.values_list("recording_id", "recording__alt")),
        (tuple(options), poll.multiple) if poll else None,
        bool(post.carries & Carries.QUOTE),
    )


def written_at(post: Post) -> datetime:
    """When the post came to say what it says now."""
    return post.edited_at or post.original_at or made_at(post.id)


def change_files(
    post: Post, actor: Account, pictures: tuple[int, ...], recordings: tuple[int, ...], alts: Mapping[int, str]
) -> None:
    """Let a post show and play these, in this order; what it showed and shows no more is gone."""
    shown = set(PostPicture.objects.filter(post=post).values_list("picture_id", flat=True))
    played = set(PostRecording.objects.filter(post=post).values_list("recording_id", flat=True))
    PostPicture.objects.filter(post=post).delete()
    PostRecording.objects.filter(post=post).delete()
    use(actor.id, [some_id for some_id in pictures if some_id not in shown], "post")
    use_recordings(actor.id, [some_id for some_id in recordings if some_id not in played])
    PostPicture.objects.bulk_create(
        [PostPicture(post=post, position=place, picture_id=i) for place, i in enumerate(pictures)]
    )
    PostRecording.objects.bulk_create(
        [PostRecording(post=post, position=place, recording_id=i) for place, i in enumerate(recordings)]
    )
    drop(sorted(shown - set(pictures)))
    drop_recordings(sorted(played - set(recordings)))
    redescribe(actor.id, alts)


def ask_again(post_id: int, poll: NewPoll | None) -> None:
    """Change, add or take away a poll; whose options change begins again, without the votes it had."""
    before = Poll.objects.select_for_update(no_key=True).filter(post=post_id).first()
    if before is None:
        if poll and poll.seconds < SHORTEST.total_seconds():
            raise Invalid("poll", _("A poll can run for five minutes at least and for 30 days at most."))
        ask(post_id, poll)
        return
    options = tuple(PollOption.objects.filter(post=post_id).order_by("position").values_list("title", flat=True))
    if poll is None:
        _clear(post_id)
        Poll.objects.filter(post=post_id).delete()
    elif (poll.options, poll.multiple) != (options, before.multiple):
        _begin_again(before, poll)
    if poll and poll.seconds and before.ends_at > timezone.now():
        Poll.objects.filter(post=post_id).update(ends_at=timezone.now() + timedelta(seconds=poll.seconds))


def name(post_id: int, named: Collection[int]) -> None:
    """Note whom a post names now; who may see it stays as it was when it was published."""
    there = set(Mention.objects.filter(post=post_id).values_list("account_id", flat=True))
    Mention.objects.filter(post=post_id).exclude(account__in=named).delete()
    Mention.objects.bulk_create([Mention(post_id=post_id, account_id=i) for i in sorted(set(named) - there)])


def named_beside(post: Post, actor: int, named: Collection[int]) -> frozenset[int]:
    """Whom a post would name besides those it answers, if that were anybody whom it does not name already."""
    there = {*Mention.objects.filter(post=post).values_list("account_id", flat=True), actor}
    if not set(named) - there:
        return frozenset()
    of_parent = Mention.objects.filter(post=post.reply_to_id or 0).values_list("account_id", flat=True)
    return frozenset(named) - answered(actor, post.reply_to_account_id or 0, of_parent) - {actor}


def told_anew(post: Post, actor: int, named: Collection[int]) -> frozenset[int]:
    """Whom a post that only some may read would be brought to by naming them, since they are among those."""
    there = {*Mention.objects.filter(post=post).values_list("account_id", flat=True), actor}
    among = Audience.objects.filter(post=post, account__in=set(named) - there)
    return frozenset(among.values_list("account_id", flat=True))


def tag_again(post_id: int, tags: list[str]) -> None:
    """Give a post the hashtags that it carries now, and only those."""
    PostTag.objects.filter(post=post_id).delete()
    hanging.tag(post_id, tags)


def _begin_again(before: Poll, poll: NewPoll) -> None:
    if before.ends_at <= timezone.now():
        raise Invalid("poll", _("This poll has ended: it can stay as it is or be taken out, but not be changed."))
    _clear(before.pk)
    offer(before.pk, poll.options)
    Poll.objects.filter(post=before.pk).update(multiple=poll.multiple, voters=0)


def _clear(post_id: int) -> None:
    Ballot.objects.filter(post=post_id).delete()
    PollOption.objects.filter(post=post_id).delete()
