"""A flood at the entrance: some of it is answered each second, the rest costs next to nothing."""

from typing import Any

import pytest

from folkmoot.core import limits
from folkmoot.project.door import Door
from tests.web.entrance.test_doors import _asked, numbers


def test_a_flood_is_not_answered_all_at_once(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers(settings, entrance_visits_per_minute=240)
    door = Door(lambda environ, start: start("200 OK", []) or [b""], settings.FOLKMOOT)
    said: list[str] = []
    let_in = []
    for second in (0.0, 0.5, 1.1, 2.2):
        monkeypatch.setattr(limits.counting, "clock", lambda second=second: 1_000_000 + second)
        said.clear()
        for _ in range(50):
            door(_asked("/sign-in", {}), lambda status, *_: said.append(status))
        let_in.append(said.count("200 OK"))
    assert let_in == [20, 0, 20, 20]
