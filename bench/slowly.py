"""The home feed by the slow path: one post at a time through the product's single read, taste in plain Python."""

from functools import cache

from folkmoot.posts.hydrate import PostView, posts
from folkmoot.relations.models import Follow, Mute
from folkmoot.timelines.models import HomeEntry

PAGE = 20
_TWO_DAYS = 2 * 24 * 60 * 60 * 1000  # milliseconds


def home(viewer: int) -> list[str]:
    """The ids of the first page."""
    entries = HomeEntry.objects.filter(account=viewer).order_by("-post_id").values_list("post_id", flat=True)
    reader = _Reader(viewer, set(entries))
    found = []
    for post_id in entries:
        view = reader.see(post_id)
        if view and reader.wants(view):
            found.append(str(post_id))
        if len(found) == PAGE:
            break
    return found


class _Reader:
    """One viewer, whom they follow and whom they do not want to hear."""

    def __init__(self, viewer: int, entries: set[int]) -> None:
        self.viewer = viewer
        self.entries = entries
        self.follows = set(Follow.objects.filter(follower=viewer).values_list("followed", flat=True))
        self.muted = set(Mute.objects.filter(muter=viewer).values_list("muted", flat=True))
        self.see = cache(self._see)

    def wants(self, view: PostView) -> bool:
        """Whether the post is to be shown in the home feed."""
        by = view.boosted_by or view.body
        if by.author.id != self.viewer and by.author.id not in self.follows:
            return False
        if {by.author.id, view.body.author.id} & self.muted:
            return False
        if view.boosted_by:
            return not self._seen_already(view)
        return by.author.id == self.viewer or self._wants_answer(view)

    def _wants_answer(self, view: PostView) -> bool:
        if view.body.reply_to_id is None:
            return True
        to = view.body.reply_to.id if view.body.reply_to else None
        return to in self.follows | {self.viewer, view.body.author.id}

    def _seen_already(self, view: PostView) -> bool:
        """Whether the post itself, or an earlier boost by somebody followed, came within two days before."""
        oldest = view.id - (_TWO_DAYS << 16)
        if view.post_id in self.entries and view.post_id > oldest:
            return True
        earlier = [entry for entry in self.entries if oldest < entry < view.id]
        return any(self._passes_on(entry, view.post_id) for entry in earlier)

    def _passes_on(self, entry: int, post_id: int) -> bool:
        view = self.see(entry)
        return bool(view and view.boosted_by and view.post_id == post_id and view.boosted_by.author.id in self.follows)

    def _see(self, post_id: int) -> PostView | None:
        found = posts(self.viewer, [post_id])
        return found[0] if found else None
