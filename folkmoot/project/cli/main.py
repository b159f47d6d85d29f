"""Reading the command line and calling the right part."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from folkmoot.project import profiles
from folkmoot.project.environment import Environment, WrongSettings

ROLES = (  # of accounts/capabilities.py, which takes Django to read
    *("owner", "admin", "senior_moderator", "moderator", "child_safety", "legal_contact", "rules_editor"),
    *("analyst", "auditor", "trusted_flagger"),
)

type Command = Callable[[argparse.Namespace], int | None]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given[:1] == ["django"]:
        return _django(given[1:])
    options = _parser().parse_args(given)
    try:
        _settle(options)
        return options.run(options) or 0
    except KeyboardInterrupt:
        return 130
    except Exception as problem:  # noqa: BLE001 - sorted below: what is no message is raised again
        sys.stderr.write(f"{_sentence(problem)}\n")
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="folkmoot", description="A social network that a community runs for itself.")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    _add_serve(commands)
    _add_account(commands)
    _add_token(commands)
    _add_fixture(commands)
    _add_secrets(commands)
    _add_audit(commands)
    _add_statements(commands)
    _add_search(commands)
    _add(commands, "doctor", "check that everything a server needs is in order", _doctor)
    if find_spec("folkmoot.project.demo"):
        demo = _add(commands, "demo", "serve a community with made-up members, to look around", _demo)
        demo.add_argument("--bind", metavar="HOST:PORT", help="where to listen (localhost:8000)")
    return parser


def _add(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, words: str, run: Command
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
    command.add_argument("--data", type=Path, metavar="DIR", help="the data directory (FOLKMOOT_DATA_DIR, or ./data)")
    command.set_defaults(run=run, bind=None, profile=None)
    return command


def _add_serve(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    serve = _add(commands, "serve", "run the community's server", _serve)
    serve.add_argument("--bind", metavar="HOST:PORT", help="where to listen (FOLKMOOT_BIND, or localhost:8000)")
    serve.add_argument(
        "--profile",
        choices=["test"],
        help="test: for the test suites of other projects. This machine only, whoever asks comes in; a directory begun "
        "so stays so",
    )
    serve.add_argument("--target", help=argparse.SUPPRESS)  # benches and tests serve something else in the site's place


def _add_account(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verbs = commands.add_parser("account", help="make accounts").add_subparsers(required=True, metavar="VERB")
    create = _add(verbs, "create", "make a confirmed and approved account", _create_account)
    create.add_argument("--username", required=True, metavar="U")
    create.add_argument("--email", required=True, metavar="E")
    create.add_argument("--password", required=True, metavar="P", help="- reads it from standard input")
    create.add_argument("--role", default="member", choices=["member", *ROLES])
    role = _add(verbs, "role", "give an account a role; member takes every role away", _give_role)
    role.add_argument("--username", required=True, metavar="U")
    role.add_argument("--role", required=True, choices=["member", *ROLES])
    words = "take the second factors from an account whose owner lost them"
    reset = _add(verbs, "reset-factors", words, _reset_factors)
    reset.add_argument("--username", required=True, metavar="U")


def _add_token(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verbs = commands.add_parser("token", help="make tokens for programs").add_subparsers(required=True, metavar="VERB")
    create = _add(verbs, "create", "make a bearer token that speaks for an account", _create_token)
    create.add_argument("--username", required=True, metavar="U")
    create.add_argument("--scopes", default="read write follow push")
    create.add_argument("--days", type=int, default=90)


def _add_fixture(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verbs = commands.add_parser("fixture", help="fill a directory that is for tests").add_subparsers(
        required=True, metavar="VERB"
    )
    load = _add(
        verbs, "load", "make the accounts, apps and tokens of a file, where --profile test serves", _load_fixture
    )
    load.add_argument("file", type=Path, metavar="FILE", help="TOML or JSON")


def _add_audit(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verbs = commands.add_parser("audit", help="the log of staff").add_subparsers(required=True, metavar="VERB")
    verify = _add(verbs, "verify", "prove that nobody changed the log of staff", _verify_audit)
    verify.add_argument(
        "--head", action="append", default=[], metavar="NUMBER:DIGEST", help="a head that you kept elsewhere"
    )


def _add_statements(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    words = "the reasons for what staff decided"
    verbs = commands.add_parser("statements", help=words).add_subparsers(required=True, metavar="VERB")
    export = _add(verbs, "export", "print what the public database of the DSA has not got yet", _export_statements)
    export.add_argument("--mark-sent", action="store_true", help="do not print them again the next time")


def _add_search(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verbs = commands.add_parser("search", help="the index of posts").add_subparsers(required=True, metavar="VERB")
    words = "fill the index of posts from the beginning, or go on where that was broken off; the server may run"
    _add(verbs, "rebuild", words, _rebuild_search)


def _add_secrets(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    verbs = commands.add_parser("secrets", help="the keys of the data directory").add_subparsers(
        required=True, metavar="VERB"
    )
    rotate = _add(verbs, "rotate", "draw a new key for sessions and links", _rotate_secrets)
    rotate.add_argument(
        "--at-once",
        action="store_true",
        help="what the present key signed counts no more: everybody signs in anew, links in mails are dead",
    )


def _settle(options: argparse.Namespace) -> None:
    """Let the options join the environment, check all settings at once, and prepare the data directory."""
    if options.data:
        os.environ["FOLKMOOT_DATA_DIR"] = str(options.data)
    if options.bind:
        os.environ["FOLKMOOT_BIND"] = options.bind
    environment = Environment.load()
    if options.run is _load_fixture:
        profiles.require_test(environment.data_dir)
    if options.run is not _doctor:
        _prepare(environment.data_dir)
    if options.run is _serve:
        profiles.enter(environment, options.profile)
    os.environ["DJANGO_SETTINGS_MODULE"] = "folkmoot.project.settings"


def _prepare(folder: Path) -> None:
    from folkmoot.project import datadir

    os.umask(0o077)  # what a community writes is for its own processes
    datadir.prepare(folder)


def _serve(options: argparse.Namespace) -> None:
    _set_up()
    from folkmoot.project.serve import SITE, serve

    serve(options.target or SITE)


def _create_account(options: argparse.Namespace) -> None:
    _set_up_with_tables()
    from folkmoot.project.cli.accounts import create_account

    create_account(options)


def _give_role(options: argparse.Namespace) -> None:
    _set_up_with_tables()
    from folkmoot.project.cli.accounts import give_role

    give_role(options)


def _reset_factors(options: argparse.Namespace) -> None:
    _set_up_with_tables()
    from folkmoot.project.cli.accounts import reset_factors

    reset_factors(options)


def _create_token(options: argparse.Namespace) -> None:
    _set_up_with_tables()
    from folkmoot.project.cli.accounts import create_token

    create_token(options)


def _export_statements(options: argparse.Namespace) -> int:
    _set_up_with_tables()
    from folkmoot.project.cli.statements import export

    return export(options)


def _rebuild_search(options: argparse.Namespace) -> None:
    del options
    _set_up_with_tables()
    from folkmoot.project.cli.search import rebuild

    rebuild()


def _verify_audit(options: argparse.Namespace) -> int:
    _set_up_with_tables()
    from folkmoot.project.cli.audit import verify

    return verify(options)


def _rotate_secrets(options: argparse.Namespace) -> None:
    _set_up_with_tables()
    from folkmoot.project.cli.secrets import rotate

    rotate(options)


def _load_fixture(options: argparse.Namespace) -> None:
    _set_up()
    from folkmoot.project.cli.fixtures import load
    from folkmoot.project.tables import bring_up_to_date

    profiles.agree()
    bring_up_to_date()
    profiles.open_doors()
    load(options.file)


def _doctor(options: argparse.Namespace) -> int:
    del options
    _set_up()
    from folkmoot.project.cli.doctor import examine

    return examine()


def _demo(options: argparse.Namespace) -> None:
    from importlib import import_module

    _set_up()
    import_module("folkmoot.project.demo").run(options)


def _django(arguments: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "folkmoot.project.settings")
    from django.core.management import execute_from_command_line

    _prepare(Environment.load().data_dir)
    execute_from_command_line(["folkmoot django", *arguments])
    return 0


def _set_up() -> None:
    import django

    django.setup()


def _set_up_with_tables() -> None:
    from folkmoot.project.tables import bring_up_to_date

    _set_up()
    bring_up_to_date()


def _sentence(problem: Exception) -> str:
    """What the operator reads; a mistake of ours is raised as it is."""
    from django.db import OperationalError

    from folkmoot.core.errors import FolkmootError
    from folkmoot.project.datadir import DataTrouble

    if isinstance(problem, FolkmootError | DataTrouble | WrongSettings):
        return str(problem)
    if isinstance(problem, OperationalError | OSError):
        return f"The database or the data directory cannot be used: {str(problem).strip()}"
    raise problem
