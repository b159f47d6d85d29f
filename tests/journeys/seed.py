"""Fills the database of a running server: ``python -m tests.journeys.seed`` with what is wanted as JSON on stdin."""

import json
import sys

import django


def main() -> None:
    """Settings of the community, members with one password, and posts of the first of them."""
    django.setup()
    wanted = json.load(sys.stdin)
    _settle(wanted.get("settings", {}), wanted.get("rules"))
    _people(wanted.get("people", {}), wanted.get("password", ""))
    _roles(wanted.get("roles", {}))
    _posts(wanted.get("posts", {}))
    if "site" in wanted:
        _look(wanted["site"])
    _due(wanted.get("due_now", ""))
    _over(wanted.get("over", []))
    _away(wanted.get("away", {}))
    _write(wanted.get("letters_to", ""))
    _rise(wanted.get("rising", []))


def _settle(settings: dict[str, str], rules: list[str] | None) -> None:
    from folkmoot.instance.actions import begin_open, change_settings, set_rules

    begin_open()
    change_settings(None, settings)
    if rules is not None:
        set_rules(None, rules)


def _people(people: dict[str, str], password: str) -> None:
    """Made as on the command line; the costly hash of the one password is drawn once."""
    from django.contrib.auth.hashers import make_password
    from django.test import override_settings

    from folkmoot.accounts.actions import create_account
    from folkmoot.accounts.models import Login

    hashed = make_password(password)
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        for username, role in people.items():
            create_account(username, f"{username}@example.org", password, role)
    Login.objects.filter(account__username__in=people).update(password=hashed)
    for login in Login.objects.filter(
        account__username__in=[name for name, role in people.items() if role != "member"]
    ):
        _give_paper(login.id)


def _give_paper(login_id: int) -> None:
    """Those who run the community have an app that nobody asks, and hundreds of recovery codes."""
    from django.contrib.auth.hashers import make_password

    from folkmoot.web.entrance.factors import codes, totp

    totp.begin(login_id, totp.new_secret(), 0)
    rest = make_password("paperpap")  # one costly hash for all of them
    codes.keep(login_id, codes.Drawn([], {f"{number:04}": rest for number in range(500)}))


def _roles(roles: dict[str, str]) -> None:
    """Members who help from now on."""
    from folkmoot.accounts.actions import grant_role
    from folkmoot.accounts.queries import by_username

    for username, role in roles.items():
        grant_role(None, by_username(None, username, "").id, role)


def _posts(posts: dict[str, list[str]]) -> None:
    from folkmoot.accounts.queries import by_username
    from folkmoot.posts.actions import Draft, publish_post

    for username, texts in posts.items():
        author = by_username(None, username, "")
        for text in texts:
            publish_post(author, Draft(text, "public"))


def _over(usernames: list[str]) -> None:
    """For these who are leaving, the time in which they could come back is over."""
    from django.utils import timezone

    from folkmoot.privacy.models import Departure
    from folkmoot.privacy.tasks import find_due

    if Departure.objects.filter(account__username__in=usernames).update(due_at=timezone.now()):
        find_due()


def _due(username: str) -> None:
    """The time of all that this member has planned has come."""
    from django.utils import timezone

    from folkmoot.posts.models import ScheduledPost

    ScheduledPost.objects.filter(account__username=username, account__domain="").update(due_at=timezone.now())


def _away(people: dict[str, str]) -> None:
    """Members who were here last some days ago and follow somebody."""
    from datetime import timedelta

    from django.utils import timezone

    from folkmoot.accounts.models import Account, Stats
    from folkmoot.relations.actions import follow

    for name, followed in people.items():
        account = Account.objects.get(username=name, domain="")
        follow(account, Account.objects.get(username=followed, domain="").id)
        Stats.objects.filter(account=account).update(seen_on=timezone.now().date() - timedelta(days=9))


def _write(username: str) -> None:
    """The time of all letters to this member has come."""
    from django.utils import timezone

    from folkmoot.notifications.letters.due import find_due_letters
    from folkmoot.notifications.models import Letters

    mine, now = Letters.objects.filter(account__username=username, account__domain=""), timezone.now()
    if mine.filter(news_due__isnull=False).update(news_due=now) + mine.exclude(digest="off").update(digest_due=now):
        find_due_letters()


def _rise(texts: list[str]) -> None:
    """Members of long standing all speak of these, and it is counted."""
    from folkmoot.accounts.models import Account
    from folkmoot.discovery.actions import count_anew, note_post
    from tests.discovery.speaking import WORDS, town
    from tests.posts.writing import say

    people = town(first=Account.objects.count()) if texts else []
    for text in texts:
        for words, each in zip(WORDS, people, strict=False):
            note_post(say(each, f"{words} {text}"))
    if texts:
        count_anew()


def _look(port: int) -> None:
    """Look at every linked page as the worker does, but for other sites that are on this machine."""
    import socket
    from contextlib import suppress
    from dataclasses import replace
    from typing import Any

    from folkmoot.posts.events import CardWanted
    from folkmoot.posts.models import Card
    from folkmoot.posts.tasks import look, looking
    from folkmoot.posts.tasks.cards import StillLooking

    real = socket.getaddrinfo

    def found(host: Any, *rest: Any, **more: Any) -> Any:
        return real("127.0.0.1" if str(host).endswith(".test") else host, *rest, **more)

    socket.getaddrinfo = found
    for name in ("PAGE", "PICTURE", "OEMBED"):
        setattr(looking, name, replace(getattr(looking, name), loopback=True, ports=frozenset({port})))
    for card in Card.objects.filter(title=""):
        Card.objects.filter(id=card.id).update(fetched_at=None, problem="")
        with suppress(StillLooking):  # the worker was a moment earlier: the next time will do
            look(CardWanted(card.id))


if __name__ == "__main__":
    main()
