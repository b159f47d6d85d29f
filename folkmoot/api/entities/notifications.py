"""What happened to a member, in Mastodon's shapes and under Mastodon's names."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from orjson import Fragment

from folkmoot.accounts.queries import AccountView
from folkmoot.api.answers import iso
from folkmoot.api.entities.accounts import account
from folkmoot.api.entities.collections import collection
from folkmoot.core.ids import id_in, made_at
from folkmoot.notifications.queries import Key, Told, key_of

TYPES = {
    "mention": "mention",
    "reply": "mention",
    "boost": "reblog",
    "post": "status",
    "follow": "follow",
    "request": "follow_request",
    "like": "favourite",
    "poll": "poll",
    "edit": "update",
    "quote": "quote",
    "ask": "quote",  # its status says that it waits
    "collected": "added_to_collection",
    "collection": "collection_update",
}
OURS = {  # Mastodon has no word for these, or one for more: told to those who ask for them
    "reaction": "reaction",
    "plan": "planned",
    "report": "report_answered",
    "decision": "decision",
    "appeal": "appeal_answered",
}
WORDS = {**TYPES, **OURS}
GROUPED = {"like": "favourite", "boost": "reblog", "follow": "follow", "reaction": "reaction"}
_UNCOMMON = frozenset({*OURS, "collected", "collection"})  # not every program knows these
SAMPLE = 8  # accounts that are named of a group

type Statuses = Mapping[int, bytes]


def kinds_of(types: Collection[str]) -> frozenset[str]:
    """Our kinds under these of Mastodon's names; a name that nothing here has is nobody's."""
    return frozenset(kind for kind, word in WORDS.items() if word in types)


def notification(told: Told, statuses: Statuses, supported: Collection[str] | None) -> dict[str, Any]:
    """A Notification; for programs that say which types they know, with a sentence for the others."""
    return {
        "id": str(told.id),
        "type": WORDS[told.kind],
        "created_at": iso(told.at),
        "group_key": group_key(key_of(told.kind, told.post_id, told.id, GROUPED)),
        "account": account(told.actor),
        **({"status": Fragment(statuses[told.post_id])} if told.post_id else {}),
        **_collection(told),
        **_fallback(told, supported),
    }


def group(told: Sequence[Told], key: Key, supported: Collection[str] | None) -> dict[str, Any]:
    """A NotificationGroup of things that stand together, the newest first."""
    newest = told[0]
    return {
        "group_key": group_key(key),
        "notifications_count": len(told),
        "type": WORDS[newest.kind],
        "most_recent_notification_id": newest.id,
        "page_min_id": str(told[-1].id),
        "page_max_id": str(newest.id),
        "latest_page_notification_at": iso(made_at(newest.id)),
        "sample_account_ids": [str(each.actor.id) for each in told[:SAMPLE]],
        **({"status_id": str(newest.post_id)} if newest.post_id else {}),
        **_collection(newest),
        **_fallback(newest, supported),
    }


def partial_account(view: AccountView) -> dict[str, Any]:
    """A PartialAccountWithAvatar."""
    whole = account(view)
    return {name: whole[name] for name in _PARTIAL}


def group_key(key: Key) -> str:
    """A key as programs know it."""
    if not key.kind:
        return f"ungrouped-{key.number}"
    return "-".join(str(part) for part in (WORDS[key.kind], key.post_id, key.number) if part is not None)


def key_in(text: str) -> Key | None:
    """The key that a program names; None for what cannot be one."""
    word, *texts = text.split("-")
    numbers = [number for number in map(id_in, texts) if number is not None]
    if not numbers or len(numbers) < len(texts):
        return None
    *post, number = numbers
    if word == "ungrouped" and not post:
        return Key("", None, number)
    kind = next((kind for kind, shown in GROUPED.items() if shown == word), "")
    return Key(kind, post[0] if post else None, number) if kind and len(post) == (word != "follow") else None


_PARTIAL = ("id", "acct", "locked", "bot", "url", "avatar", "avatar_static", "avatar_description")


def _collection(told: Told) -> dict[str, Any]:
    return {"collection": collection(told.collection)} if told.collection else {}


def _fallback(told: Told, supported: Collection[str] | None) -> dict[str, Any]:
    if supported is None or told.kind not in _UNCOMMON or WORDS[told.kind] in supported:
        return {}
    name = told.collection.name if told.collection else ""
    sentences = {
        "collected": _("%(name)s put you into a collection") % {"name": told.actor.name},
        "collection": _("%(name)s changed a collection that you are in") % {"name": told.actor.name},
        "reaction": _("%(name)s answered your post with an emoji") % {"name": told.actor.name},
        "plan": _("A post you planned could not be published"),
        "report": _("We looked at what you reported"),
        "decision": _("The people who run this community decided something about you or a post of yours"),
        "appeal": _("There is news about your objection to a decision"),
    }
    return {"fallback": {"title": sentences[told.kind], "summary": name or None, "details": None}}
