"""What an app may do, in the words of members."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from folkmoot.accounts.queries import without_narrower

STAFF = "admin:"  # what begins with this is for those who run the community


def may(scopes: Iterable[str]) -> list[str]:
    """What these scopes come to, one sentence for each; what a wider one covers is not said again."""
    words = {**_whole(), **_read(), **_write(), **_staff()}
    said = [words.get(scope) or _of_staff(scope) for scope in without_narrower(scopes)]
    return list(dict.fromkeys(said))


def _whole() -> dict[str, str]:
    return {
        "read": _("Read everything that you can read here, your direct posts and settings among it"),
        "write": _("Post, answer, follow, block and change everything in your name"),
        "follow": _("See and change whom you follow, block and mute"),
        "push": _("Send notifications to your device"),
        "profile": _("Learn who you are: your name, your address here and your picture"),
        "offline_access": _("Stay connected until you disconnect it"),
    }


def _read() -> dict[str, str]:
    return {
        "read:accounts": _("See accounts, and your own profile with its settings"),
        "read:blocks": _("See whom you block"),
        "read:bookmarks": _("See your bookmarks"),
        "read:collections": _("See your collections"),
        "read:favourites": _("See what you like"),
        "read:filters": _("See your filters"),
        "read:follows": _("See whom you follow, and who asks to follow you"),
        "read:lists": _("See your circles and who is in them"),
        "read:mutes": _("See whom you mute"),
        "read:notifications": _("Read your notifications"),
        "read:search": _("Search for you"),
        "read:statuses": _("Read all posts that you can read, direct posts among them"),
    }


def _write() -> dict[str, str]:
    return {
        "write:accounts": _("Change your profile"),
        "write:blocks": _("Block and unblock people for you"),
        "write:bookmarks": _("Bookmark posts for you"),
        "write:collections": _("Change your collections"),
        "write:conversations": _("Mute and remove conversations for you"),
        "write:favourites": _("Like posts in your name"),
        "write:filters": _("Change your filters"),
        "write:follows": _("Follow and unfollow people for you"),
        "write:lists": _("Change your circles"),
        "write:media": _("Upload pictures and recordings for you"),
        "write:mutes": _("Mute people and threads for you"),
        "write:notifications": _("Clear your notifications"),
        "write:reports": _("Report posts and people in your name"),
        "write:statuses": _("Post, edit, boost and delete in your name"),
    }


def _staff() -> dict[str, str]:
    return {
        "admin:read:accounts": _("Look members up as staff do, as long as you belong to them"),
        "admin:read:email_domain_blocks": _("See from which e-mail domains nobody can join, as far as your role goes"),
        "admin:read:reports": _("Read what was reported, as long as you belong to staff"),
        "admin:write:accounts": _("Let people in, warn, limit and suspend members, as long as you belong to staff"),
        "admin:write:email_domain_blocks": _("Choose from which e-mail domains nobody can join"),
        "admin:write:reports": _("Take and close reports in your name, as long as you belong to staff"),
    }


def _of_staff(scope: str) -> str:
    if scope.startswith(f"{STAFF}write"):
        return _("Do what staff do, as long as you belong to them")
    return _("See what only staff see, as long as you belong to them")
