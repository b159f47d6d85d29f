"""The community's own emoji in HTML: pictures where their names stand in the text, and nowhere else."""

from collections.abc import Collection, Mapping
from html import escape
from html.parser import HTMLParser

from markupsafe import Markup

from folkmoot.core.emoji import NAMED
from folkmoot.instance.queries import EmojiView
from folkmoot.media.queries import PictureView
from folkmoot.web import pictures

SIZE = 128  # pixels of the file
_LEFT_ALONE = frozenset({"a", "code", "pre"})


def drawn(html: str, emojis: Collection[EmojiView]) -> Markup:
    """Safe HTML with a picture for each ``:name:`` in its texts; links and code stay as they are."""
    writer = _Writer({each.name: str(image(f":{each.name}:", each.picture)) for each in emojis})
    writer.feed(html)
    writer.close()
    return Markup("".join(writer.written))  # noqa: S704 - safe HTML with pictures of ours in it


def drawn_words(text: str, emojis: Collection[EmojiView]) -> Markup:
    """A plain text with a picture for each ``:name:`` in it."""
    return drawn(escape(text), emojis)


def image(label: str, picture: PictureView) -> Markup:
    """One emoji of the community's own; it does not move."""
    sized = Markup('<img class="emoji" src="{}" alt="{}" title="{}" width="{}" height="{}" loading="lazy">')
    return sized.format(pictures.face(picture, SIZE), label, label, picture.width, picture.height)


class _Writer(HTMLParser):
    """Gives back what it reads, tag for tag, but for the names in texts."""

    def __init__(self, images: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=False)
        self.written: list[str] = []
        self._images = images
        self._inside = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self._inside += tag in _LEFT_ALONE
        self.written.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._inside -= tag in _LEFT_ALONE
        self.written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        text = data if self._inside else NAMED.sub(lambda found: self._images.get(found[1], found[0]), data)
        self.written.append(text)

    def handle_entityref(self, name: str) -> None:
        self.written.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.written.append(f"&#{name};")
