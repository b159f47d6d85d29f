"""What is different between two versions, in the words of those who read them: added, taken out, changed."""

from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from folkmoot.instance.policies.texts import bare, paragraphs

type How = Literal["added", "removed", "changed"]
type Mark = Literal["same", "added", "removed"]

ALIKE = 0.4  # two paragraphs that share less are not the same one rewritten
_MOST_WORDS = 2_000  # of a paragraph that is looked at word by word
_MOST_PAIRS = 20_000  # of paragraphs in one place: beyond that they were written anew, and none is looked for


@dataclass(frozen=True)
class Piece:
    """Some words of a paragraph: as before, added or taken out."""

    mark: Mark
    words: str


@dataclass(frozen=True)
class Difference:
    """One paragraph that is not as it was."""

    how: How
    pieces: tuple[Piece, ...]

    @property
    def before(self) -> str:
        """How it read."""
        return "".join(piece.words for piece in self.pieces if piece.mark != "added").strip()

    @property
    def after(self) -> str:
        """How it reads now."""
        return "".join(piece.words for piece in self.pieces if piece.mark != "removed").strip()


def compare(before: str, after: str) -> list[Difference]:
    """The paragraphs that were added, taken out or changed, in the order in which one reads them."""
    return list(_compared(before, after))


@lru_cache(maxsize=16)  # everybody is asked about the same few texts
def _compared(before: str, after: str) -> tuple[Difference, ...]:
    old, new = paragraphs(before), paragraphs(after)
    found: list[Difference] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            found += _paired(old[i1:i2], new[j1:j2])
    return tuple(found)


def _paired(old: list[str], new: list[str]) -> list[Difference]:
    """Paragraphs in one place: the likeness of each new one is looked for among the old ones that are left."""
    found: list[Difference] = []
    if len(old) * len(new) > _MOST_PAIRS:
        return [_whole("added", each) for each in new] + [_whole("removed", each) for each in old]
    for text in new:
        place = next((n for n, each in enumerate(old) if _are_alike(each, text)), None)
        if place is None:
            found.append(_whole("added", text))
            continue
        found += [_whole("removed", each) for each in old[:place]]
        found.append(Difference("changed", _words(bare(old[place]), bare(text))))
        old = old[place + 1 :]
    return found + [_whole("removed", each) for each in old]


def _are_alike(one: str, other: str) -> bool:
    """The dear question is asked only where the two cheap ones, which never say less, leave it open."""
    match = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return all(ratio() >= ALIKE for ratio in (match.real_quick_ratio, match.quick_ratio, match.ratio))


def _whole(how: Literal["added", "removed"], text: str) -> Difference:
    return Difference(how, (Piece(how, bare(text)),))


def _words(before: str, after: str) -> tuple[Piece, ...]:
    old, new = before.split(), after.split()
    if max(len(old), len(new)) > _MOST_WORDS:
        return Piece("removed", f"{before} "), Piece("added", after)
    pieces: list[Piece] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("same", f"{' '.join(old[i1:i2])} "))
            continue
        pieces += [Piece("removed", f"{' '.join(old[i1:i2])} ")] if i2 > i1 else []
        pieces += [Piece("added", f"{' '.join(new[j1:j2])} ")] if j2 > j1 else []
    return tuple(pieces)
