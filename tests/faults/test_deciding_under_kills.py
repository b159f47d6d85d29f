"""Whoever decides is killed at every step of it: there is never a decision without its reasons, nor half of one."""

from typing import Any

import pytest

from tests import servers
from tests.faults.test_random_kills import inside
from tests.laid import laid

pytestmark = pytest.mark.both_databases
ACTS = ("decide", "decide_case", "suspend", "lift", "overturn")
FEWEST = 8  # steps; an act that is through sooner was not looked at closely


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the rows said after each death, for each act."""
    folder = laid(tmp_path_factory.mktemp("killed") / "data")
    found: dict[str, Any] = inside(folder, servers.database_of(folder), *ACTS, program="tests.faults.dying")
    return found


@pytest.fixture(params=ACTS)
def outcome(request: pytest.FixtureRequest, outcomes: dict[str, Any]) -> Any:
    return outcomes[request.param]


def test_it_died_at_many_places(outcome: Any) -> None:
    assert len(outcome["deaths"]) >= FEWEST


def test_whoever_died_on_the_way_did_nothing(outcome: Any) -> None:
    assert [number for number, found in enumerate(outcome["deaths"]) if found != outcome["before"]] == []


def test_there_is_never_a_decision_without_its_reasons(outcome: Any) -> None:
    for found in (outcome["before"], *outcome["deaths"], outcome["after"]):
        assert found["unexplained"] == 0
        assert found["restrictions"] == found["statements"]


def test_what_is_shown_is_what_was_decided(outcome: Any) -> None:
    for found in (outcome["before"], *outcome["deaths"], outcome["after"]):
        assert found["post is hidden"] is found["removed"]
        assert found["account is hidden"] is found["suspended"]
        assert found["log is whole"]


def test_whoever_is_let_live_does_all_of_it(outcomes: dict[str, Any]) -> None:
    told = {act: outcomes[act]["after"] for act in ACTS}
    assert (told["decide"]["removed"], told["decide"]["reports"], told["decide"]["cases"]) == (
        True,
        ["acted"],
        ["decided"],
    )
    assert (told["decide_case"]["restrictions"], told["decide_case"]["suspended"]) == (2, True)
    assert (told["suspend"]["account is hidden"], told["suspend"]["cases"]) == (True, ["decided"])
    assert (told["lift"]["ended"], told["lift"]["post is hidden"]) == (1, False)
    assert (told["overturn"]["ended"], told["overturn"]["restrictions"], told["overturn"]["appeals"]) == (
        1,
        2,
        ["partly"],
    )
    for act in ACTS:
        assert told[act]["log"] > outcomes[act]["before"]["log"]
        assert told[act]["events"] > outcomes[act]["before"]["events"]
