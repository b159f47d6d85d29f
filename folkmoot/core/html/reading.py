"""What a text contains: its length as members count it, whom it names, what it is tagged with."""

import unicodedata

from folkmoot.core.html.grammar import inline_tokens, links_in

LINK_LENGTH = 23  # as everywhere in the network: a long address costs no more than a short one


def length(text: str) -> int:
    """How many characters the text counts; every link counts 23."""
    return len(text) + sum(LINK_LENGTH - (end - start) for start, end in links_in(text))


def mentions_in(text: str) -> list[tuple[str, str]]:
    """Whom the text names, as (user name, domain or nothing), case-folded, in order, once each; code names nobody."""
    if "@" not in text:
        return []
    return list(dict.fromkeys(token.meta["who"] for token in inline_tokens(text) if token.type == "mention"))


def tags_in(text: str) -> list[str]:
    """The hashtags as written, without ``#``, in order, once each whatever their case."""
    if "#" not in text:
        return []
    tags: dict[str, str] = {}
    for token in inline_tokens(text):
        if token.type == "hashtag":
            tags.setdefault(fold_tag(token.content), token.content)
    return list(tags.values())


def addresses_in(text: str) -> list[str]:
    """The web addresses that the text links to, in order, once each; code links nowhere."""
    if "://" not in text and "](" not in text:  # where a link is told by signs, its address may be disguised
        return []
    found = (
        token.meta.get("href") or token.attrs.get("href", "") for token in inline_tokens(text) if "link" in token.type
    )
    return [address for address in dict.fromkeys(map(str, found)) if address]


def addresses_in_line(text: str) -> list[str]:
    """The same in a value that is shown as it is, where no sign but the address itself means anything."""
    return [text[start:end] for start, end in links_in(text)]


def fold_tag(tag: str) -> str:
    """The name under which all spellings of a hashtag meet."""
    return unicodedata.normalize("NFC", tag.casefold())
