"""How what was sent becomes values, apart from any request."""

from typing import Any

import pytest

from folkmoot.api.parameters import Parameters, _nested
from folkmoot.core.errors import Invalid


@pytest.mark.parametrize(
    ("pairs", "values"),
    [
        ([], {}),
        ([("a", "1")], {"a": "1"}),
        ([("a", "1"), ("a", "2")], {"a": "2"}),
        ([("a[]", "1"), ("a[]", "2")], {"a": ["1", "2"]}),
        ([("a[b]", "1"), ("a[c]", "2")], {"a": {"b": "1", "c": "2"}}),
        ([("a[b][]", "1"), ("a[b][]", "2")], {"a": {"b": ["1", "2"]}}),
        ([("a[b]", "1"), ("a", "2")], {"a": "2"}),
        ([("a]", "1"), ("[b", "2"), ("[]", "3")], {"a]": "1", "[b": "2", "[]": "3"}),
        ([("", "1")], {"": "1"}),
    ],
)
def test_names_in_brackets(pairs: list[tuple[str, str]], values: dict[str, Any]) -> None:
    assert _nested(pairs) == values


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        *((word, True) for word in (True, 1, "1", "true", "True", "t", "on", "yes")),
        *((word, False) for word in (None, False, 0, "0", "false", "f", "off", "no", "")),
    ],
)
def test_yes_and_no_in_many_words(value: object, meant: bool) -> None:
    assert Parameters({"a": value}).flag("a") is meant


@pytest.mark.parametrize("value", ["maybe", 2, -1, 1.0, [], {}, [True]])
def test_what_is_neither_yes_nor_no(value: object) -> None:
    with pytest.raises(Invalid) as problem:
        Parameters({"a": value}).flag("a")
    assert problem.value.field == "a"


@pytest.mark.parametrize(("value", "meant"), [("7", 7), (7, 7), (None, None), ("", None), (str(2**63 - 1), 2**63 - 1)])
def test_an_id_in_quotes_or_not(value: object, meant: int | None) -> None:
    assert Parameters({"a": value}).id("a") == meant


@pytest.mark.parametrize("value", ["x", "-1", -1, 1.0, True, [], ["1"], {}, "²", "1" * 5_000, 10**4_000, 2**63])
def test_what_is_no_id(value: object) -> None:
    for read in (Parameters({"a": value}).id, Parameters({"a": [value, "1"]}).ids):
        with pytest.raises(Invalid):
            read("a")


@pytest.mark.parametrize(("value", "meant"), [(None, []), ("", []), ("7", [7]), (["7", 8, "7"], [7, 8]), ([], [])])
def test_some_ids_each_once(value: object, meant: list[int]) -> None:
    assert Parameters({"a": value}).ids("a") == meant
