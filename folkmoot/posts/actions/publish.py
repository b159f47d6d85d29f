"""The one way in for a post that a member writes, whatever door it comes through."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from folkmoot.accounts.actions.counts import count_post
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import resolve
from folkmoot.core import gates, html
from folkmoot.core.errors import Invalid
from folkmoot.core.events import publish
from folkmoot.core.ids import new_id
from folkmoot.core.rows import Change, count, insert, insert_once
from folkmoot.media.actions import use
from folkmoot.posts.events import PostPublished
from folkmoot.posts.hydrate import Body, posts
from folkmoot.posts.interaction import BOOSTABLE, WRITABLE, Publishing
from folkmoot.posts.models import Audience, Counters, IdempotencyKey, Mention, Post, PostPicture, PostTag, Scope, Tag

TEXT_MOST = 5_000  # characters; a link counts 23
WARNING_MOST = 500
MENTIONS_MOST = 50
TAGS_MOST = 50
PICTURES_MOST = 10
KEY_MOST = 200
KEY_KEPT = timedelta(hours=24)
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})?")


@dataclass(frozen=True)
class Draft:
    """A post as it is handed in by a form or a program."""

    text: str
    scope: str
    warning: str = ""
    language: str = ""
    reply_to: int | None = None
    addressed: tuple[int, ...] = ()  # accounts it is for besides those it names: the others of a conversation
    idempotency_key: str = ""
    pictures: tuple[int, ...] = ()  # uploads of the author's own, in the order in which they are shown


def publish_post(actor: Account, draft: Draft) -> int:
    """Publish what a member wrote, exactly once per idempotency key; the id of the post."""
    draft = _checked(draft)
    verdict = gates.ask("posts.publish", Publishing(actor, draft.text))
    named = _named(draft.text)
    words = html.render(draft.text, {pair: f"/@{_acct(account)}" for pair, account in named.items()})
    with transaction.atomic():
        post_id = new_id()
        if earlier := _earlier(actor, draft.idempotency_key, post_id):
            return earlier
        parent = _parent(actor, draft.reply_to)
        held_at = timezone.now() if verdict is gates.Verdict.HOLD else None
        post = Post(
            id=post_id,
            account=actor,
            scope=draft.scope,
            text=draft.text,
            html=words,
            warning=draft.warning,
            language=draft.language,
            thread_id=parent.thread_id if parent else post_id,
            reply_to_id=parent.key.id if parent else None,
            reply_to_account_id=parent.author.id if parent else None,
            held_at=held_at,
        )
        insert(post)
        _address(post_id, draft, {account.id for account in named.values()})
        _tag(post_id, html.tags_in(draft.text))
        _show(post_id, actor, draft.pictures)
        if draft.scope != Scope.DIRECT:  # whoever counts along would learn who talks in private, and when
            count_post(actor.id, 1)
        if parent and draft.scope in BOOSTABLE:
            count(Counters, parent.key.id, Change("replies", 1))
        publish(PostPublished(post_id))
    return post_id


def _checked(draft: Draft) -> Draft:
    text = html.clean(draft.text).strip()
    warning = html.clean(draft.warning).replace("\n", " ").strip()
    if not text and not draft.pictures:
        raise Invalid("text", _("Write something first: a post cannot be empty."))
    _within("text", html.length(text), TEXT_MOST)
    _within("warning", len(warning), WARNING_MOST)
    if draft.scope not in WRITABLE:
        raise Invalid("scope", _("Choose who the post is for."))
    if draft.language and not _LANGUAGE.fullmatch(draft.language):
        raise Invalid("language", _("Choose the language from the list."))
    if len(draft.idempotency_key) > KEY_MOST:
        raise Invalid("idempotency_key", _("The key of a request has at most 200 characters."))
    _few(text)
    return replace(draft, text=text, warning=warning, pictures=_checked_pictures(draft.pictures))


def _checked_pictures(pictures: tuple[int, ...]) -> tuple[int, ...]:
    chosen = tuple(dict.fromkeys(pictures))
    if len(chosen) > PICTURES_MOST:
        raise Invalid("pictures", _("A post can show at most 10 pictures."))
    return chosen


def _within(field: str, length: int, most: int) -> None:
    if length > most:
        message = ngettext(
            "At most %(most)s characters fit here; take out %(over)s character.",
            "At most %(most)s characters fit here; take out %(over)s characters.",
            length - most,
        )
        raise Invalid(field, message % {"most": f"{most:,}", "over": f"{length - most:,}"})


def _few(text: str) -> None:
    if len(html.mentions_in(text)) > MENTIONS_MOST:
        raise Invalid("text", _("A post can name at most 50 people."))
    if len(html.tags_in(text)) > TAGS_MOST:
        raise Invalid("text", _("A post can carry at most 50 hashtags."))


def _named(text: str) -> dict[tuple[str, str], Account]:
    """The accounts that a text names; our own host after a name says no more than the name."""
    host = settings.FOLKMOOT.host
    pairs = {(name, domain): (name, "" if domain == host else domain) for name, domain in html.mentions_in(text)}
    found = resolve(pairs.values())
    return {written: found[meant] for written, meant in pairs.items() if meant in found}


def _earlier(actor: Account, key: str, post_id: int) -> int | None:
    """The post that was already made under this key in the last 24 hours; else the key now stands for ``post_id``."""
    now = timezone.now()
    if not key or insert_once(IdempotencyKey, account_id=actor.id, key=key, post_id=post_id, made_at=now):
        return None
    row = IdempotencyKey.objects.get(account=actor, key=key)
    if row.made_at > now - KEY_KEPT:
        return row.post_id
    IdempotencyKey.objects.filter(pk=row.pk).update(post_id=post_id, made_at=now)
    return None


def _parent(actor: Account, reply_to: int | None) -> Body | None:
    if reply_to is None:
        return None
    found = posts(actor.id, [reply_to])
    if not found:
        raise Invalid(
            "reply_to",
            _("The post you are answering is not there any more. Your text is kept: publish it as a post of its own."),
        )
    return found[0].body


def _address(post_id: int, draft: Draft, named: Collection[int]) -> None:
    if named:
        Mention.objects.bulk_create([Mention(post_id=post_id, account_id=i) for i in sorted(named)])
    if draft.scope in {Scope.FOLLOWERS, Scope.DIRECT}:
        listed = {*named, *(draft.addressed if draft.scope == Scope.DIRECT else ())}
        Audience.objects.bulk_create([Audience(post_id=post_id, account_id=i) for i in sorted(listed)])


def _tag(post_id: int, tags: list[str]) -> None:
    shown: Mapping[str, str] = {html.fold_tag(tag): tag for tag in reversed(tags)}
    if not shown:
        return
    for name in sorted(shown):
        insert_once(Tag, name=name, shown=shown[name])
    ids = Tag.objects.filter(name__in=shown).values_list("id", flat=True)
    PostTag.objects.bulk_create([PostTag(post_id=post_id, tag_id=i) for i in ids])


def _show(post_id: int, actor: Account, pictures: tuple[int, ...]) -> None:
    use(actor.id, pictures, "post")
    PostPicture.objects.bulk_create(
        [PostPicture(post_id=post_id, position=n, picture_id=i) for n, i in enumerate(pictures)]
    )


def _acct(account: Account) -> str:
    return f"{account.username}@{account.domain}" if account.domain else account.username
