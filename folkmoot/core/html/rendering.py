"""Text to HTML: our grammar writes it, and an explicit list of tags and attributes has the last word."""

import re
from collections.abc import Mapping, Sequence
from urllib.parse import quote, urlsplit

import nh3
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from folkmoot.core.html.grammar import links_in, options, parsed
from folkmoot.core.html.reading import fold_tag

_SHOWN = 30  # characters of a bare address that are shown
_LINK = 'rel="nofollow noopener noreferrer ugc" target="_blank"'
_ADDRESS_LIKE = re.compile(r"\w\.\w|://")
_RELATIVE = re.compile(r'(<a [^<>]*?href=")(?=/(?!/))')  # in the text around tags, "<" is always escaped

TAGS = {"p", "br", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "a", "span"}
ATTRIBUTES = {
    "a": {"href", "rel", "target", "dir"},
    "span": {"dir"},
    "p": {"dir"},
    "pre": {"dir"},
    "li": {"dir"},
    "ol": {"start"},
}
CLASSES = {"a": {"mention", "hashtag", "u-url"}, "span": {"h-card", "invisible", "ellipsis"}}


def render(text: str, mentions: Mapping[tuple[str, str], str]) -> str:
    """Safe HTML of a cleaned text; ``mentions`` gives the profile address of everybody it names and who is known."""
    return _last_line.clean(_renderer.render(parsed(text), options, {"mentions": mentions}))


def render_plain(text: str) -> str:
    """Safe HTML of a one-line value: the text as it is, with its web addresses as links."""
    text = " ".join(text.split())
    written: list[str] = []
    done = 0
    for start, end in links_in(text):
        written += escapeHtml(text[done:start]), _bare_link(text[start:end], text[start:end])
        done = end
    return _last_line.clean("".join([*written, escapeHtml(text[done:])]))


def with_origin(html: str, origin: str) -> str:
    """HTML of ours for readers elsewhere: its links to this site name the site."""
    return _RELATIVE.sub(rf"\g<1>{origin}", html)


class _Renderer(RendererHTML):
    """One method for each kind of token that is not a plain tag."""

    def paragraph_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return "" if tokens[idx].hidden else '<p dir="auto">'

    def paragraph_close(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return "" if tokens[idx].hidden else "</p>"

    def list_item_open(self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return '<li dir="auto">'

    def softbreak(self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return "<br>"

    def hardbreak(self, _tokens: Sequence[Token], _idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return "<br>"

    def fence(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return f'<pre dir="auto"><code>{escapeHtml(tokens[idx].content)}</code></pre>'

    def link_open(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        href = str(tokens[idx].attrs["href"])
        return f'<a href="{escapeHtml(href)}" {_LINK}>' if href else ""

    def link_close(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        start = next(index for index in range(idx, -1, -1) if tokens[index].type == "link_open")
        href = str(tokens[start].attrs["href"])
        return f"</a>{_honest_host(href, tokens[start:idx])}" if href else ""

    def bare_link(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        return _bare_link(tokens[idx].meta["href"], tokens[idx].content)

    # Mentions and addresses run from left to right and do not decide for the words around them: an answer in Arabic
    # begins with the name of whom it answers.
    def mention(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, env: EnvType) -> str:
        token = tokens[idx]
        url = env["mentions"].get(token.meta["who"])
        if url is None:
            return escapeHtml(token.content)
        name = escapeHtml(token.content[1:])
        link = f'<a href="{escapeHtml(url)}" class="u-url mention">@<span>{name}</span></a>'
        return f'<span class="h-card" dir="ltr">{link}</span>'

    def hashtag(self, tokens: Sequence[Token], idx: int, _options: OptionsDict, _env: EnvType) -> str:
        tag = tokens[idx].content
        href = f"/tags/{quote(fold_tag(tag), safe='')}"
        return f'<a href="{href}" class="mention hashtag" rel="tag">#<span>{escapeHtml(tag)}</span></a>'


def _bare_link(url: str, shown: str) -> str:
    return f'<a href="{escapeHtml(url)}" dir="ltr" {_LINK}>{_shortened(shown)}</a>'


def _shortened(address: str) -> str:
    """The whole address, so that copying gives all of it; style sheets hide the scheme and what is too long."""
    scheme, _, rest = address.partition("://")
    shown, hidden = rest[:_SHOWN], rest[_SHOWN:]
    start = f'<span class="invisible">{escapeHtml(scheme)}://</span>'
    if not hidden:
        return f"{start}<span>{escapeHtml(shown)}</span>"
    tail = f'<span class="invisible">{escapeHtml(hidden)}</span>'
    return f'{start}<span class="ellipsis">{escapeHtml(shown)}</span>{tail}'


def _honest_host(href: str, words: Sequence[Token]) -> str:
    """Where a link leads, when its words look like an address of somewhere else."""
    shown = "".join(token.content for token in words)
    host = urlsplit(href).hostname or ""
    return f" ({escapeHtml(host)})" if _ADDRESS_LIKE.search(shown) and host not in shown.casefold() else ""


_renderer = _Renderer()
_last_line = nh3.Cleaner(
    tags=TAGS,
    attributes=ATTRIBUTES,
    allowed_classes=CLASSES,
    url_schemes={"http", "https"},
    link_rel=None,
    clean_content_tags=set(),
)
