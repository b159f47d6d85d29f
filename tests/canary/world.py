"""A community in which every post and every profile carries words of its own, and a table of who may meet which.

The table is written by hand, post by post, so that the rule it checks is not asked about itself.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone

from folkmoot.accounts.actions import create_invitation, create_token, edit_profile
from folkmoot.accounts.actions.profile import ProfileDraft
from folkmoot.accounts.models import Account, Invitation, Token
from folkmoot.accounts.queries import token_digest
from folkmoot.conversations.models import Conversation
from folkmoot.core.events import drain
from folkmoot.instance.actions import change_settings, finish_setup
from folkmoot.media.models import Picture, Recording
from folkmoot.moderation.actions import remove_post, report, suspend
from folkmoot.moderation.models import Report, Restriction
from folkmoot.posts.actions import (
    CONTEXTS,
    Draft,
    Edit,
    FilterDraft,
    FilterWordDraft,
    NewPoll,
    bookmark,
    boost,
    choose_quote_policy,
    delete_post,
    edit_post,
    follow_tag,
    like,
    make_filter,
    mute_thread,
    pin,
    publish_post,
    react,
)
from folkmoot.posts.actions.cards import show
from folkmoot.posts.actions.saved import Begun, save_draft
from folkmoot.posts.actions.schedule import schedule_post
from folkmoot.posts.models import Audience, Card, Filter, Post, PostCard, SavedDraft, ScheduledPost
from folkmoot.project import cast as stage
from folkmoot.relations.actions import CircleDraft, add_to_circle, block, follow, make_circle, mute, unfollow
from folkmoot.relations.models import Circle
from tests.pictures import lay
from tests.recordings import lay as play

PARTS = ("text", "warning", "tag", "alt", "name", "page")
MEMBERS = frozenset({"alice", "bob", "carol", "frank", "hal", "nora", "olivia", "vera"})
ALICES = MEMBERS - {"vera"}  # alice and dan, alice and vera: each blocked by one of the two
STAFF = frozenset({"frank", "olivia"})
VISITOR = "visitor"
OUTSIDE = frozenset({VISITOR, "gina", "ivy"})


@dataclass(frozen=True)
class Words:
    """The words of one post (text, warning, tag, what its picture is of and called, its linked page), its readers."""

    post_id: int
    author: str
    words: tuple[str, ...]
    seen_by: frozenset[str]
    picture: Picture


@dataclass
class World:
    """Everything the addresses are filled with."""

    people: dict[str, Account]
    tokens: dict[str, str]
    posts: dict[str, Words] = field(default_factory=dict)
    bios: dict[str, str] = field(default_factory=dict)
    private: dict[str, str] = field(default_factory=dict)  # words for one member alone, with whose they are
    reported: str = ""  # the post that staff may read as a frozen copy
    ids: dict[str, list[int]] = field(default_factory=dict)

    def words_of(self, post: str) -> tuple[str, str, str, str, str, str]:
        """Text, warning, tag, of the picture its description and its name, and the title of the page it links to."""
        text, warning, tag, alt, name, page = (word(f"{part} {post}") for part in PARTS)
        return text, warning, tag, alt, name, page

    def forbidden(self, viewer: str, *, is_open: bool) -> dict[str, str]:
        """Every word that this viewer must not meet, with what it stands in."""
        posts = {
            each: name
            for name, post in self.posts.items()
            if not may_see(viewer, post.seen_by, is_open=is_open)
            for each in post.words
        }
        bios = {bio: name for name, bio in self.bios.items() if not self._sees_bio(viewer, name, is_open=is_open)}
        own = {each: f"a wish of {owner}" for each, owner in self.private.items() if viewer != owner}
        return posts | own | {bio: f"the profile of {name}" for bio, name in bios.items()}

    def expected(self, viewer: str) -> dict[str, str]:
        """The words of texts that a member's pages and programs must show somewhere."""
        return {post.words[0]: name for name, post in self.posts.items() if viewer in post.seen_by}

    def _sees_bio(self, viewer: str, name: str, *, is_open: bool) -> bool:
        if viewer == name:
            return True
        if name in {"gina", "ivy"}:
            return False
        return is_open if viewer in OUTSIDE else True


