"""Whom a post for a circle is for: its people as they are at this moment, fixed for good."""

from dataclasses import replace

from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.posts.actions.drafts import Draft
from folkmoot.posts.hydrate import Body
from folkmoot.posts.models import Audience, PostCircle, Scope
from folkmoot.relations.queries import people_on


def addressed(actor: Account, draft: Draft, parent: Body | None) -> Draft:
    """The draft with the accounts it is for, where it is for a circle; part of a transaction.

    Without a circle of its own, an answer is for those whom the post it answers was for, and for who wrote that.
    """
    if draft.scope != Scope.LIST:
        return draft
    people = _people_on(actor, draft.circle) if draft.circle is not None else _people_of(parent)
    return replace(draft, addressed=tuple(sorted(people - {actor.id})))


def note_circle(post_id: int, circle_id: int | None) -> None:
    """Let the author see later on which circle the post was for; nobody else is told."""
    if circle_id is not None:
        PostCircle.objects.create(post_id=post_id, circle_id=circle_id)


def _people_on(actor: Account, circle_id: int) -> frozenset[int]:
    try:
        return people_on(actor.id, circle_id)
    except NotFound:
        raise Invalid("scope", _("This circle is not there any more. Choose again who the post is for.")) from None


def _people_of(parent: Body | None) -> frozenset[int]:
    if parent is None or parent.scope != Scope.LIST:
        raise Invalid("scope", _("Choose who the post is for."))
    named = Audience.objects.filter(post=parent.key.id).values_list("account", flat=True)
    return frozenset({*named, parent.author.id})
