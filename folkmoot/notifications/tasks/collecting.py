"""What is told of collections: that one was put into one, and that one in which one is says something else."""

from django.db import transaction

from folkmoot.notifications.tasks.telling import Kind, forget, tell_of_collection
from folkmoot.relations.events import Collected, CollectionChanged, Uncollected
from folkmoot.relations.models import Collection, CollectionItem


@transaction.atomic
def on_collected(event: Collected) -> None:
    """Tell somebody that they are in a collection, so that they can take themselves out."""
    _tell(Kind.COLLECTED, event.collection_id, account=event.account_id)


@transaction.atomic
def on_collection_changed(event: CollectionChanged) -> None:
    """Tell those in a collection that it has another name or says something else; the newest change alone is news."""
    _tell(Kind.COLLECTION, event.collection_id)


def off_collection(event: Uncollected) -> None:
    """Whoever is not in a collection any more needs no word of it."""
    there = CollectionItem.objects.filter(collection=event.collection_id, account=event.account_id, left_at=None)
    if not there.exists():
        forget(account=event.account_id, collection=event.collection_id)


def _tell(kind: Kind, collection_id: int, **whom: int) -> None:
    """Where it is still there, which is held so that nobody removes it meanwhile: as actions do, before all else.

    It is not for our own sake: a reaction that finds at the end that it is gone runs again. But whoever removes it
    would be refused at theirs, by a word that came after they had taken all words away.
    """
    found = Collection.objects.select_for_update(no_key=True).filter(id=collection_id).first()
    if found is None:
        return
    if kind == Kind.COLLECTION:
        forget(kind=kind, collection=collection_id)
    for item in CollectionItem.objects.filter(collection=collection_id, left_at=None, **whom):
        tell_of_collection(kind, item.account_id, found.account_id, collection_id)