def may_see(viewer: str, seen_by: frozenset[str], *, is_open: bool) -> bool:
    """Whoever is suspended, or not let in yet, is a visitor like everybody outside."""
    if viewer in OUTSIDE and VISITOR in seen_by:
        return is_open
    return viewer in seen_by


def word(of: str) -> str:
    """One word of small letters, different for each thing."""
    number, letters = sum((place + 7) * ord(sign) ** 2 for place, sign in enumerate(of)), "bdfghjklmnprstvz"
    return "q" + "".join(letters[number >> shift & 15] + "aeiou"[number >> shift & 3] for shift in range(0, 28, 4))


def build() -> World:
    """Make the people, their relations, and one post of every kind."""
    finish_setup()
    change_settings(None, {"name": "Hillside Choir", "sign_up": "approval", "visitors": "posts"})
    cast = stage.create()
    people = {name: getattr(cast, name) for name in ("olivia", "frank", "alice", "bob", "carol", "dan", "erin", "gina")}
    people |= {"hal": cast.hal, "ivy": cast.ivy, "nora": stage.member("nora"), "vera": stage.member("vera")}
    world = World(people, {name: _token(account) for name, account in people.items() if account.login_id})
    for name, account in people.items():
        _describe(world, name, account)
    follow(people["vera"], people["alice"].id)
    _write_all(world)
    drain()
    _live(world)
    _wish(world)
    _hold_back(world)
    drain()
    world.ids = _ids(world)
    return world


def _write_all(world: World) -> None:
    open_to_all = ALICES | {VISITOR}
    _say(world, "public", ("alice", "public"), open_to_all)
    _say(world, "quiet", ("alice", "quiet"), open_to_all)
    _say(world, "community", ("alice", "community"), ALICES)
    _say(world, "followers", ("alice", "followers"), {"alice", "bob"})
    _say(world, "followers naming hal", ("alice", "followers"), {"alice", "bob", "hal"}, start="@hal ")
    _say(world, "direct to hal", ("alice", "direct"), {"alice", "hal"}, start="@hal ")
    _say(world, "direct to dan, whom she blocks", ("alice", "direct"), {"alice"}, start="@dan ")
    _say(world, "bob to carol", ("bob", "direct"), {"bob", "carol"}, start="@carol ")
    _say(world, "by bob, answering", ("bob", "followers"), {"alice", "bob", "nora"}, parent="followers")
    _say(world, "by hal, answering", ("hal", "public"), MEMBERS | {"dan", VISITOR}, parent="public")
    _say(world, "by dan", ("dan", "public"), (MEMBERS - {"alice"}) | {"dan", VISITOR})
    _say(world, "by dan, naming alice", ("dan", "community"), (MEMBERS - {"alice"}) | {"dan"}, start="@alice ")
    _say(world, "by dan, to alice", ("dan", "direct"), {"dan"}, start="@alice ")
    _say(world, "by vera", ("vera", "public"), (MEMBERS - {"alice"}) | {"dan", VISITOR})
    _say(world, "to be held", ("alice", "public"), {"alice"})
    _say(world, "to be removed", ("alice", "public"), {"alice"})
    _say(world, "to be deleted", ("alice", "public"), set())
    _say(world, "deleted at last", ("alice", "community"), set())
    choose_quote_policy(world.people["alice"], world.posts["quiet"].post_id, "ask")
    _say(world, "by hal, quoting", ("hal", "public"), MEMBERS | {"dan", VISITOR}, quote="public")
    _say(world, "by nora, asking", ("nora", "quiet"), MEMBERS | {"dan", VISITOR}, quote="quiet")
    _say(world, "by alice, quoting herself", ("alice", "followers"), {"alice", "bob"}, quote="followers naming hal")
    for post in ("to be held", "to be removed", "to be deleted"):
        _say(world, f"by hal, quoting what is {post}", ("hal", "public"), MEMBERS | {"dan", VISITOR}, quote=post)
    _say(world, "by frank, muted by nora", ("frank", "community"), MEMBERS | {"dan"})
    _say(world, "list", ("alice", "list"), {"alice", "carol"}, start="@hal ", circle=_circle(world, "carol"))
    _say(world, "by carol, answering the circle", ("carol", "list"), {"alice", "carol"}, parent="list")
    _file(world, "group", "group", {"alice"})
    _as_active(world, "gina", "by gina", "public", "")
    _as_active(world, "gina", "by gina, naming alice", "followers", "@alice ")
    _as_active(world, "ivy", "by ivy", "public", "")


