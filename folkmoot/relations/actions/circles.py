"""Circles: to make and change them, to put people on them and take them out; nobody is told."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.html import clean
from folkmoot.core.rows import insert_once
from folkmoot.relations.actions.pair import hold
from folkmoot.relations.models import Circle, CircleMember
from folkmoot.relations.queries import WITH_CIRCLES, WITH_EXCLUSIVE, blocked_either_way

CIRCLES_MOST = 50
PEOPLE_MOST = 500
TITLE_MOST = 60
REPLIES = ("list", "followed", "none")


@dataclass(frozen=True)
class CircleDraft:
    """A circle as it is handed in."""

    title: str
    replies: str = "list"
    exclusive: bool = False  # its people are shown here instead of in the home feed


@transaction.atomic
def make_circle(actor: Account, draft: CircleDraft) -> int:
    """Make a circle with nobody on it yet; its id."""
    draft = _checked(draft)
    Account.objects.select_for_update(no_key=True).get(id=actor.id)
    if Circle.objects.filter(account=actor).count() >= CIRCLES_MOST:
        raise NotAllowed(_("You have 50 circles, which is as many as there can be. Remove one first."))
    circle = Circle.objects.create(account=actor, **vars(draft))
    _note(actor, draft)
    return circle.id


@transaction.atomic
def change_circle(actor: Account, circle_id: int, draft: CircleDraft) -> None:
    """Give one of one's circles another name, or another way to be read."""
    draft = _checked(draft)
    if not Circle.objects.filter(id=circle_id, account=actor).update(**vars(draft)):
        raise NotFound
    _note(actor, draft)


@transaction.atomic
def remove_circle(actor: Account, circle_id: int) -> None:
    """Remove one of one's circles; what was written for it stays with whom it was for."""
    if not Circle.objects.filter(id=circle_id, account=actor).delete()[0]:
        raise NotFound


@transaction.atomic
def add_to_circle(actor: Account, circle_id: int, account_id: int) -> None:
    """Put somebody on one of one's circles: anybody one may see, followed or not."""
    hold(actor, account_id)
    _own(actor, circle_id)
    if blocked_either_way(actor.id, account_id):
        raise NotAllowed(_("You cannot put this account on a circle."))
    if CircleMember.objects.filter(circle=circle_id).exclude(account=account_id).count() >= PEOPLE_MOST:
        raise NotAllowed(_("There are 500 people on this circle, which is as many as there can be."))
    insert_once(CircleMember, circle_id=circle_id, account_id=account_id)


@transaction.atomic
def take_out_of_circle(actor: Account, circle_id: int, account_id: int) -> None:
    """Take somebody out of one of one's circles; what they were shown before stays theirs to read."""
    _own(actor, circle_id)
    CircleMember.objects.filter(circle=circle_id, account=account_id).delete()


def _own(actor: Account, circle_id: int) -> None:
    """Hold the circle still, so that it cannot fill beyond its end."""
    if not Circle.objects.select_for_update().filter(id=circle_id, account=actor).exists():
        raise NotFound


def _checked(draft: CircleDraft) -> CircleDraft:
    title = " ".join(clean(draft.title).split())
    if not title:
        raise Invalid("title", _("Give the circle a name."))
    if len(title) > TITLE_MOST:
        raise Invalid("title", _("The name of a circle has at most 60 characters."))
    if draft.replies not in REPLIES:
        raise Invalid("replies", _("Choose whose answers are shown."))
    return replace(draft, title=title)


def _note(actor: Account, draft: CircleDraft) -> None:
    WITH_CIRCLES.note(actor.id)
    if draft.exclusive:
        WITH_EXCLUSIVE.note(actor.id)
