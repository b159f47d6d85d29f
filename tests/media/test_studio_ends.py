"""How renditions end: packets that a filter holds back, films without a picture, films that are cut."""

from types import SimpleNamespace
from typing import Any

import pytest

from folkmoot.media.studio import target, video
from folkmoot.media.studio.limits import Refused


def held_back(packet: Any) -> Any:
    return SimpleNamespace(filter=lambda _none: [packet])


def test_what_is_held_back_of_a_stream_handed_on_comes_last() -> None:
    packet, muxed = SimpleNamespace(stream=None), []  # type: ignore[var-annotated]  # whatever packets are
    ends = SimpleNamespace(early=[], sieve=held_back(packet), out="out", file=SimpleNamespace(mux=muxed.append))
    _end_of("early")(ends)
    assert (muxed, packet.stream) == ([packet], "out")


def test_what_is_held_back_of_an_encoded_stream_comes_last() -> None:
    handed: list[Any] = []
    out = SimpleNamespace(encode=lambda _none: [])
    ends = SimpleNamespace(out=out, _mux=handed.extend, sieve=held_back("packet"), _hand_on=handed.append)
    _end_of("_mux")(ends)
    assert handed == ["packet"]


@pytest.mark.parametrize(("last", "word"), [(None, "damaged"), (3.0, "cut")])
def test_a_film_without_pictures_or_without_its_end_is_refused(last: float | None, word: str) -> None:
    with pytest.raises(Refused, match=word):
        video._checked(SimpleNamespace(seconds=100.0, rate=25.0), last)  # type: ignore[arg-type]  # all it reads


def _end_of(attribute: str) -> Any:
    """The ``end`` of the class whose code reads this attribute."""
    classes = [each for each in vars(target).values() if isinstance(each, type) and "end" in vars(each)]
    return next(each.end for each in classes if attribute in each.end.__code__.co_names)
