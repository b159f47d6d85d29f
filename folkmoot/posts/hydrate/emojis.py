"""The community's own emoji in the words of posts."""

from functools import cache

from folkmoot.core.emoji import names_in
from folkmoot.core.rows import among, select
from folkmoot.instance.queries import EmojiView, emojis_named


def emojis_written(ids: str) -> dict[int, list[EmojiView]]:
    """Which of the community's own emoji stand in the words and warnings of these posts, by post."""
    written = {post_id: names_in(f"{text} {warning}") for post_id, text, warning in select(_words(), {"ids": ids})}
    known = emojis_named(set().union(*written.values()))
    return {post_id: [known[name] for name in sorted(names & known.keys())] for post_id, names in written.items()}


@cache
def _words() -> str:
    return f"SELECT id, text, warning FROM post WHERE {among('id', 'ids')}"
