"""The one way in for a post that a member writes, whatever door it comes through."""

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.actions.counts import count_post
from folkmoot.accounts.models import Account
from folkmoot.core import gates, html
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.core.events import publish
from folkmoot.core.ids import new_id
from folkmoot.core.rows import Change, count, insert, insert_once
from folkmoot.posts.actions import hanging
from folkmoot.posts.actions.addressing import addressed, note_circle
from folkmoot.posts.actions.drafts import Draft, checked
from folkmoot.posts.actions.polls import ask
from folkmoot.posts.actions.quotes import quotable, quote
from folkmoot.posts.actions.reach import About, require_draft
from folkmoot.posts.actions.saved import forget_draft
from folkmoot.posts.events import PostPublished
from folkmoot.posts.hydrate import Body, posts
from folkmoot.posts.interaction import BOOSTABLE, KEY_KEPT, Publishing, may_reply, was_not_new
from folkmoot.posts.models import Carries, Counters, IdempotencyKey, Post, Scope


def publish_post(actor: Account, draft: Draft) -> int:
    """Publish what a member wrote, exactly once per idempotency key; the id of the post."""
    draft = checked(draft)
    verdict = gates.ask("posts.publish", Publishing(actor, draft.text, draft.idempotency_key))
    named = hanging.named_in(draft.text)
    words, tags = hanging.words(draft.text, named), html.tags_in(draft.text)
    with transaction.atomic():
        post_id = new_id()
        if earlier := made_before(actor, draft.idempotency_key, post_id):
            was_not_new(actor)
            return earlier
        parent = answered(actor, draft.reply_to)
        draft = addressed(actor, draft, parent)
        quoting = quotable(actor, draft.quote_of, draft.scope)
        held_at = timezone.now() if verdict is gates.Verdict.HOLD else None
        post = Post(
            id=post_id,
            account=actor,
            scope=draft.scope,
            text=draft.text,
            html=words,
            carries=_carried(draft, named, tags),
            warning=draft.warning,
            language=draft.language,
            thread_id=parent.thread_id if parent else post_id,
            reply_to_id=parent.key.id if parent else None,
            reply_to_account_id=parent.author.id if parent else None,
            quote_of_id=quoting.body.key.id if quoting else None,
            app_id=draft.app,
            reply_policy=draft.reply_policy,
            quote_policy=draft.quote_policy or actor.quote_policy,
            held_at=held_at,
        )
        insert(post)
        hanging.address(post_id, draft, {account.id for account in named.values()})
        note_circle(post_id, draft.circle)
        hanging.tag(post_id, tags)
        hanging.show(post_id, actor, draft.pictures)
        hanging.play(post_id, actor, draft.recordings)
        ask(post_id, draft.poll)
        quote(post_id, quoting)
        if draft.scope != Scope.DIRECT:  # whoever counts along would learn who talks in private, and when
            count_post(actor.id, 1)
        if parent and draft.scope in BOOSTABLE:
            count(Counters, parent.key.id, Change("replies", 1))
        forget_draft(actor, draft.saved_as, draft.hand)
        require_draft(actor, draft, named, About(parent, quoting.body if quoting else None), post_id)
        publish(PostPublished(post_id))
    return post_id


def _carried(draft: Draft, named: Collection[object], tags: list[str]) -> int:
    there = {
        Carries.MENTIONS: named,
        Carries.TAGS: tags,
        Carries.PICTURES: draft.pictures,
        Carries.RECORDINGS: draft.recordings,
        Carries.POLL: draft.poll,
        Carries.QUOTE: draft.quote_of,
        Carries.EMOJI: hanging.own_emoji(draft.text, draft.warning),
    }
    return sum(kind for kind, found in there.items() if found)


def made_before(actor: Account, key: str, post_id: int) -> int | None:
    """The post that was already made under this key in the last 24 hours; else the key now stands for ``post_id``."""
    now = timezone.now()
    if not key or insert_once(IdempotencyKey, account_id=actor.id, key=key, post_id=post_id, made_at=now):
        return None
    row = IdempotencyKey.objects.get(account=actor, key=key)
    if row.made_at > now - KEY_KEPT:
        return row.post_id
    IdempotencyKey.objects.filter(pk=row.pk).update(post_id=post_id, made_at=now)
    return None


def answered(actor: Account, reply_to: int | None) -> Body | None:
    """The post that is answered, which the actor must see and be allowed to answer."""
    if reply_to is None:
        return None
    found = posts(actor.id, [reply_to])
    if not found:
        raise Invalid(
            "reply_to",
            _("The post you are answering is not there any more. Your text is kept: publish it as a post of its own."),
        )
    if found[0].body.is_limited:
        raise NotAllowed(_("Those who run this community decided that nobody answers this post."))
    if not may_reply(actor.id, found[0].body):
        raise NotAllowed(_("Whoever wrote the post you are answering lets only some people answer it."))
    return found[0].body
