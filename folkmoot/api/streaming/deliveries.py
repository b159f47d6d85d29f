"""What each of those who listen is sent of one piece of news: a few statements for all of them together."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from django.utils import timezone, translation

from folkmoot.accounts.queries import languages_of
from folkmoot.api.answers import encoded, own_addresses
from folkmoot.api.entities import kept
from folkmoot.api.entities.announcements import announcement_for_all, answer_for_all
from folkmoot.api.entities.conversations import conversation
from folkmoot.api.entities.notifications import TYPES, notification
from folkmoot.api.streaming.memory import Memory
from folkmoot.api.streaming.streams import DIRECT, HOME, TOLD, Channel
from folkmoot.conversations.queries import sides
from folkmoot.core.push import Message
from folkmoot.instance.hydrate import answered, running_announcement
from folkmoot.instance.queries import community, manner
from folkmoot.media.addresses import is_marked
from folkmoot.notifications.queries import told_lately
from folkmoot.posts.hydrate import Mark
from folkmoot.posts.queries import tag_names
from folkmoot.timelines.queries import live
from folkmoot.timelines.queries.live import Facts

type Viewers = Iterable[int | None]
type Listening = Mapping[Channel, frozenset[int | None]]


class Delivery(NamedTuple):
    """The same words for some of those who listen on a channel."""

    channel: Channel
    event: str
    payload: bytes | None
    viewers: Viewers
    number: int = 0  # of a notification: nobody is told of it twice, nor of what was before they came


def deliveries(message: Message, listening: Listening, memory: Memory) -> Iterator[Delivery]:
    """Everything that a piece of news comes to, the rule asked of each post at this moment."""
    if message.what == "notifications":
        return _finished(_told(message, listening, memory))
    return _finished(_MAKERS[message.what](message, listening))


def _finished(made: Iterable[Delivery]) -> Iterator[Delivery]:
    """Addresses of files that not everybody may see are each listener's own; all else stays the same for all."""
    for each in made:
        if each.payload is None or not is_marked(each.payload):
            yield each
            continue
        said: dict[bytes, list[int | None]] = {}
        for viewer in each.viewers:
            said.setdefault(own_addresses(each.payload, viewer), []).append(viewer)
        for payload, viewers in said.items():
            yield each._replace(payload=payload, viewers=viewers)


def _home(message: Message, listening: Listening) -> Iterator[Delivery]:
    viewers = _members(listening, HOME).intersection(message.accounts)
    return _sent(HOME, "update", live.at_home(message.about, viewers))


def _told(message: Message, listening: Listening, memory: Memory) -> Iterator[Delivery]:
    viewers = _members(listening, TOLD).intersection(message.accounts)
    now = timezone.now()
    found = told_lately(viewers, frozenset(TYPES), memory.above(viewers, now), memory.told)
    memory.look(viewers, now)
    for viewer, told in found:
        status = kept.each(viewer, [told.mark]) if told.mark else {}
        if told.post_id is None or told.post_id in status:
            payload = encoded(notification(told, status, None))
            yield Delivery(TOLD, "notification", payload, (viewer,), told.id)


def _post(message: Message, listening: Listening) -> Iterator[Delivery]:
    found = live.facts(message.about)
    if found:
        mine = _members(listening, HOME).intersection((found.author,))
        yield from _sent(HOME, "update", live.at_home(message.about, mine))
        yield from _everywhere(message.about, found, "update", listening)


def _edit(message: Message, listening: Listening) -> Iterator[Delivery]:
    found = live.facts(message.about)
    if found:
        yield from _sent(HOME, "status.update", live.at_home(message.about, _members(listening, HOME)))
        yield from _everywhere(message.about, found, "status.update", listening)


def _everywhere(post_id: int, found: Facts, event: str, listening: Listening) -> Iterator[Delivery]:
    """A post in all feeds but the home feed."""
    if found.scope == "direct":
        for viewer, view in sides(_members(listening, DIRECT), post_id).items():
            yield Delivery(DIRECT, "conversation", encoded(conversation(view)), (viewer,))
        return
    if found.is_listed:
        parts = [each for each in listening if each.kind == "open" and _fits(each.about, found)]
        yield from _on_all(parts, event, listening, post_id, live.in_the_open)
    if found.is_tagged:
        names = [each for each in listening if each.kind in _tag_kinds(found) and each.about in found.tags]
        yield from _on_all(names, event, listening, post_id, live.under_tags)
    circles = _circles(listening)
    on = live.owners_of(found.author, circles)
    for mark in live.in_circles(post_id, on):
        for payload, _viewers in kept.alike([mark._replace(cursor=on[mark.cursor])]):
            yield Delivery(circles[mark.cursor], event, payload, (on[mark.cursor],))


