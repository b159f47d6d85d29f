"""Quoting a post with its author's consent, and the author's say in that for as long as both posts stand."""

from collections.abc import Collection
from typing import NamedTuple

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.events import publish
from folkmoot.core.rows import Change, count, select
from folkmoot.posts.events import QuoteChanged, QuotePolicyChanged
from folkmoot.posts.hydrate import Body, posts
from folkmoot.posts.interaction import BOOSTABLE, QUOTE_POLICIES, Consent, is_wider
from folkmoot.posts.models import Counters, Post, Quote
from folkmoot.posts.queries.quotes import consent_to
from folkmoot.posts.visibility import visible_sql

State = Quote.State


class Quoting(NamedTuple):
    """What a new post quotes, and how that stands at first."""

    body: Body
    state: Quote.State


def quotable(actor: Account, quote_of: int | None, scope: str) -> Quoting | None:
    """The post that a new one for ``scope`` is to quote; of a boost it is the boosted one.

    ``Invalid`` when it is not there for the actor, its author does not let it be quoted, or the new one goes further.
    """
    if quote_of is None:
        return None
    found = posts(actor.id, [quote_of])
    if not found:
        raise Invalid("quote_of", _("The post that you are quoting is not there any more. Your text is kept."))
    view = found[0]
    consent = consent_to(view)
    if consent is Consent.DENIED:
        raise Invalid("quote_of", _("The author does not want this post to be quoted. Your text is kept."))
    if is_wider(scope, view.body.scope):
        message = _("The post that you quote was written for fewer people: choose the same audience, or a smaller one.")
        raise Invalid("scope", message)
    return Quoting(view.body, State.WAITING if consent is Consent.MANUAL else State.AGREED)


def quote(post_id: int, quoting: Quoting | None) -> None:
    """Let a new post quote another, inside the transaction in which it is made."""
    if quoting is None:
        return
    quoted, state = quoting
    if state is State.WAITING and not select(_CAN_BE_ASKED, {"post": post_id, "author": quoted.author.id}):
        message = _("The author wants to be asked, but could not read your post. Choose a wider audience.")
        raise Invalid("scope", message)
    Quote.objects.create(post_id=post_id, quoted_id=quoted.key.id, state=state)
    if state is State.AGREED:
        _count(post_id, quoted.key.id, 1)
    publish(QuoteChanged(post_id))


def unquote(post_id: int) -> None:
    """A post that is taken back counts as a quote no more, inside the transaction in which it goes."""
    row = Quote.objects.filter(post_id=post_id, state=State.AGREED).first()
    if row:
        _count(post_id, row.quoted_id, -1)


def allow_quote(actor: Account, quoting_id: int) -> None:
    """Agree that a post quotes one's own; also after having said no."""
    _decide(actor, quoting_id, (State.WAITING, State.REFUSED, State.WITHDRAWN), State.AGREED)


def refuse_quote(actor: Account, quoting_id: int) -> None:
    """Say no to a quote that waits for one's agreement."""
    _decide(actor, quoting_id, (State.WAITING,), State.REFUSED)


def withdraw_quote(actor: Account, quoting_id: int) -> None:
    """Take one's own words out of a post that quotes them."""
    _decide(actor, quoting_id, (State.AGREED,), State.WITHDRAWN)


def choose_quote_policy(actor: Account, post_id: int, policy: str) -> None:
    """Let other people quote one's own post from now on; what quotes it already stays as it is."""
    if policy not in QUOTE_POLICIES:
        raise Invalid("quote_policy", _("Choose who may quote the post."))
    with transaction.atomic():
        own = Post.objects.filter(id=post_id, account=actor, boost_of=None, deleted_at=None)
        if own.exclude(quote_policy=policy).update(quote_policy=policy, version=F("version") + 1):
            publish(QuotePolicyChanged(post_id))
        elif not own.exists():
            raise NotFound


def _decide(actor: Account, quoting_id: int, before: Collection[State], after: State) -> None:
    """One step from one of these states; nothing happens when it was made already."""
    with transaction.atomic():
        row = Quote.objects.select_for_update(no_key=True, of=("self",)).filter(post_id=quoting_id).first()
        seen = select(_CONCERNS, {"post": quoting_id, "viewer": actor.id})
        if row is None or not seen:
            raise NotFound
        was, now = row.state, timezone.now()
        changed = Quote.objects.filter(post_id=quoting_id, state__in=before).update(state=after, decided_at=now)
        if not changed:
            return
        if State.AGREED in {was, after}:
            _count(quoting_id, row.quoted_id, 1 if after is State.AGREED else -1)
        Post.objects.filter(id=quoting_id).update(version=F("version") + 1)
        publish(QuoteChanged(quoting_id))


def _count(post_id: int, quoted_id: int, by: int) -> None:
    """Only what everybody here may read is counted: a number must not tell of posts written for few."""
    if Post.objects.filter(id=post_id, scope__in=BOOSTABLE).exists():
        count(Counters, quoted_id, Change("quotes", by))


_CAN_BE_ASKED = f"""SELECT 1 FROM post p WHERE p.id = %(post)s
  AND (p.held_at IS NOT NULL OR {visible_sql("p", "%(author)s")})"""
_CONCERNS = f"""SELECT 1 FROM post_quote q JOIN post t ON t.id = q.quoted_id JOIN post p ON p.id = q.post_id
  WHERE q.post_id = %(post)s AND t.account_id = %(viewer)s AND t.deleted_at IS NULL
    AND {visible_sql("p", "%(viewer)s")}"""
