"""The log as lines for people, or as JSON for whatever gathers logs: never with anything about a person in it."""

import json
import logging
import sys
import time
from collections.abc import Generator
from typing import Any

import pytest

from folkmoot.project import log

ENVIRON = {"REQUEST_METHOD": "GET", "PATH_INFO": "/@bob", "QUERY_STRING": "token=abc", "REMOTE_ADDR": "203.0.113.77"}


@pytest.fixture
def as_json() -> Generator[None]:
    log.logging_settings("info", "json")
    yield
    log.logging_settings("info", "lines")


def record(text: str, *args: object) -> logging.LogRecord:
    return logging.LogRecord("folkmoot.core", logging.WARNING, __file__, 1, text, args, None)


def test_the_settings_choose_the_form() -> None:
    try:
        assert log.logging_settings("info", "json")["formatters"]["line"]["()"] is log.JsonFormatter
    finally:
        assert log.logging_settings("info", "lines")["formatters"]["line"]["()"] is log.LineFormatter


def test_a_record_is_one_json_object_in_one_line() -> None:
    line = log.JsonFormatter().format(record("a gate took %.1f ms\nand more", 3.5))
    assert "\n" not in line
    said = json.loads(line)
    assert said.pop("at").endswith("Z")
    assert said == {
        "process": log._process,
        "level": "warning",
        "part": "folkmoot.core",
        "text": "a gate took 3.5 ms\nand more",
    }


def test_a_traceback_goes_with_it() -> None:
    fault = record("oh")
    try:
        json.loads("{")
    except ValueError:
        fault.exc_info = sys.exc_info()
    assert "JSONDecodeError" in json.loads(log.JsonFormatter().format(fault))["trace"]


@pytest.mark.usefixtures("as_json")
def test_a_request_is_one_json_object_without_its_query_or_whole_address(capsys: Any) -> None:
    log.log_request(ENVIRON, "200 OK", time.perf_counter())
    said = json.loads(capsys.readouterr().err)
    assert said.pop("ms") >= 0
    assert said.pop("at").endswith("Z")
    assert said == {
        "process": log._process,
        "method": "GET",
        "path": "/@bob",
        "status": 200,
        "network": "203.0.113.0/24",
    }


@pytest.mark.usefixtures("as_json")
@pytest.mark.parametrize("path", ['/"},{"x":"', "/a\nb", "/\xff\xfe", "/" + "x" * 500])
def test_no_address_breaks_out_of_its_line(path: str, capsys: Any) -> None:
    log.log_request({**ENVIRON, "PATH_INFO": path}, "404 Not Found", time.perf_counter())
    out = capsys.readouterr().err
    assert out.count("\n") == 1
    assert json.loads(out)["status"] == 404
