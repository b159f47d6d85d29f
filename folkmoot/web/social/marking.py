"""What was looked for, marked where it stands in a post."""

from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from folkmoot.posts.hydrate import PostView
from folkmoot.search.folding import matches_in
from folkmoot.web.social.emojis import drawn


def marked(shown: Iterable[tuple[str, PostView]], wanted: frozenset[str]) -> Iterator[str]:
    """Cards with the words that were looked for marked in the text of each."""
    for card, view in shown:
        said = str(drawn(view.body.html, view.body.emojis)) if view.body.emojis else view.body.html
        yield card.replace(said, in_html(said, wanted), 1) if said and wanted else card


def in_html(html: str, wanted: frozenset[str]) -> str:
    """Safe HTML with marks in its texts; its tags stay as they are."""
    writer = _Writer(wanted)
    writer.feed(html)
    writer.close()
    return "".join(writer.written)


class _Writer(HTMLParser):
    """Gives back what it reads, with ``<mark>`` around what is wanted: a text between two tags is never taken apart."""

    def __init__(self, wanted: frozenset[str]) -> None:
        super().__init__(convert_charrefs=False)
        self.written: list[str] = []
        self._wanted = wanted

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del tag, attrs
        self.written.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        end = 0
        for start, stop in matches_in(data, self._wanted):
            self.written.append(f"{data[end:start]}<mark>{data[start:stop]}</mark>")
            end = stop
        self.written.append(data[end:])

    def handle_entityref(self, name: str) -> None:
        self.written.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.written.append(f"&#{name};")
