"""Collections: to make and change them, to put people in; who is in one is told, and may take themselves out."""

import re
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.interaction import require_active
from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.events import publish
from folkmoot.core.html import clean, tags_in
from folkmoot.relations import events
from folkmoot.relations.actions.pair import hold
from folkmoot.relations.models import Collection, CollectionItem
from folkmoot.relations.queries import COLLECTING, blocked_either_way, collection, follows

COLLECTIONS_MOST = 10
COLLECTED_MOST = 25
NAME_MOST, DESCRIPTION_MOST, TAG_MOST = 40, 100, 100
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})?", re.IGNORECASE)


@dataclass(frozen=True)
class CollectionDraft:
    """A collection as it is handed in."""

    name: str
    description: str = ""
    language: str = ""
    tag: str = ""  # a hashtag, with its sign or without
    sensitive: bool = False
    listed: bool = True  # stands on the profile


@transaction.atomic
def make_collection(actor: Account, draft: CollectionDraft) -> int:
    """Make a collection with nobody in it yet; its id."""
    require_active(actor)
    draft = _checked(draft)
    Account.objects.select_for_update(no_key=True).get(id=actor.id)
    if Collection.objects.filter(account=actor).count() >= COLLECTIONS_MOST:
        raise NotAllowed(_("You have 10 collections, which is as many as there can be. Remove one first."))
    made = Collection.objects.create(account=actor, **vars(draft))
    COLLECTING.note(actor.id)
    publish(events.CollectionMade(made.id))
    return made.id


@transaction.atomic
def change_collection(actor: Account, collection_id: int, draft: CollectionDraft) -> None:
    """Change what one of one's collections is called and says; those in it are told when that is something else."""
    draft = _checked(draft)
    known = _own(actor, collection_id)
    is_new = (known.name, known.description, known.tag) != (draft.name, draft.description, draft.tag)
    Collection.objects.filter(id=collection_id).update(changed_at=timezone.now(), **vars(draft))
    if is_new:
        publish(events.CollectionChanged(collection_id))


@transaction.atomic
def remove_collection(actor: Account, collection_id: int) -> None:
    """Remove one of one's collections; those in it are not told."""
    _own(actor, collection_id).delete()
    publish(events.CollectionRemoved(collection_id))


@transaction.atomic
def add_to_collection(actor: Account, collection_id: int, account_id: int) -> int:
    """Put somebody into one of one's collections, if they want to be found; the id of their place in it."""
    other = hold(actor, account_id)
    _own(actor, collection_id)
    there = CollectionItem.objects.filter(collection=collection_id, account=account_id).first()
    if there and there.left_at is None:
        return there.id
    if there or not _wants_to_be_found(actor, other):
        raise Invalid("account_id", _("This account does not want to be in collections of yours."))
    if CollectionItem.objects.filter(collection=collection_id, left_at=None).count() >= COLLECTED_MOST:
        raise NotAllowed(_("There are 25 people in this collection, which is as many as there can be."))
    item = CollectionItem.objects.create(collection_id=collection_id, account_id=account_id)
    _touch(collection_id)
    publish(events.Collected(collection_id, account_id))
    return item.id


@transaction.atomic
def take_out_of_collection(actor: Account, collection_id: int, item_id: int) -> None:
    """Take somebody out of one of one's collections by their place in it; they are not told."""
    _own(actor, collection_id)
    there = CollectionItem.objects.filter(id=item_id, collection=collection_id, left_at=None).first()
    if there is None:
        raise NotFound
    there.delete()
    _touch(collection_id)
    publish(events.Uncollected(collection_id, there.account_id))


@transaction.atomic
def leave_collection(actor: Account, collection_id: int, item_id: int) -> None:
    """Take oneself out of somebody's collection, for good; whoever made it is not told."""
    there = CollectionItem.objects.filter(id=item_id, collection=collection_id, account=actor, left_at=None)
    if not there.update(left_at=timezone.now()):
        raise NotFound
    publish(events.Uncollected(collection_id, actor.id))


def _own(actor: Account, collection_id: int) -> Collection:
    """The collection, held still so that it cannot fill beyond its end; of others as much is said as they show."""
    require_active(actor)
    found = Collection.objects.select_for_update(no_key=True).filter(id=collection_id).first()
    if found is None:
        raise NotFound
    if found.account_id != actor.id:
        collection(actor.id, collection_id)
        raise NotAllowed(_("This is somebody else's collection."))
    return found


def _wants_to_be_found(actor: Account, other: Account) -> bool:
    """Who lets only some people follow wants only those to pass them on."""
    if not other.discoverable or blocked_either_way(actor.id, other.id):
        return False
    return not other.locked or follows(actor.id, other.id)


def _touch(collection_id: int) -> None:
    Collection.objects.filter(id=collection_id).update(changed_at=timezone.now())


def _checked(draft: CollectionDraft) -> CollectionDraft:
    name, description = _line(draft.name), _line(draft.description)
    tag, language = draft.tag.strip().removeprefix("#"), draft.language.strip()
    if not name:
        raise Invalid("name", _("Give the collection a name."))
    for field, text, most in (("name", name, NAME_MOST), ("description", description, DESCRIPTION_MOST)):
        if len(text) > most:
            message = _("This has at most %(most)s characters; yours has %(length)s.")
            raise Invalid(field, message % {"most": most, "length": len(text)})
    if tag and (len(tag) > TAG_MOST or tags_in(f"#{tag}") != [tag]):
        raise Invalid("tag_name", _("This is not a hashtag."))
    if language and not _LANGUAGE.fullmatch(language):
        raise Invalid("language", _("Please choose one of the languages offered."))
    return replace(draft, name=name, description=description, tag=tag, language=language)


def _line(text: str) -> str:
    return " ".join(clean(text).split())
