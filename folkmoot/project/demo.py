"""The demo community: a street of made-up people in a data directory of its own, to look around in."""

import argparse
import json
import secrets
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from folkmoot.accounts.actions import ProfileDraft, create_account, edit_profile
from folkmoot.accounts.models import Account
from folkmoot.core.errors import NotAllowed
from folkmoot.core.events import drain
from folkmoot.instance.actions import change_settings, set_rules
from folkmoot.instance.queries import community
from folkmoot.posts.actions import Draft, boost, like, publish_post
from folkmoot.posts.models import Post
from folkmoot.project.reading import LOOPBACK_NAMES
from folkmoot.project.tables import bring_up_to_date
from folkmoot.relations.actions import follow

STORY = Path(__file__).with_name("demo.json")


def run(options: argparse.Namespace) -> None:
    """Serve the demo on loopback, after making it when its data directory is new."""
    del options
    if settings.FOLKMOOT.bind.host not in LOOPBACK_NAMES:
        raise NotAllowed("The demo listens on this machine only: bind it to localhost.")
    bring_up_to_date()
    if not community().is_set_up:
        sys.stdout.write(make(json.loads(STORY.read_text(encoding="utf-8"))))
        sys.stdout.flush()
    from folkmoot.project.serve import serve

    serve()


def make(story: dict[str, Any]) -> str:
    """Let the people of a story sign up, follow each other and talk; who can sign in with which password."""
    passwords = {person["username"]: secrets.token_urlsafe(9) for person in story["people"]}
    people = {person["username"]: _person(person, passwords[person["username"]]) for person in story["people"]}
    owner = people[story["people"][0]["username"]]
    change_settings(owner, story["community"])
    set_rules(owner, story["rules"])
    for follower, followed in story["follows"].items():
        for name in followed:
            follow(people[follower], people[name].id)
    _talk(story["posts"], people, timezone.now() - timedelta(days=len(story["posts"])))
    drain()
    lines = [f"  {name}@demo.example  {password}" for name, password in passwords.items()]
    return "\n".join(["The demo community is ready. Sign in with one of these:", *lines, "", ""])


def _person(person: dict[str, Any], password: str) -> Account:
    name = person["username"]
    account = create_account(name, f"{name}@demo.example", password, person.get("role", "member"))
    fields = tuple((field["name"], field["value"]) for field in person.get("fields", []))
    return edit_profile(account, ProfileDraft(person["name"], person["bio"], fields, locked=False, discoverable=True))


def _talk(posts: list[dict[str, Any]], people: dict[str, Account], start: datetime) -> None:
    made: dict[str, int] = {}
    for number, post in enumerate(posts):
        reply_to = made.get(post.get("answers", ""))
        draft = Draft(
            text=post["text"],
            scope=post.get("scope", "public"),
            warning=post.get("warning", ""),
            language=post.get("language", "en"),
            reply_to=reply_to,
        )
        post_id = publish_post(people[post["by"]], draft)
        made[post.get("key", str(number))] = post_id
        Post.objects.filter(id=post_id).update(original_at=start + timedelta(days=number, minutes=number * 37))
        for name in post.get("liked", []):
            like(people[name], post_id)
        for name in post.get("boosted", []):
            boost(people[name], post_id)
