"""Run beside a server, in its data directory: ``make`` gives it members, ``read`` prints the rows when all is done."""

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

PASSWORD = "correct horse battery moot"
PATIENCE = 240.0  # seconds until the event table must be empty: what a full disk refused is tried again ever later


def make(number: int) -> list[dict[str, Any]]:
    """Members with a token and a session each."""
    from django.conf import settings

    from folkmoot.accounts.actions import create_account, create_token, seen_today
    from folkmoot.core.events import drain

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in with one
    found = []
    for place in range(number):
        name = f"member{place}"
        account = create_account(name, f"{name}@example.org", PASSWORD, "member")
        seen_today(account.id)
        token = create_token(account, "read write follow", 1)
        found.append({"id": account.id, "name": name, "token": token, "session": _session(account.login)})
    drain()
    return found


def read() -> dict[str, Any]:
    """Everything that is compared, once no event is left."""
    from folkmoot.core.events import parked, waiting

    until = time.monotonic() + PATIENCE
    while any(lane.count for lane in waiting()) and time.monotonic() < until:
        time.sleep(0.2)
    rows = {
        "parked": [f"{row.kind} {row.reaction}: {row.error}" for row in parked()],
        "waiting": sum(lane.count for lane in waiting()),
    }
    return rows | _rows() | _shown(list(rows_of("accounts_account", "id")))


def rows_of(table: str, *columns: str) -> list[list[Any]]:
    """Some columns of all rows of a table."""
    from folkmoot.core.rows import select

    return [list(row) for row in select(f"SELECT {', '.join(columns)} FROM {table} ORDER BY 1", {})]


def _rows() -> dict[str, Any]:
    post = ("id", "account_id", "scope", "text", "reply_to_id", "reply_to_account_id", "boost_of_id")
    return {
        "accounts": rows_of("accounts_account", "id", "name"),
        "stats": rows_of("accounts_stats", "account_id", "posts", "followers", "following"),
        "posts": [[*row[:-1], row[-1] is not None] for row in rows_of("post", *post, "deleted_at")],
        "counters": rows_of("post_counters", "post_id", "likes", "boosts", "replies"),
        "audience": rows_of("post_audience", "post_id", "account_id"),
        "mentions": rows_of("post_mention", "post_id", "account_id"),
        "likes": rows_of("posts_like", "post_id", "account_id"),
        "follows": rows_of("relations_follow", "follower_id", "followed_id"),
        "blocks": rows_of("relations_block", "blocker_id", "blocked_id"),
        "filed": rows_of("conversations_conversationpost", "post_id"),
    }


def _shown(accounts: list[list[Any]]) -> dict[str, Any]:
    from folkmoot.core.cursors import Page
    from folkmoot.notifications.queries import grouped
    from folkmoot.timelines.queries import home

    homes, told = {}, {}
    for (some_id,) in accounts:
        homes[some_id] = [view.id for view in _pages(lambda page, who=some_id: home(who, page), Page)]
        groups = _pages(lambda page, who=some_id: grouped(who, page), Page)
        told[some_id] = [
            [group.kind, actor.id, group.post.post_id if group.post else None]
            for group in groups
            for actor in group.actors
        ]
    return {"homes": homes, "told": told}


def _pages(of: Any, page_type: Any) -> list[Any]:
    found, page = [], page_type(limit=40)
    while True:
        cut = of(page)
        found.extend(cut.items)
        if cut.older is None:
            return found
        page = page_type(limit=40, max_id=cut.older)


def _session(login: Any) -> str:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(login.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = login.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def main() -> None:
    """Do what the command line says, and print it as JSON."""
    import django

    from folkmoot.project import datadir

    datadir.prepare(Path(os.environ["FOLKMOOT_DATA_DIR"]))
    django.setup()
    from folkmoot.project.tables import bring_up_to_date

    if sys.argv[1] == "make":
        bring_up_to_date()
        result: Any = make(int(sys.argv[2]))
    else:
        result = read()
    sys.stdout.write(json.dumps(result))


if __name__ == "__main__":
    main()
