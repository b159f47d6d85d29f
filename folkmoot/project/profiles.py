"""The test profile: a directory begun for other projects' test suites, on this machine only, and that for ever.

How the directory was begun is all that decides it, and no setting does: see ``docs/developers/test-profile.md``.
"""

from pathlib import Path

from django.conf import settings

from folkmoot.project.datadir import DataTrouble
from folkmoot.project.environment import Environment, variable
from folkmoot.project.reading import LOOPBACK_NAMES

TEST = "test"
MARK = "test-profile"
_FRESH = frozenset({"secret.key"})  # there before any command has begun
_WORDS = "This directory was begun by `folkmoot serve --profile test`. Whoever asks comes in: keep nothing here.\n"


def is_test(folder: Path) -> bool:
    """Whether the directory was begun for tests."""
    return (folder / MARK).exists()


def enter(environment: Environment, profile: str | None) -> None:
    """Begin a fresh directory under its profile; ``DataTrouble`` for one that was begun under another."""
    folder = environment.data_dir
    if profile == TEST:
        require_this_machine(environment)
        _claim(folder)
    elif is_test(folder):
        raise DataTrouble(
            f"{folder} was begun for tests, where whoever asks comes in, and stays that for ever. "
            "Serve it with --profile test, or name another directory with --data DIR."
        )


def require_test(folder: Path) -> None:
    """``DataTrouble`` for every directory that holds a community of people."""
    if not is_test(folder):
        raise DataTrouble(
            f"{folder} was not begun for tests: fixtures are only for a directory that "
            "`folkmoot serve --profile test --data DIR` has begun."
        )


def require_this_machine(environment: Environment) -> None:
    """``DataTrouble`` unless the machine itself is all that can reach the site, and the only name it goes by."""
    binds = {name: getattr(environment, name).host for name in ("bind", "media_bind", "stream_bind")}
    names = {**binds, "origin": environment.host}
    wrong = [variable(name) for name, host in names.items() if host not in LOOPBACK_NAMES]
    wrong += [variable(name) for name in ("allowed_hosts", "trusted_proxies") if getattr(environment, name)]
    if wrong:
        raise DataTrouble(
            "The test profile is for this machine only: bind it to localhost, "
            f"and leave what leads in from elsewhere unset ({', '.join(wrong)})."
        )


def agree() -> None:
    """``DataTrouble`` unless the database was begun under the same profile as the directory, or is empty.

    A directory that would be begun only now is left as it was found.
    """
    try:
        _require_same()
    except Exception:
        _take_back(Path(settings.DATA_DIR))
        raise


def open_doors() -> None:
    """Let the community of a test directory begin without a wizard, open to whoever asks."""
    from folkmoot.instance.actions import begin_for_tests

    if settings.TEST_PROFILE:
        begin_for_tests()


def _require_same() -> None:
    from folkmoot.instance.queries import is_for_tests
    from folkmoot.project.tables import has_accounts

    if not has_accounts():
        return
    if is_for_tests() and not settings.TEST_PROFILE:
        raise DataTrouble(
            "The database was begun for tests, where whoever asks comes in, and stays that for ever: name another one."
        )
    if settings.TEST_PROFILE and not is_for_tests():
        raise DataTrouble(
            "The database holds a community that was not begun for tests, and the test profile would let anybody in: "
            "name an empty one."
        )


def _claim(folder: Path) -> None:
    if is_test(folder):
        return
    if {path.name for path in folder.iterdir()} - _FRESH:
        raise DataTrouble(
            f"{folder} was begun as an ordinary directory, and the test profile lets anybody in. "
            "Name an empty one: folkmoot serve --profile test --data DIR"
        )
    (folder / MARK).write_text(_WORDS, encoding="utf-8")


def _take_back(folder: Path) -> None:
    """Remove the mark of a directory that nothing was served from yet."""
    if {path.name for path in folder.iterdir()} - _FRESH == {MARK}:
        (folder / MARK).unlink()