def _gone(message: Message, listening: Listening) -> Iterator[Delivery]:
    """Whoever could see a post is told that it is gone, on whichever of their streams it may have stood."""
    found = live.facts(message.about)
    if found is None:
        return
    named = {viewer for viewers in listening.values() for viewer in viewers if viewer is not None}
    knew = live.those_who_knew(message.about, named, message.accounts)
    tags = frozenset(tag_names(message.tags))
    circles = live.owners_of(found.author, _circles(listening))
    visitors = {None} if live.visitors_knew(message.about) else set()
    for channel, viewers in listening.items():
        there = viewers & (knew | visitors)
        if there and _may_have_stood(channel, found, tags, circles):
            yield Delivery(channel, "delete", str(message.about).encode(), there)


def _filters(message: Message, listening: Listening) -> Iterator[Delivery]:
    viewers = _members(listening, HOME).intersection(message.accounts)
    return iter([Delivery(HOME, "filters_changed", None, viewers)] if viewers else [])


def _announcement(message: Message, listening: Listening) -> Iterator[Delivery]:
    """Each reads it in their own language."""
    for language, viewers in _by_language(_members(listening, HOME)).items():
        with translation.override(language):
            view = running_announcement(message.about)
            if view is None:
                return
            yield Delivery(HOME, "announcement", encoded(announcement_for_all(view)), viewers)


def _answer(message: Message, listening: Listening) -> Iterator[Delivery]:
    viewers = _members(listening, HOME)
    found = answered(message.about, message.word) if viewers else None
    if found:
        yield Delivery(HOME, "announcement.reaction", encoded(answer_for_all(message.about, found)), viewers)


def _withdrawal(message: Message, listening: Listening) -> Iterator[Delivery]:
    """Unless it is shown again by now."""
    viewers = _members(listening, HOME)
    if viewers and running_announcement(message.about) is None:
        yield Delivery(HOME, "announcement.delete", str(message.about).encode(), viewers)


def _by_language(viewers: Collection[int]) -> Mapping[str, list[int]]:
    """Who reads what; whoever chose nothing reads the community's language."""
    found: dict[str, list[int]] = {}
    chosen = languages_of(viewers) if viewers else {}
    for viewer in viewers:
        found.setdefault(chosen.get(viewer) or manner().language, []).append(viewer)
    return found


_MAKERS: dict[str, Callable[[Message, Listening], Iterator[Delivery]]] = {
    "home": _home,
    "post": _post,
    "edit": _edit,
    "gone": _gone,
    "filters": _filters,
    "announcement": _announcement,
    "answer": _answer,
    "withdrawal": _withdrawal,
}


def _members(listening: Listening, channel: Channel) -> frozenset[int]:
    return frozenset(viewer for viewer in listening.get(channel, ()) if viewer is not None)


def _fits(part: str, found: Facts) -> bool:
    """Whether a post belongs into this part of the community's feed."""
    origin, _colon, media = part.partition(":")
    return (not media or found.has_media) and origin in {"all", "here" if found.from_here else "elsewhere"}


def _tag_kinds(found: Facts) -> frozenset[str]:
    return frozenset({"tag", "tag:here"} if found.from_here else {"tag"})


def _circles(listening: Listening) -> Mapping[int, Channel]:
    return {int(each.about): each for each in listening if each.kind == "list"}


def _may_have_stood(channel: Channel, found: Facts, tags: Collection[str], circles: Collection[int]) -> bool:
    is_for_all = found.scope in {"public", "community"}
    match channel.kind:
        case "told":
            return False
        case "direct":
            return found.scope == "direct"
        case "home":
            return found.scope != "direct"
        case "open":
            return is_for_all and _fits(channel.about, found)
        case "list":
            return int(channel.about) in circles
    return is_for_all and channel.kind in _tag_kinds(found) and channel.about in tags


def _on_all(
    channels: list[Channel],
    event: str,
    listening: Listening,
    post_id: int,
    ask: Callable[[int, frozenset[int]], list[Mark]],
) -> Iterator[Delivery]:
    """The same post on several channels: asked and written once for all who listen on any of them."""
    viewers = frozenset(viewer for channel in channels for viewer in listening[channel])
    members = frozenset(viewer for viewer in viewers if viewer is not None)
    groups: list[tuple[bytes, Viewers]] = [(payload, who) for payload, who in kept.alike(ask(post_id, members))]
    if None in viewers and community().visitors == "posts":
        groups += [(payload, (None,)) for payload in kept.each(None, live.for_visitors(post_id)).values()]
    for channel in channels:
        for payload, who in groups:
            if there := listening[channel].intersection(who):
                yield Delivery(channel, event, payload, there)


def _sent(channel: Channel, event: str, marks: list[Mark]) -> Iterator[Delivery]:
    for payload, viewers in kept.alike(marks):
        yield Delivery(channel, event, payload, viewers)