def _live(world: World) -> None:
    """Likes, boosts, bookmarks, pins and follows that came before somebody lost sight of a post."""
    people, posts = world.people, {name: post.post_id for name, post in world.posts.items()}
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
    for post in ("followers", "to be held"):
        pin(people["alice"], posts[post])
    _formerly_follows(world, "carol", "followers")
    mute(people["nora"], people["frank"].id, None)
    block(people["vera"], people["alice"].id)
    drain()
    for post in ("followers", "direct to hal", "to be held", "to be removed", "to be deleted"):
        _change(world, post)
    world.reported = "direct to hal"
    report(people["hal"], people["alice"].id, posts[world.reported], "Rude")
    report(people["nora"], people["dan"].id, None, "Loud")
    Post.objects.filter(id=posts["to be held"]).update(held_at=timezone.now())
    remove_post(people["frank"], posts["to be removed"], "Not here")
    delete_post(people["alice"], posts["deleted at last"])
    suspend(people["olivia"], people["gina"].id, "Once more", None)
    drain()
    delete_post(people["alice"], posts["to be deleted"])
    create_invitation(people["olivia"], 1, 7)


def _change(world: World, name: str) -> None:
    """Edit a post: its words are in what it said before, and in a poll."""
    post = world.posts[name]
    text, warning, tag = post.words[:3]
    poll = NewPoll((f"{text} yes", f"{text} no"), 3_600)
    edit = Edit(f"{text} once more #{tag}", warning, "en", pictures=(post.picture.id,), poll=poll)
    edit_post(world.people[post.author], post.post_id, edit)


def _formerly_follows(world: World, who: str, post: str) -> None:
    """Somebody who liked, kept and answered a post for followers, and follows no more."""
    person, author, post_id = world.people[who], world.people["alice"], world.posts[post].post_id
    Account.objects.filter(id=author.id).update(locked=False)
    follow(person, author.id)
    like(person, post_id)
    bookmark(person, post_id)
    _say(world, "by carol, answering", ("carol", "community"), MEMBERS | {"dan"}, parent=post)
    drain()
    unfollow(person, author.id)
    Account.objects.filter(id=author.id).update(locked=True)
    follow(person, author.id)


def _say(
    world: World,
    name: str,
    written: tuple[str, str],
    seen_by: Any,
    *,
    start: str = "",
    parent: str = "",
    quote: str = "",
    circle: int | None = None,
) -> None:
    author, scope = written
    text, warning, tag, alt, named, page = words = world.words_of(name)
    reply_to, quote_of = (world.posts[each].post_id if each else None for each in (parent, quote))
    picture = lay(world.people[author].id, alt=f"A {alt}", name=f"{named:-<22}")
    sound = play(world.people[author].id, title=f"The sound of {alt}", alt=f"Heard: {alt}", captions=("en",))
    more: Any = {"reply_to": reply_to, "circle": circle, "quote_of": quote_of}
    more |= {"pictures": (picture.id,), "recordings": (sound.id,)}
    draft = Draft(f"{start}{text} and #{tag}", scope, warning, "en", **more)
    post_id = publish_post(world.people[author], draft)
    _preview(post_id, page)
    world.posts[name] = Words(post_id, author, words, frozenset(seen_by), picture)


def _preview(post_id: int, title: str) -> None:
    """As if the post linked to a page that no other post links to."""
    card = Card.objects.create(digest=title, url="https://elsewhere.example/", title=title, fetched_at=timezone.now())
    PostCard.objects.create(post_id=post_id, card=card)
    show(card.id)


