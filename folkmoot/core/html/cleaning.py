"""What members type, without the characters that only deceive or break things."""

import re
import unicodedata

MOST_MARKS = 8  # combining marks on one base character: no script needs more

_NEWLINES = re.compile("\r\n|[\r\u2028\u2029\x85\x0b\x0c]")
# Control characters, lone surrogates, bidi embeddings, overrides and isolates, invisible fillers, joiners of words,
# deprecated format characters, annotation anchors, non-characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\U000e0000-\U000e001f]"
)
_SENTENCE_MARKS = re.compile(
    "([\u200e\u200f\u061c])[\u200e\u200f\u061c]+"
)  # one direction mark is a help, two are a trick
_JOINERS = re.compile("[\u200c\u200d]+")
_LOOSE_FLAG_TAGS = re.compile("(?<![\U0001f3f4\U000e0020-\U000e007f])[\U000e0020-\U000e007f]+")
_FIRST_JOINING_SCRIPT = "\u0590"  # Hebrew, Arabic, Indic and everything after; nothing before needs a joiner


def clean(text: str) -> str:
    """The text in NFC, with line feeds as the only line ends and nothing invisible that its script does not need."""
    text = _NEWLINES.sub("\n", text).replace("\t", " ")
    text = _UNWANTED.sub("", text)
    if text.isascii():
        return text
    while (once := _cleaned_once(text)) != text:  # what is taken away can bring new neighbours together
        text = once
    return text


def _cleaned_once(text: str) -> str:
    text = _LOOSE_FLAG_TAGS.sub("", text)
    text = _SENTENCE_MARKS.sub(r"\1", text)
    text = _JOINERS.sub(_joiner_where_needed, text)
    text = _UNWANTED.sub("", unicodedata.normalize("NFC", text))
    return text if max(text, default="") < "\u0300" else _without_towers(text)


def _joiner_where_needed(found: re.Match[str]) -> str:
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    if _is_emoji(before):
        return found[0][0] if _is_emoji(after) else ""
    letter = before >= _FIRST_JOINING_SCRIPT and unicodedata.category(before)[0] in "LM"
    return found[0][0] if letter else ""


def _is_emoji(character: str) -> bool:
    """A pictograph, its skin colour, or the selector that makes one of the character before it."""
    return bool(character) and (character == "\ufe0f" or unicodedata.category(character) in {"So", "Sk"})


def _without_towers(text: str) -> str:
    kept, marks = [], 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character)[0] == "M" else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)
