"""The Markdown that members may use, with links, mentions and hashtags; compiled once at import."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from linkify_it.main import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, link
from markdown_it.token import Token

LONGEST_TAG = 100
LONGEST_LINK = 2048
_BLOCKS = ("blockquote", "fence", "list")
_INLINES = ("newline", "escape", "backticks", "emphasis", "strikethrough", "link")
_JOINERS = "\u200c\u200d"
_TAG_DOTS = "\u00b7\u30fb"  # l·l in Catalan, the Japanese middle dot
_SAFE_LINK = re.compile(r"https?://[^\s/?#@\\]+(?:[/?#]|$)", re.IGNORECASE)
_SCHEME = re.compile(r"(?<![a-z0-9.+-])https?://", re.IGNORECASE)
_SCHEME_BEFORE = re.compile(r"(?:^|[^a-z0-9.+-])(https?)$", re.IGNORECASE)
_NAME = "[A-Za-z0-9_]+"
_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_MENTION = re.compile(
    rf"@(?:({_NAME}(?:[.-]+{_NAME})*)@({_LABEL}(?:\.{_LABEL})*)(?!\w)|({_NAME})(?![\w@]))",
)


@lru_cache(maxsize=8)  # a post is read for mentions, tags and HTML one after the other
def parsed(text: str) -> tuple[Token, ...]:
    """The text as tokens, which nobody may change."""
    return tuple(_markdown.parse(text))


def inline_tokens(text: str) -> Iterator[Token]:
    """The words of the text in order: everything that is not a block."""
    for token in parsed(text):
        yield from token.children or ()


def links_in(text: str) -> Iterator[tuple[int, int]]:
    """Where the web addresses in the text begin and end, whether bare or behind words."""
    done = 0
    for found in _SCHEME.finditer(text) if "://" in text else ():
        if found.start() >= done and (address := _link_at(text, found.start())):
            done = found.start() + len(address)
            yield found.start(), done


def _link_at(text: str, start: int) -> str:
    found = _linkifier.match_at_start(text[start : start + LONGEST_LINK])
    url = str(found.url).rstrip("*") if found else ""  # a * ends emphasis here, not an address
    return url if _is_safe_link(url) else ""


def _is_safe_link(url: str) -> bool:
    return bool(_SAFE_LINK.match(url))


def _build() -> MarkdownIt:
    markdown = MarkdownIt("zero").enable([*_BLOCKS, *_INLINES])
    markdown.inline.ruler.after("text", "bare_link", _bare_link)
    markdown.inline.ruler.after("bare_link", "mention", _mention)
    markdown.inline.ruler.after("mention", "hashtag", _hashtag)
    markdown.inline.ruler.at("link", _named_link)
    markdown.validateLink = _is_safe_link  # type: ignore[method-assign] # the documented way to set it
    return markdown


def _bare_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it so
    if state.linkLevel or not state.src.startswith("://", state.pos):
        return False
    scheme = _SCHEME_BEFORE.search(state.pending[-6:])
    address = _link_at(state.src[: state.posMax], state.pos - len(scheme[1])) if scheme else ""
    href = state.md.normalizeLink(address)
    if not scheme or not _is_safe_link(href):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        token = state.push("bare_link", "", 0)
        token.content, token.meta = address, {"href": href}
    state.pos += len(address) - len(scheme[1])
    return True


def _named_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it so
    """As Markdown has it; thousands of brackets that lead nowhere are not looked at twice."""
    return state.src[state.pos] == "[" and "](" in state.src[state.pos :] and link(state, silent)


def _mention(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it so
    if state.src[state.pos] != "@" or not _starts_a_word(state):
        return False
    found = _MENTION.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        token = state.push("mention", "", 0)
        token.content = found[0]
        token.meta = {"who": ((found[1] or found[3]).casefold(), (found[2] or "").casefold())}
    state.pos = found.end()
    return True


def _hashtag(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - markdown-it calls it so
    if state.src[state.pos] != "#" or not _starts_a_word(state):
        return False
    tag = _tag_at(state.src, state.pos + 1, state.posMax)
    if not tag:
        return False
    if not silent:
        state.push("hashtag", "", 0).content = tag
    state.pos += 1 + len(tag)
    return True


def _starts_a_word(state: StateInline) -> bool:
    before = state.src[state.pos - 1] if state.pos else " "
    return not (state.linkLevel or _is_tag_character(before) or before in "/&@#")


def _tag_at(text: str, start: int, end: int) -> str:
    stop = start
    while stop < end and (_is_tag_character(text[stop]) or text[stop] in _TAG_DOTS):
        stop += 1
    tag = text[start:stop].rstrip(_JOINERS + _TAG_DOTS)
    wordlike = any(map(str.isalpha, tag)) and len(tag.casefold()) <= LONGEST_TAG
    return tag if wordlike else ""


def _is_tag_character(character: str) -> bool:
    if character.isalnum() or character == "_":
        return True
    return not character.isascii() and (character in _JOINERS or unicodedata.category(character)[0] == "M")


_linkifier = LinkifyIt(None, {"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
_markdown = _build()
options = _markdown.options
