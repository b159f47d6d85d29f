"""The streams that programs ask for, by their names or addresses, and the channels that feed each of them."""

from collections.abc import Mapping
from typing import NamedTuple

from folkmoot.core.html import clean, fold_tag
from folkmoot.core.ids import id_in

PREFIX = "/api/v1/streaming"
HEALTH = f"{PREFIX}/health"
_TAG_MOST = 200  # characters; the longest hashtag there can be is shorter


class Refused(Exception):  # noqa: N818 - an answer, not a mistake
    """This stream is not for this program, or there is none of that name; said as Mastodon says it."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status, self.error = status, error


class Channel(NamedTuple):
    """Where news of one kind come together: all listeners are told the same, as far as each may see it."""

    kind: str
    about: str = ""  # the folded hashtag, the id of the list, or the part of the community's feed


class Stream(NamedTuple):
    """A stream as a program names it."""

    name: str
    about: str = ""  # the hashtag or the list, in the program's own words

    @property
    def label(self) -> list[str]:
        """How its messages are marked."""
        return [self.name, self.about] if self.about else [self.name]

    @property
    def key(self) -> "Stream":
        """What it is however it is spelt: all spellings of a hashtag are one."""
        return self._replace(about=fold_tag(clean(self.about))) if self.name.startswith("hashtag") else self

    @property
    def scope(self) -> str:
        """What a token must be for."""
        return "read:notifications" if self.name == "user:notification" else "read:statuses"

    @property
    def is_open(self) -> bool:
        """Whether there is something in it for those who are no members, in a community open to visitors."""
        return self.name.startswith(("public", "hashtag"))

    def channels(self, *, with_notifications: bool) -> tuple[Channel, ...]:
        """What feeds it."""
        if self.name == "user":
            return (HOME, TOLD) if with_notifications else (HOME,)
        kind, about = _CHANNELS[self.name]
        return (Channel(kind, about or self.key.about),)


HOME, TOLD, DIRECT = Channel("home"), Channel("told"), Channel("direct")
_CHANNELS = {
    "user:notification": TOLD,
    "direct": DIRECT,
    "list": Channel("list"),
    "hashtag": Channel("tag"),
    "hashtag:local": Channel("tag:here"),
    "public": Channel("open", "all"),
    "public:local": Channel("open", "here"),
    "public:remote": Channel("open", "elsewhere"),
    "public:media": Channel("open", "all:media"),
    "public:local:media": Channel("open", "here:media"),
    "public:remote:media": Channel("open", "elsewhere:media"),
}
_NAMES = frozenset({"user", *_CHANNELS})
_PATHS = {f"{PREFIX}/{name.replace(':', '/')}": name for name in _NAMES if not name.endswith(":media")}
ADDRESSES = (PREFIX, HEALTH, *sorted(_PATHS))


def stream_at(path: str, sent: Mapping[str, str]) -> Stream:
    """The stream that has an address of its own."""
    name = _PATHS.get(path, "")
    if not name:
        raise Refused(400, "Unknown channel requested")
    if name.startswith("public") and sent.get("only_media", "").lower() not in _NO:
        name += ":media"
    return stream_named(name, sent)


def stream_named(name: object, sent: Mapping[str, object]) -> Stream:
    """The stream of a name; what it is about stands in a parameter."""
    if not isinstance(name, str) or name not in _NAMES:
        raise Refused(400, "Unknown stream type")
    if name == "list":
        return Stream(name, _list(sent.get("list")))
    return Stream(name, _tag(sent.get("tag"))) if name.startswith("hashtag") else Stream(name)


_NO = frozenset({"", "0", "false", "f", "off"})


def _tag(sent: object) -> str:
    if not isinstance(sent, str) or not 0 < len(sent) <= _TAG_MOST or not fold_tag(clean(sent)):
        raise Refused(400, "Missing tag name parameter")
    return sent


def _list(sent: object) -> str:
    if sent is None or sent == "":
        raise Refused(400, "Missing list name parameter")
    found = id_in(str(sent)) if isinstance(sent, str | int) else None
    if found is None:
        raise Refused(401, "Not authorized to stream this list")
    return str(found)
