"""Accounts and tokens from the command line."""

import argparse
import sys

from folkmoot.accounts import actions, queries


def create_account(options: argparse.Namespace) -> None:
    """Make an account that may sign in at once, and say so."""
    password = sys.stdin.readline().rstrip("\n") if options.password == "-" else options.password  # noqa: S105 - a dash
    account = actions.create_account(options.username, options.email, password, options.role)
    sys.stdout.write(f"@{account.username} can sign in as {options.email} now ({options.role}).\n")


def create_token(options: argparse.Namespace) -> None:
    """Print a new token, and nothing else."""
    account = queries.by_username(None, options.username.lstrip("@").lower(), "")
    sys.stdout.write(actions.create_token(account, options.scopes, options.days) + "\n")
