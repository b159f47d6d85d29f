"""The member list, and finding people by name."""

import re

from django.db.models import Exists, OuterRef, Q, QuerySet

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import AccountView
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.html import clean
from folkmoot.relations.models import Block


def members(viewer: int | None, search: str, page: Page) -> Slice[AccountView]:
    """Members who want to be found and whose name or user name contains ``search`` in any case, newest first.

    Reads one index (``account_members``) from the newest member down until the page is full, as none serves
    "contains": a word that is in nobody's name costs some 2 ms among 1,000 accounts, 25 to 150 ms among 100,000.
    """
    found = Account.objects.filter(_matches(search), active=True, discoverable=True, domain="")
    if viewer is not None:
        found = _unblocked(found, viewer)
    found = found.filter(id__gt=page.above, id__lt=page.below).order_by("id" if page.ascending else "-id")
    ids = list(found.values_list("id", flat=True)[: page.limit + 1])
    cut = Slice.cut(ids, page, int)
    people = views(cut.items)
    return cut.filled(people[some_id] for some_id in cut.items)


def _matches(search: str) -> Q:
    words = clean(search).strip().removeprefix("@")[:60]
    if not words:
        return Q()
    if words.isascii():
        return Q(username__contains=words.lower()) | Q(name__icontains=words)
    return Q(name__iregex=re.escape(words))  # SQLite's LIKE ignores case in ASCII only


def _unblocked(found: QuerySet[Account], viewer: int) -> QuerySet[Account]:
    either_way = Q(blocker=viewer, blocked=OuterRef("id")) | Q(blocker=OuterRef("id"), blocked=viewer)
    return found.filter(~Exists(Block.objects.filter(either_way)))
