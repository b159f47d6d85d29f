"""That no event is published without somebody having said what follows from it."""

import importlib
import pkgutil

import pytest

import folkmoot
from folkmoot.core.events import Event
from folkmoot.core.events.kinds import kind_of, reactions_to


def _all_events() -> list[type[Event]]:
    for module in pkgutil.walk_packages(folkmoot.__path__, "folkmoot."):
        if module.name.endswith(".events") or module.name == "folkmoot.core.mail":
            importlib.import_module(module.name)
    return [kind for kind in Event.__subclasses__() if kind.__module__.startswith("folkmoot.")]


@pytest.mark.parametrize("event_type", _all_events(), ids=lambda kind: kind.__name__)
def test_every_event_is_wired(event_type: type[Event]) -> None:
    reactions_to(kind_of(event_type))


def test_there_are_events_to_wire() -> None:
    assert len(_all_events()) > 20
