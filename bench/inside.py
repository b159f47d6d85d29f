"""What needs Django on a ground of the measurements, as a process of its own: ``python -m bench.inside COMMAND``."""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import django
from django.conf import settings


def fill(size: str) -> None:
    """Make the tables and fill them; the data directory then also knows the world."""
    from django.db import connection, connections

    from bench.data import fill as fill_with
    from bench.sizes import SIZES
    from folkmoot.project.tables import bring_up_to_date
    from folkmoot.search.actions import fill_some

    bring_up_to_date()
    world = fill_with(SIZES[size], datetime.now(UTC))
    while fill_some():
        pass
    (Path(settings.DATA_DIR) / "world.json").write_text(world.text())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)")
    connections.close_all()


def refresh() -> None:
    """Everybody was here today: what is kept in the cache may be some days old."""
    from django.utils import timezone

    from folkmoot.accounts.models import Stats

    today = timezone.localdate()
    if Stats.objects.exclude(seen_on=today).exists():
        Stats.objects.update(seen_on=today)


def sessions(count: str, author: str) -> None:
    """Print the cookies that members' browsers send, as a JSON list of ``[account, cookies]``.

    They are of members whom no block parts from ``author``; signing in left them a session and the secret of forms.
    """
    from django.middleware.csrf import get_token
    from django.test import Client, RequestFactory

    from folkmoot.accounts.models import Login
    from folkmoot.accounts.queries import by_username
    from folkmoot.relations.queries import blocked_either_way

    cookies = []
    watched = by_username(None, author, "").id
    for login in Login.objects.select_related("account").order_by("id")[: int(count)]:
        if blocked_either_way(login.account.id, watched):
            continue
        client = Client()
        client.force_login(login, backend=settings.AUTHENTICATION_BACKENDS[0])
        visit = RequestFactory().get("/sign-in")
        get_token(visit)
        brought = {
            settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
            settings.CSRF_COOKIE_NAME: visit.META["CSRF_COOKIE"],
        }
        cookies.append((login.account.id, "; ".join(f"{name}={value}" for name, value in brought.items())))
    print(json.dumps(cookies))


def index_size() -> None:
    """Print how many bytes the index of posts takes, and how many all texts have, as JSON."""
    from django.db import connection

    from folkmoot.core.rows import select

    if connection.vendor == "postgresql":
        [(index,)] = select("SELECT pg_total_relation_size('search_entry')", {})
        [(text,)] = select("SELECT SUM(octet_length(text)) FROM post", {})
    else:
        [(index,)] = select("SELECT SUM(pgsize) FROM dbstat WHERE substr(name, 1, 7) = 'search_' AND aggregate = 1", {})
        [(text,)] = select("SELECT SUM(length(CAST(text AS BLOB))) FROM post", {})
    print(json.dumps({"index": int(index), "text": int(text)}))


def suggest() -> None:
    """Work out whom to suggest to everybody, and print what it took, as JSON."""
    from bench.suggesting import night

    print(json.dumps(night()))


def slowly(accounts: str) -> None:
    """Print what the home feeds of these accounts must hold, by the slow path, as JSON ``{account: [ids]}``."""
    from bench.slowly import home

    print(json.dumps({account: home(int(account)) for account in accounts.split(",")}))


def serve_empty() -> None:
    """Serve the empty view instead of the site, with the same server."""
    from folkmoot.project.serve import serve

    serve("bench.empty:application")


if __name__ == "__main__":
    from folkmoot.project import datadir
    from folkmoot.project.environment import Environment

    datadir.prepare(Environment.load().data_dir)
    django.setup()
    commands = {"fill": fill, "refresh": refresh, "sessions": sessions, "slowly": slowly,
                "index-size": index_size, "suggest": suggest, "serve-empty": serve_empty}  # fmt: skip
    commands[sys.argv[1]](*sys.argv[2:])
