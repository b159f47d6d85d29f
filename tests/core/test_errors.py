import pickle

import pytest

from folkmoot.core.errors import Busy, FolkmootError, Invalid, NotAllowed, NotFound, TooMany


@pytest.mark.parametrize("kind", [NotFound, Busy])
def test_has_a_sentence_of_its_own(kind: type[FolkmootError]) -> None:
    assert kind().message.endswith(".")
    assert str(kind("Gone fishing.")) == kind("Gone fishing.").message == "Gone fishing."


def test_says_which_field_and_why() -> None:
    error = Invalid("text", "A post has at most 5,000 characters.")
    assert (error.field, error.message, str(error)) == ("text", error.message, "A post has at most 5,000 characters.")


def test_says_how_long_to_wait() -> None:
    assert TooMany(60).retry_after == 60
    assert TooMany(60).message
    assert TooMany(60, "Slow down.").message == "Slow down."
    assert (TooMany(60).most, TooMany(60, most=5).most) == (None, 5)


@pytest.mark.parametrize(
    "error", [NotFound(), NotAllowed("No."), Invalid("a", "b"), TooMany(3), TooMany(3, most=5), Busy()]
)
def test_survives_the_way_between_processes(error: FolkmootError) -> None:
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert vars(copy) == vars(error)
    assert isinstance(copy, FolkmootError)
