"""The member list, and finding people by name."""

import re
from dataclasses import dataclass

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, When

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries import AccountView, username_of
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.html import clean
from folkmoot.relations.models import Block, Follow


@dataclass(frozen=True)
class PeopleQuestion:
    """Which part of those who fit is asked for, counted from the first."""

    words: str
    limit: int
    offset: int = 0
    only_followed: bool = False  # by the viewer


def members(viewer: int | None, search: str, page: Page) -> Slice[AccountView]:
    """Members who want to be found and whose name or user name contains ``search`` in any case, newest first.

    Reads one index (``account_members``) from the newest member down until the page is full, as none serves
    "contains": a word that is in nobody's name costs some 2 ms among 1,000 accounts, 25 to 150 ms among 100,000.
    """
    found = Account.objects.filter(~_KEPT_BACK, named(search), active=True, discoverable=True, domain="")
    if viewer is not None:
        found = _unblocked(found, viewer)
    found = found.filter(id__gt=page.above, id__lt=page.below).order_by("id" if page.ascending else "-id")
    ids = list(found.values_list("id", flat=True)[: page.limit + 1])
    cut = Slice.cut(ids, page, int)
    people = views(cut.items)
    return cut.filled(people[some_id] for some_id in cut.items)


def find_people(viewer: int, asked: PeopleQuestion) -> list[AccountView]:
    """Accounts by their name or address, also those elsewhere: who is called just so, then whom the viewer follows.

    Who does not want to be found is found by followers, and by those who know the whole address.
    """
    words = clean(asked.words).strip().removeprefix("@")[:300]
    if not words:
        return []
    name, _at, domain = words.partition("@")
    exact = Q(username=username_of(name), domain=domain.lower())
    part = Q(username=username_of(name), domain__startswith=domain.lower()) if domain else named(words)
    followed = Exists(Follow.objects.filter(follower=viewer, followed=OuterRef("id")))
    shown = Q(discoverable=True) & ~_KEPT_BACK
    known = Q(followed) if asked.only_followed else exact | Q(followed) | shown | Q(id=viewer)
    found = Account.objects.filter(exact | part, known, active=True)
    order = (Case(When(exact, then=0), default=1), followed.desc(), "-id")
    return _part(_unblocked(found, viewer).order_by(*order), asked)


def listed_to(viewer: int) -> QuerySet[Account]:
    """Members who want to be found, without those whom a block parts from the viewer."""
    return _unblocked(Account.objects.filter(~_KEPT_BACK, active=True, discoverable=True, domain=""), viewer)


def indexed_members(most: int) -> list[str]:
    """The user names of members whom search engines may keep, those who came last in front."""
    return list(_indexed().order_by("-id").values_list("username", flat=True)[:most])


def is_indexed_member(account_id: int) -> bool:
    """Whether search engines may keep a profile: the same rule about one."""
    return _indexed().filter(id=account_id).exists()


def _indexed() -> QuerySet[Account]:
    return Account.objects.filter(~_KEPT_BACK, active=True, indexable=True, domain="")


# Those whom staff keep back: few, and in an index of their own, so that the members' one serves as before.
_KEPT_BACK = Q(id__in=Account.objects.filter(unlisted_at__isnull=False).order_by().values("id"))


def _part(found: QuerySet[Account], asked: PeopleQuestion) -> list[AccountView]:
    ids = list(found.values_list("id", flat=True)[asked.offset : asked.offset + asked.limit])
    people = views(ids)
    return [people[some_id] for some_id in ids]


def named(search: str) -> Q:
    """Whose name or user name contains ``search``, in any case; everybody for nothing."""
    words = words_in(search)
    return by_username(words) | by_name(words) if words else Q()


def words_in(search: str) -> str:
    """What is looked for in names, of all that somebody typed."""
    return clean(search).strip().removeprefix("@")[:60]


def by_username(words: str) -> Q:
    """Whose user name contains this, in any case; nobody's does where it is more than ASCII."""
    return Q(username__contains=words.lower()) if words.isascii() else Q(id__in=())


def by_name(words: str) -> Q:
    """Whose name contains this, in any case."""
    return Q(name__icontains=words) if words.isascii() else Q(name__iregex=re.escape(words))  # LIKE of SQLite: ASCII


def _unblocked(found: QuerySet[Account], viewer: int) -> QuerySet[Account]:
    either_way = Q(blocker=viewer, blocked=OuterRef("id")) | Q(blocker=OuterRef("id"), blocked=viewer)
    return found.filter(~Exists(Block.objects.filter(either_way)))
