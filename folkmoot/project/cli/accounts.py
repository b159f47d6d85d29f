"""Accounts and tokens from the command line."""

import argparse
import sys

from folkmoot.accounts import actions, queries
from folkmoot.web.entrance.factors import operator

MEMBER = "member"


def create_account(options: argparse.Namespace) -> None:
    """Make an account that may sign in at once, and say so."""
    password = sys.stdin.readline().rstrip("\n") if options.password == "-" else options.password  # noqa: S105 - a dash
    account = actions.create_account(options.username, options.email, password, options.role)
    sys.stdout.write(f"@{account.username} can sign in as {options.email} now ({options.role}).\n")
    if options.role != MEMBER:
        sys.stdout.write(
            "The pages for running the community open once a second factor is set up; a notice leads there.\n"
        )


def reset_factors(options: argparse.Namespace) -> None:
    """Take every second factor from an account, for whoever lost theirs."""
    account = queries.by_username(None, options.username.lstrip("@").lower(), "")
    gone = operator.reset_factors(account)
    sys.stdout.write(f"@{account.username} has no second factor any more (there were {gone}), and is signed out.\n")


def give_role(options: argparse.Namespace) -> None:
    """Give an account a role, or take those away that it has."""
    account = queries.by_username(None, options.username.lstrip("@").lower(), "")
    if options.role == "member":
        for role in sorted(queries.roles(account.id)):
            actions.revoke_role(None, account.id, role)
    else:
        actions.grant_role(None, account.id, options.role)
    sys.stdout.write(f"@{account.username} is {options.role} now.\n")


def create_token(options: argparse.Namespace) -> None:
    """Print a new token, and nothing else."""
    account = queries.by_username(None, options.username.lstrip("@").lower(), "")
    sys.stdout.write(actions.create_token(account, options.scopes, options.days) + "\n")
