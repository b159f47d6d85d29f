"""Fills a running server's database: a member, a follower, two posts with a large picture. Prints where they are."""

import json
import sys
import time

import django

LARGE = b"RIFF" + b"\0" * 4_000_000


def main() -> None:
    """Addresses by name, on one line of JSON."""
    django.setup()
    from folkmoot.accounts.actions import create_account
    from folkmoot.accounts.models import Account
    from folkmoot.instance.actions import begin_open, change_settings
    from folkmoot.media import addresses
    from folkmoot.posts.actions import Draft, publish_post
    from folkmoot.relations.actions import follow
    from tests.pictures import lay

    begin_open()
    change_settings(None, {"visitors": "posts"})
    for name in ("alice", "bob"):
        create_account(name, f"{name}@example.org", "a lantern below the stairs", "member")
    alice, bob = (Account.objects.get(username=name) for name in ("alice", "bob"))
    follow(bob, alice.id)
    found = {}
    for scope in ("public", "followers"):
        picture = lay(alice.id)
        publish_post(alice, Draft("", scope, pictures=(picture.id,)))
        folder = addresses.folder(picture.id, picture.name)
        (folder / "640.webp").write_bytes(LARGE)
        found[scope] = addresses.path(picture, 640)
    found["signed"] = addresses.signed(found["followers"], bob.id, time.time())
    sys.stdout.write(json.dumps(found))


if __name__ == "__main__":
    main()
