"""Fixtures of the tests of pictures."""

import io
import shutil
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

import pytest

from folkmoot.media.addresses import root
from folkmoot.media.workshop import order

type Take = Callable[..., int]


@pytest.fixture(autouse=True)
def empty_disk() -> Generator[None]:
    """No file of another test."""
    shutil.rmtree(root(), ignore_errors=True)
    yield
    shutil.rmtree(root(), ignore_errors=True)


@pytest.fixture
def take(db: None) -> Take:
    """``take(account_id, bytes)``: an upload goes its whole way, through a real child."""
    from folkmoot.media.actions import take_picture

    return lambda owner, data, alt="": take_picture(owner, io.BytesIO(data), alt)


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the children of this test said about themselves: their time and memory too."""
    heard: list[dict[str, Any]] = []
    real = order._prepared

    def prepared(words: dict[str, Any], answer: Any) -> Any:
        heard.append(dict(words))
        return real(words, answer)

    monkeypatch.setattr(order, "_prepared", prepared)
    return heard


def on_disk() -> list[Path]:
    """All that lies below the folder of pictures, but for the two locks."""
    return [path for path in root().rglob("*") if path.is_file() and path.suffix != ".lock"] if root().exists() else []
