"""Small functions, small files, and more test than code. ``python -m tests.house.sizes`` prints the figures."""

import pytest

from tests.house import sizes, tree


def test_functions_are_short() -> None:
    found = sizes.spread(sizes.functions(tree.production()))
    assert found.median <= 7, found
    assert found.p90 <= 25, found


def test_no_function_is_longer_than_a_screen() -> None:
    every = sizes.functions((*tree.production(), *tree.tests(), *tree.files("bench", ".py")))
    assert [each for each in every if each[0] > 50] == []


def test_files_are_short() -> None:
    found = sizes.spread(sizes.modules(tree.production()))
    assert found.p90 <= 200, found


@pytest.mark.parametrize("folder", ["folkmoot", "tests", "bench"])
def test_no_file_is_long(folder: str) -> None:
    every = sizes.modules(tree.files(folder, ".py", ".html", ".js", ".css"))
    assert [each for each in every if each[0] > 400] == []


def test_there_is_more_test_than_code() -> None:
    tests, production = sizes.proportion()
    assert tests >= sizes.PROPORTION * production, f"{tests} lines of tests for {production} lines of code"


def test_a_spread_names_the_middle_the_tenth_and_the_largest() -> None:
    found = sizes.spread([(size, f"f{size}") for size in range(1, 11)])
    assert (found.count, found.median, found.p90, found.largest, found.which) == (10, 6, 10, 10, "f10")
