"""What is done with the posts of the world, before and after somebody loses sight of them."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

from django.utils import timezone

from folkmoot.accounts.actions import create_invitation
from folkmoot.accounts.models import Account
from folkmoot.core.events import drain
from folkmoot.media.actions import begin_upload
from folkmoot.moderation.actions import report, suspend
from folkmoot.moderation.actions.appeal import appeal
from folkmoot.moderation.actions.closing import close_without_action
from folkmoot.moderation.actions.review import uphold
from folkmoot.moderation.models import Case
from folkmoot.posts.actions import (
    CONTEXTS,
    Draft,
    Edit,
    FilterDraft,
    FilterWordDraft,
    bookmark,
    boost,
    delete_post,
    edit_post,
    feature_tag,
    filter_post,
    follow_tag,
    like,
    make_filter,
    mute_thread,
    pin,
    react,
)
from folkmoot.posts.actions.polls import vote
from folkmoot.posts.actions.saved import Begun, save_draft
from folkmoot.posts.actions.schedule import schedule_post
from folkmoot.posts.actions.years import ask_for_year
from folkmoot.posts.models import Poll, Post, ScheduledPost
from folkmoot.posts.tasks.clock import end_polls
from folkmoot.posts.tasks.planned import publish_due
from folkmoot.relations.actions import (
    CollectionDraft,
    add_to_circle,
    add_to_collection,
    block,
    change_collection,
    endorse,
    follow,
    keep_note,
    make_collection,
    mute,
    unfollow,
)
from tests.canary.world import MEMBERS, World, word
from tests.canary.writing import ASKING, SHARED, poll_of, say
from tests.moderation.removing import remove_post
from tests.pictures import lay

_KINDS = ("draft", "plan", "picture", "upload")
CHANGED = ("community", "public", "followers", "direct to hal", "to be held", "to be removed", "to be deleted")


def live(world: World) -> None:
    """All that came before somebody lost sight of a post, that they did, and what came after."""
    people, posts = world.people, {name: post.post_id for name, post in world.posts.items()}
    _press(world, posts)
    _follow_for_a_while(world, posts["followers"])
    drain()
    Poll.objects.update(ends_at=timezone.now())
    end_polls()
    _change(world, CHANGED, "once more")
    drain()
    _lose_sight(world, posts)
    _change(world, CHANGED[1:], "and again")
    world.reported = "direct to hal"
    report(people["hal"], people["alice"].id, posts[world.reported], "Rude")
    report(people["nora"], people["dan"].id, None, "Loud")
    report(people["vera"], people["hal"].id, None, "Hums")
    close_without_action(people["frank"], Case.objects.get(account=people["hal"]).id)
    Post.objects.filter(id=posts["to be held"]).update(held_at=timezone.now())
    removed = remove_post(people["frank"], posts["to be removed"], "Not here")
    uphold(
        people["olivia"],
        appeal(people["alice"], removed.id, "Why not?"),
        "It was read once more by somebody else, and it does not belong here.",
    )
    delete_post(people["alice"], posts["deleted at last"])
    suspend(people["olivia"], people["gina"].id, "Once more", None)
    drain()
    create_invitation(people["olivia"], 1, 7)


def _press(world: World, posts: dict[str, int]) -> None:
    people = world.people
    for name in ("public", "quiet", "followers", "to be held", "to be removed", "to be deleted", "deleted at last"):
        for action in (like, bookmark):
            action(people["bob"], posts[name])
        react(people["bob"], posts[name], "🎉")
    follow(people["nora"], people["bob"].id)
    for post in ("public", "community", "to be held", "to be removed", "to be deleted"):
        boost(people["bob"], posts[post])
        boost(people["vera"], posts[post])
    boost(people["hal"], posts["by dan"])
    like(people["hal"], posts["by dan"])
    react(people["hal"], posts["direct to hal"], "🎉")
    react(people["vera"], posts["public"], "🎉")
    for post in ("followers", "to be held"):
        pin(people["alice"], posts[post])
    for post in ASKING:
        vote(people["bob"], posts[post], [0])
    vote(people["hal"], posts["followers naming hal"], [1])
    vote(people["vera"], posts["public"], [1])


def _follow_for_a_while(world: World, post_id: int) -> None:
    """Carol likes, keeps and answers a post for followers, and begins and plans more about it."""
    carol, alice = world.people["carol"], world.people["alice"].id
    Account.objects.filter(id=alice).update(locked=False)
    follow(carol, alice)
    like(carol, post_id)
    bookmark(carol, post_id)
    react(carol, post_id, "🎉")
    vote(carol, post_id, [1])
    filter_post(carol, make_filter(carol, FilterDraft("One of alice", "warn", CONTEXTS, None, ())), post_id)
    say(world, "by carol, answering", ("carol", "community"), MEMBERS | {"dan"}, parent="followers")
    begun, planned = word("draft of carol"), word("plan of carol")
    world.private |= {begun: "carol", planned: "carol"}
    about = {"reply_to": [str(post_id)], "quote_of": [str(post_id)]}
    save_draft(carol, None, Begun({"text": [begun], **about}))
    for days in (2, 3):
        plan = Draft(planned, "community", reply_to=post_id, quote_of=post_id)
        schedule_post(carol, plan, timezone.now() + timedelta(days=days), {"text": [planned], **about})


def _lose_sight(world: World, posts: dict[str, int]) -> None:
    """What was told and begun before stays; one of carol's plans comes due and is refused."""
    people, alice = world.people, world.people["alice"]
    unfollow(people["carol"], alice.id)
    Account.objects.filter(id=alice.id).update(locked=True)
    follow(people["carol"], alice.id)
    mute(people["nora"], people["frank"].id, None)
    block(people["vera"], alice.id)
    drain()
    due = ScheduledPost.objects.filter(account=people["carol"]).order_by("due_at")
    ScheduledPost.objects.filter(id=due[0].id).update(due_at=timezone.now())
    publish_due()
    assert due[0].problem
    drain()