def _circle(world: World, *people: str) -> int:
    """A circle of alice's, whose name is for her alone."""
    title = word("circle of alice")
    world.private[title] = "alice"
    made = make_circle(world.people["alice"], CircleDraft(f"My {title}"))
    for who in people:
        add_to_circle(world.people["alice"], made, world.people[who].id)
    return made


def _wish(world: World) -> None:
    """What alice does not want to read, follows and mutes: nobody else's business."""
    alice, text = world.people["alice"], word("filter of alice")
    world.private[text] = "alice"
    words = (FilterWordDraft(text), FilterWordDraft(world.posts["by hal, answering"].words[0]))
    make_filter(alice, FilterDraft(f"No {text}", "warn", CONTEXTS, None, words))
    follow_tag(alice, world.posts["by frank, muted by nora"].words[2])
    mute_thread(alice, world.posts["public"].post_id)


def _hold_back(world: World) -> None:
    """What alice has begun, and what she will publish later: for nobody else's eyes."""
    alice, begun, planned = world.people["alice"], word("draft of alice"), word("plan of alice")
    world.private |= {begun: "alice", planned: "alice"}
    save_draft(alice, None, Begun({"text": [begun], "warning": [begun]}))
    schedule_post(alice, Draft(planned, "public", planned), timezone.now() + timedelta(days=2), {})


def _file(world: World, name: str, scope: str, seen_by: set[str]) -> None:
    """A kind of post that nobody can write yet: its audience is filed by hand."""
    _say(world, name, ("alice", "followers"), seen_by)
    post_id = world.posts[name].post_id
    drain()
    Post.objects.filter(id=post_id).update(scope=scope)
    Audience.objects.bulk_create(
        [Audience(post_id=post_id, account=world.people[who]) for who in seen_by - {"alice"}], ignore_conflicts=True
    )


def _as_active(world: World, who: str, name: str, scope: str, start: str) -> None:
    """What somebody wrote while they were a member in good standing."""
    account = Account.objects.filter(id=world.people[who].id)
    account.update(active=True)
    _say(world, name, (who, scope), {who}, start=start)
    drain()
    account.update(active=False)


def _describe(world: World, name: str, account: Account) -> None:
    world.bios[name] = word(f"bio {name}")
    if account.active and account.login_id:
        lines = (("Song", world.bios[name]),)
        edit_profile(account, ProfileDraft("", f"I like {world.bios[name]}.", lines, account.locked, True))
    else:
        bio = f"I like {world.bios[name]}."
        Account.objects.filter(id=account.id).update(bio=bio, bio_html=f"<p>{bio}</p>")
    world.people[name] = Account.objects.get(id=account.id)


def _token(account: Account) -> str:
    """A program's token; those who may have none get one that was left over."""
    if account.active:
        return create_token(account, "read write follow", 1)
    raw = f"left over from {account.username}"
    ends = timezone.now() + timezone.timedelta(days=1)
    Token.objects.create(account=account, digest=token_digest(raw), scopes="read write follow", expires_at=ends)
    return raw


def _ids(world: World) -> dict[str, list[int]]:
    return {
        "post_id": list(Post.objects.order_by("id").values_list("id", flat=True)),
        "account_id": [account.id for account in world.people.values()],
        "login_id": [account.login_id for account in world.people.values() if account.login_id],
        "circle_id": list(Circle.objects.values_list("id", flat=True)),
        "filter_id": list(Filter.objects.values_list("id", flat=True)),
        "draft_id": list(SavedDraft.objects.values_list("id", flat=True)),
        "scheduled_id": list(ScheduledPost.objects.values_list("id", flat=True)),
        "conversation_id": list(Conversation.objects.values_list("id", flat=True)),
        "report_id": list(Report.objects.values_list("id", flat=True)),
        "restriction_id": list(Restriction.objects.values_list("id", flat=True)),
        "recording_id": list(Recording.objects.order_by("id").values_list("id", flat=True)),
        "picture_id": list(Picture.objects.order_by("id").values_list("id", flat=True)),
        "invitation_id": list(Invitation.objects.values_list("id", flat=True)),
    }
