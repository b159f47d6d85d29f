"""Where lines of the log go, what time they bear, and that nothing unforeseen is lost."""

import logging
import re
from typing import Any

import pytest
from django.test import Client

from folkmoot.project.cast import Cast
from folkmoot.project.log import JsonFormatter, LineFormatter, logging_settings
from tests.doors import Door
from tests.house import tree


def record(text: str = "Something") -> logging.LogRecord:
    made = logging.LogRecord("folkmoot.somewhere", logging.INFO, __file__, 1, text, (), None)
    made.created = 1_772_366_400.0  # 1 March 2026, noon, in UTC
    return made


def test_times_are_utc_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    assert LineFormatter().format(record()).startswith("2026-03-01 12:00:00 ")
    assert '"at": "2026-03-01T12:00:00Z"' in JsonFormatter().format(record())
    assert "UTC" in (tree.ROOT / "docs/developers/security.md").read_text()


@pytest.mark.parametrize("form", ["lines", "json"])
def test_everything_goes_to_standard_error(form: str) -> None:
    said = logging_settings("info", form)
    assert {handler["class"] for handler in said["handlers"].values()} == {"logging.StreamHandler"}
    logging_settings("info", "lines")  # as it was


def test_nobody_opens_a_log_of_their_own() -> None:
    own = re.compile(r"FileHandler|SysLogHandler|SMTPHandler|HTTPHandler|basicConfig|\bsentry|\.log[\"']")
    found = [tree.name(path) for path in tree.production() if own.search(path.read_text())]
    assert [name for name in found if name != "folkmoot/project/log.py"] == []


@pytest.mark.django_db
def test_what_nobody_foresaw_is_logged_with_its_trace(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    Door().get("/health")  # which sets the log up
    lines: list[logging.LogRecord] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(record)

    keeper = Keeper()
    logging.getLogger().addHandler(keeper)

    def broken(*_args: Any, **_more: Any) -> Any:
        raise ZeroDivisionError("a mistake of ours")

    try:
        monkeypatch.setattr("folkmoot.web.source._pack", broken)
        answer = Client(raise_request_exception=False).get("/source")
    finally:
        logging.getLogger().removeHandler(keeper)
    assert answer.status_code == 500
    assert "a mistake of ours" not in answer.content.decode()
    assert [line for line in lines if line.exc_info and line.exc_info[0] is ZeroDivisionError]