def _change(world: World, names: tuple[str, ...], how: str) -> None:
    """Edit posts: what they said at first is in their history alone, their words are in a poll, too."""
    for name in names:
        post = world.posts[name]
        text, warning, tag = post.words[:3]
        poll = replace(poll_of(text), seconds=0) if name in ASKING else poll_of(f"{text} {how}")
        edit = Edit(
            f"{text} {how} {post.link} #{tag} #{SHARED}", warning, "en", (post.picture.id,), (post.sound.id,), poll=poll
        )
        edit_post(world.people[post.author], post.post_id, edit)


def wish(world: World) -> None:
    """What alice does not want to read, and mutes: nobody else's business; the tag of all posts is followed by all."""
    alice, text = world.people["alice"], word("filter of alice")
    kept = word("note of alice")
    world.private |= {text: "alice", kept: "alice"}
    keep_note(alice, world.people["bob"].id, f"Sings {kept}")
    words = (FilterWordDraft(text), FilterWordDraft(world.posts["by hal, answering"].words[0]))
    make_filter(alice, FilterDraft(f"No {text}", "warn", CONTEXTS, None, words))
    follow_tag(alice, world.posts["by frank, muted by nora"].words[2])
    mute_thread(alice, world.posts["public"].post_id)
    feature_tag(alice, SHARED)
    endorse(alice, world.people["bob"].id)
    musicians = make_collection(alice, CollectionDraft("Musicians"))
    add_to_collection(alice, musicians, world.people["bob"].id)
    change_collection(alice, musicians, CollectionDraft("Musicians of ours"))
    with patch("folkmoot.posts.queries.years._last", lambda _actor: timezone.now().year):
        assert ask_for_year(alice, timezone.now().year), "what she wrote so far, for her eyes alone"
    for name in MEMBERS | {"dan"}:
        follow_tag(world.people[name], SHARED)
    add_to_circle(alice, world.circle, world.people["nora"].id)  # too late for what was written for it


def hold_back(world: World) -> None:
    """What alice has begun, and what she will publish later: for nobody else's eyes."""
    alice, (begun, planned, shown, sent) = world.people["alice"], (word(f"{each} of alice") for each in _KINDS)
    world.private |= {**dict.fromkeys((begun, planned, shown), "alice"), sent: "nobody"}
    world.uploads = [lay(alice.id, alt=f"A {shown}") for _ in range(2)]
    first, second = (each.id for each in world.uploads)
    save_draft(alice, None, Begun({"text": [begun], "warning": [begun], "pictures": [str(first)]}, (first,)))
    poll = poll_of(planned)
    plan = Draft(planned, "public", planned, pictures=(second,), poll=poll)
    form = {"text": [planned], "warning": [planned], "pictures": [str(second)], "poll_option": poll.options}
    schedule_post(alice, plan, timezone.now() + timedelta(days=2), form)
    begin_upload(alice.id, f"{sent}.mp4", 1_000)


def delete_last(world: World) -> None:
    """A post that is deleted and not cleared away yet."""
    delete_post(world.people["alice"], world.posts["to be deleted"].post_id)
