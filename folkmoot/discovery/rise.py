"""Whether enough independent voices speak of a thing, and more than usual. Pure: figures, and what follows."""

from collections import Counter
from collections.abc import Iterable, Sequence

from folkmoot.discovery.independence import Crowd, Voice

FEW, WEAK, ALIKE, USUAL, EARLY = "few", "weak", "alike", "usual", "early"  # why something is not shown
WEAK_MOST = 0.5  # share of voices that are new, alike or taken back
LARGEST_MOST = 0.4  # share of voices in one cluster
_MORE = 1.5  # times what is usual
_LEAST, _MOST, _EACH = 3, 6, 10  # clusters: one for every ten members, within these bounds
_NEARLY = 0.8  # of the clusters, as weight
NOTED = 3  # days for which things must have been noted before anybody knows what is usual
_SHARE = 0.25  # of the voices, from which on a thing is one of their language


def needed(members: int) -> int:
    """How many independent clusters a thing takes in a community of this size."""
    return min(_MOST, max(_LEAST, members // _EACH))


def held(found: Crowd, usual: float | None, need: int) -> str:
    """Why a thing is not shown; empty when enough independent people speak of it, and more than usually meanwhile."""
    if found.clusters < need or found.weight < _NEARLY * need:
        return FEW
    if found.share_weak > WEAK_MOST:
        return WEAK
    if found.largest > LARGEST_MOST:
        return ALIKE
    if usual is None:
        return EARLY
    return USUAL if found.weight < _MORE * usual else ""


def speed(found: Crowd, usual: float) -> float:
    """How fast a thing rises: by how much more it is spoken of than usual, for what usually is a lot."""
    return float((found.weight - usual) / (usual + 1) ** 0.5)


def usual_of(days: Sequence[int], noted: int, window: int) -> float | None:
    """Voices on a usual day, from the days before those that are looked at; nobody knows where there are too few.

    Days come the oldest first. Of the ``window`` days that are looked at a part lies on the day before them.
    Of the day on which noting began, ``noted`` days ago, a part is missing: it does not count.
    """
    if noted < NOTED:
        return None
    before = days[-noted : -1 - window]
    return sum(before) / len(before)


def languages_of(voices: Iterable[Voice]) -> str:
    """The languages that a good part of the voices speak, with blanks around each; empty where nobody said which."""
    spoken = Counter(voice.language.partition("-")[0] for voice in voices if voice.language)
    whole = sum(spoken.values())
    found = [language for language, count in spoken.most_common() if count >= _SHARE * whole]
    return f" {' '.join(found)} " if found else ""
