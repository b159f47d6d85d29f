"""The posts of the world, one of every kind: each with a warning, a hashtag, a picture, a sound and a preview."""

import hashlib
from typing import Any

from django.utils import timezone

from folkmoot.accounts.models import Account
from folkmoot.core.events import drain
from folkmoot.media import addresses
from folkmoot.media.models import Picture, Recording
from folkmoot.media.queries.room import COMMUNITY
from folkmoot.posts.actions import Draft, NewPoll, choose_quote_policy, publish_post
from folkmoot.posts.models import Audience, Card, Post
from folkmoot.relations.actions import CircleDraft, add_to_circle, make_circle
from tests.canary.world import ALICES, MEMBERS, VISITOR, Words, World, word
from tests.pictures import lay
from tests.recordings import lay as play

PLAYS = "elsewhere.example"  # a site whose players are allowed
SHARED = "together"  # a hashtag that all of them have
ASKING = ("public", "followers", "followers naming hal", "to be held", "to be removed", "to be deleted")  # with a poll


def write_all(world: World) -> None:
    open_to_all = ALICES | {VISITOR}
    say(world, "public", ("alice", "public"), open_to_all)
    say(world, "quiet", ("alice", "quiet"), open_to_all)
    say(world, "community", ("alice", "community"), ALICES)
    say(world, "followers", ("alice", "followers"), {"alice", "bob"})
    say(world, "followers naming hal", ("alice", "followers"), {"alice", "bob", "hal"}, start="@hal ")
    say(world, "direct to hal", ("alice", "direct"), {"alice", "hal"}, start="@hal ")
    say(world, "direct to dan, whom she blocks", ("alice", "direct"), {"alice"}, start="@dan ")
    say(world, "bob to carol", ("bob", "direct"), {"bob", "carol"}, start="@carol ")
    say(world, "by bob, answering", ("bob", "followers"), {"alice", "bob", "nora"}, parent="followers")
    say(world, "by hal, answering", ("hal", "public"), MEMBERS | {"dan", VISITOR}, parent="public")
    say(world, "by dan", ("dan", "public"), (MEMBERS - {"alice"}) | {"dan", VISITOR})
    say(world, "by dan, naming alice", ("dan", "community"), (MEMBERS - {"alice"}) | {"dan"}, start="@alice ")
    say(world, "by dan, to alice", ("dan", "direct"), {"dan"}, start="@alice ")
    say(world, "by vera", ("vera", "public"), (MEMBERS - {"alice"}) | {"dan", VISITOR})
    say(world, "to be held", ("alice", "public"), {"alice"})
    say(world, "to be removed", ("alice", "public"), {"alice"})
    say(world, "to be deleted", ("alice", "public"), set())
    say(world, "deleted at last", ("alice", "community"), set())
    choose_quote_policy(world.people["alice"], world.posts["quiet"].post_id, "ask")
    say(world, "by hal, quoting", ("hal", "public"), MEMBERS | {"dan", VISITOR}, quote="public")
    say(world, "by nora, asking", ("nora", "quiet"), MEMBERS | {"dan", VISITOR}, quote="quiet")
    say(world, "by alice, quoting herself", ("alice", "followers"), {"alice", "bob"}, quote="followers naming hal")
    for post in ("to be held", "to be removed", "to be deleted"):
        say(world, f"by hal, quoting what is {post}", ("hal", "public"), MEMBERS | {"dan", VISITOR}, quote=post)
    say(world, "by frank, muted by nora", ("frank", "community"), MEMBERS | {"dan"})
    say(world, "list", ("alice", "list"), {"alice", "carol"}, start="@hal ", circle=circle(world, "carol"))
    say(world, "by carol, answering the circle", ("carol", "list"), {"alice", "carol"}, parent="list")
    _file(world, "group", "group", {"alice"})
    _as_active(world, "gina", "by gina", "public", "")
    _as_active(world, "gina", "by gina, naming alice", "followers", "@alice ")
    _as_active(world, "ivy", "by ivy", "public", "")


def say(
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
    text, warning, tag, alt, named, page, before = words = world.words_of(name)
    reply_to, quote_of = (world.posts[each].post_id if each else None for each in (parent, quote))
    picture = lay(world.people[author].id, alt=f"A {alt}", name=f"{named:-<22}")
    sound = play(world.people[author].id, title=f"The sound of {alt}", alt=f"Heard: {alt}", captions=("en",))
    _caption(sound, f"Here we say {alt}")
    more: Any = {"reply_to": reply_to, "circle": circle, "quote_of": quote_of}
    more |= {"pictures": (picture.id,), "recordings": (sound.id,), "poll": poll_of(text) if name in ASKING else None}
    link = f"https://{PLAYS}/{page}"
    preview = _looked_at(link, page)
    draft = Draft(f"{start}{text} {before} {link} and #{tag} #{SHARED}", scope, warning, "en", **more)
    post_id = publish_post(world.people[author], draft)
    world.posts[name] = Words(post_id, author, words, frozenset(seen_by), picture, sound, link, preview)


def poll_of(text: str) -> NewPoll:
    """A question that is asked with the words of a post."""
    return NewPoll((f"{text} yes", f"{text} no"), 3_600)


def _caption(sound: Recording, said: str) -> None:
    file = addresses.folder(sound.id, sound.name) / addresses.caption_name("en")
    file.write_text(f"WEBVTT\n\n00:00.000 --> 00:02.000\n{said}\n")


def _looked_at(link: str, title: str) -> Picture:
    """As if the page behind a link, which can be played, was known already; the picture that is kept of it."""
    picture = lay(COMMUNITY, alt=f"Seen there: {title}", use="card", used_at=timezone.now())
    facts = {"title": title, "description": f"About {title}", "player_url": f"{link}/player"}
    digest = hashlib.sha256(link.encode()).hexdigest()
    Card.objects.create(digest=digest, url=link, picture=picture, fetched_at=timezone.now(), **facts)
    return picture


def circle(world: World, *people: str) -> int:
    """A circle of alice's, whose name is for her alone."""
    title = word("circle of alice")
    world.private[title] = "alice"
    world.circle = make_circle(world.people["alice"], CircleDraft(f"My {title}"))
    for who in people:
        add_to_circle(world.people["alice"], world.circle, world.people[who].id)
    return world.circle


def _file(world: World, name: str, scope: str, seen_by: set[str]) -> None:
    """A kind of post that nobody can write yet: its audience is filed by hand."""
    say(world, name, ("alice", "followers"), seen_by)
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
    say(world, name, (who, scope), {who}, start=start)
    drain()
    account.update(active=False)
