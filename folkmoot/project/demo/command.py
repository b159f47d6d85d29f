"""``folkmoot demo``: a directory of its own, made once, served on this machine only."""

import argparse
import sys
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from folkmoot.accounts.queries import by_username
from folkmoot.core.errors import NotAllowed
from folkmoot.instance.queries import community
from folkmoot.project.demo.making import make
from folkmoot.project.demo.storybook import read
from folkmoot.project.reading import LOOPBACK_NAMES
from folkmoot.project.tables import bring_up_to_date, has_accounts
from folkmoot.web.entrance.factors.operator import equip

CODES = 5  # shown of ten
MARK = "demo"  # a file that says what a data directory is for
_OURS = frozenset({"secret.key"})  # there before any command has begun


def run(options: argparse.Namespace) -> None:
    """Serve the demo on loopback, after making it when its data directory is new."""
    del options
    if settings.FOLKMOOT.bind.host not in LOOPBACK_NAMES:
        raise NotAllowed("The demo listens on this machine only: bind it to localhost.")
    claim(Path(settings.DATA_DIR))
    bring_up_to_date()
    sys.stdout.write(_welcome() if community().is_set_up else _introduce())
    sys.stdout.flush()
    from folkmoot.project.serve import serve

    serve()


def claim(folder: Path) -> None:
    """Mark a fresh directory as the demo's; ``NotAllowed`` when something else lives in it, or in its database."""
    mark = folder / MARK
    if mark.exists():
        return
    others = {path.name for path in folder.iterdir()} - _OURS
    if others or has_accounts():
        raise NotAllowed(
            f"{folder} holds something that is not the demo, and the demo would move in among it. "
            "Name an empty directory: folkmoot demo --data DIR"
        )
    mark.write_text("This directory holds the demo community. Nothing in it is anybody's.\n", encoding="utf-8")


def _introduce() -> str:
    passwords = make(read(), timezone.now())
    width = max(map(len, passwords))
    lines = [f"  {email:{width}}  {password}" for email, password in passwords.items()]
    return "\n".join(["The demo community is ready. Sign in with one of these:", *lines, *_second_steps(), "", ""])


def _second_steps() -> list[str]:
    """How those who run the demo get past the second step that their pages ask for."""
    lines: list[str] = []
    for person in read().people:
        if person.role != "member" and person.username in read().shown:
            handed = equip(by_username(None, person.username, ""))
            lines += [f"  {person.username}: {'  '.join(handed.codes[:CODES])}", f"    or, for an app: {handed.secret}"]
    return ["Then a second step, for the pages that run the community. Each code opens once:", *lines] if lines else []


def _welcome() -> str:
    return "The demo community starts again, with the passwords it showed at first.\n"
