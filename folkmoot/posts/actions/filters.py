"""Filters: what a member does not want to read, or only after a warning; nobody is told."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid, NotAllowed, NotFound
from folkmoot.core.events import publish
from folkmoot.core.html import clean
from folkmoot.posts.events import FiltersChanged
from folkmoot.posts.hydrate.matching import folded
from folkmoot.posts.models import Filter, FilterPost, FilterWord
from folkmoot.posts.queries import FILTERING, get_post

CONTEXTS = ("home", "notifications", "public", "thread", "account")
FILTERS_MOST = 50
WORDS_MOST = 100
POSTS_MOST = 500
WORD_MOST = 100
TITLE_MOST = 100


@dataclass(frozen=True)
class FilterWordDraft:
    """One keyword as it is handed in; ``id`` tells of one that is there already."""

    word: str
    whole: bool = True
    id: int | None = None


@dataclass(frozen=True)
class FilterDraft:
    """A filter as it is handed in."""

    title: str
    action: str
    contexts: tuple[str, ...]
    ends_at: datetime | None
    words: tuple[FilterWordDraft, ...]


@transaction.atomic
def make_filter(actor: Account, draft: FilterDraft) -> int:
    """Make a filter; its id."""
    draft = _checked(draft)
    if draft.ends_at is not None and draft.ends_at <= timezone.now():
        raise Invalid("ends_at", _("The end of a filter must lie ahead."))
    if Filter.objects.filter(account=actor).count() >= FILTERS_MOST:
        raise NotAllowed(_("You have 50 filters, which is as many as there can be. Remove one first."))
    made = Filter.objects.create(account=actor, **_columns(draft))
    FilterWord.objects.bulk_create([FilterWord(filter=made, word=w.word, whole=w.whole) for w in draft.words])
    FILTERING.note(actor.id)
    publish(FiltersChanged(actor.id))
    return made.id


@transaction.atomic
def change_filter(actor: Account, filter_id: int, draft: FilterDraft) -> None:
    """Change one of one's filters; words that the draft does not name are gone from it."""
    draft = _checked(draft)
    if not Filter.objects.filter(id=filter_id, account=actor).update(**_columns(draft)):
        raise NotFound
    words = FilterWord.objects.filter(filter=filter_id)
    words.exclude(id__in=[word.id for word in draft.words if word.id]).delete()
    for word in draft.words:
        if not (word.id and words.filter(id=word.id).update(word=word.word, whole=word.whole)):
            FilterWord.objects.create(filter_id=filter_id, word=word.word, whole=word.whole)
    publish(FiltersChanged(actor.id))


@transaction.atomic
def remove_filter(actor: Account, filter_id: int) -> None:
    """Remove one of one's filters: what it kept away is there again."""
    if not Filter.objects.filter(id=filter_id, account=actor).delete()[0]:
        raise NotFound
    publish(FiltersChanged(actor.id))


@transaction.atomic
def filter_post(actor: Account, filter_id: int, post_id: int) -> int:
    """Let one of one's filters name a post that one may see; the id by which it is taken out again."""
    known = Filter.objects.select_for_update(no_key=True).filter(id=filter_id, account=actor).first()
    if known is None:
        raise NotFound
    target = get_post(actor.id, post_id).post_id
    named = FilterPost.objects.filter(filter=known)
    if there := named.filter(post=target).first():
        return there.id
    if named.count() >= POSTS_MOST:
        raise NotAllowed(_("A filter names at most 500 posts."))
    made = FilterPost.objects.create(filter=known, post_id=target).id
    publish(FiltersChanged(actor.id))
    return made


@transaction.atomic
def unfilter_post(actor: Account, named_id: int) -> None:
    """Take a post out of a filter that names it."""
    if not FilterPost.objects.filter(id=named_id, filter__account=actor).delete()[0]:
        raise NotFound
    publish(FiltersChanged(actor.id))


def _columns(draft: FilterDraft) -> dict[str, object]:
    contexts = " ".join(each for each in CONTEXTS if each in draft.contexts)
    return {"title": draft.title, "action": draft.action, "contexts": contexts, "ends_at": draft.ends_at}


def _checked(draft: FilterDraft) -> FilterDraft:
    words = tuple(_distinct(draft.words))
    _check_words(words)
    title = " ".join(clean(draft.title).split()) or (words[0].word if words else "")
    if not title:
        raise Invalid("title", _("Name a word to look for, or the filter."))
    if len(title) > TITLE_MOST:
        raise Invalid("title", _("The name of a filter has at most 100 characters."))
    if draft.action not in Filter.Action:
        raise Invalid("action", _("Choose what the filter does."))
    if not draft.contexts or set(draft.contexts) - set(CONTEXTS):
        raise Invalid("contexts", _("Choose where the filter works."))
    return replace(draft, title=title, words=words)


def _check_words(words: tuple[FilterWordDraft, ...]) -> None:
    if len(words) > WORDS_MOST:
        raise Invalid("words", _("A filter has at most 100 words."))
    if any(len(each.word) > WORD_MOST for each in words):
        raise Invalid("words", _("A word to look for has at most 100 characters."))


def _distinct(words: Iterable[FilterWordDraft]) -> Iterable[FilterWordDraft]:
    """Words in order, empty ones and repetitions left out; a word of nothing but signs that are never seen is empty."""
    seen: set[str] = set()
    for each in words:
        word = " ".join(clean(each.word).split())
        if folded(word) and folded(word) not in seen:
            seen.add(folded(word))
            yield replace(each, word=word)
