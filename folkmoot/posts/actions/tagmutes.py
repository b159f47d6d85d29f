"""To mute a hashtag, and to listen again: over a filter of one's own, that stands among the others."""

from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from folkmoot.accounts.models import Account
from folkmoot.core.errors import Invalid
from folkmoot.core.html import fold_tag, tags_in
from folkmoot.posts.actions.filters import (
    WORD_MOST,
    WORDS_MOST,
    FilterDraft,
    FilterWordDraft,
    change_filter,
    make_filter,
    remove_filter,
)
from folkmoot.posts.hydrate.filters import FilterView
from folkmoot.posts.models import TagFollow
from folkmoot.posts.queries.tagmutes import MUTED_IN, filters_muting, filters_of_tags, is_for, mutes_tag


@transaction.atomic
def mute_tag(actor: Account, name: str) -> None:
    """Keep what carries a hashtag out of one's home and of lists of posts; it is followed no more, nobody is told."""
    if tags_in(f"#{name}") != [name] or len(name) >= WORD_MOST:
        raise Invalid("name", _("This is not a hashtag."))
    TagFollow.objects.filter(account=actor, tag__name=fold_tag(name)).delete()
    if mutes_tag(actor.id, name):
        return
    word = FilterWordDraft(f"#{name}")
    for known in filters_of_tags(actor.id):
        if len(known.words) < WORDS_MOST and not known.posts:
            draft = _draft(known)
            change_filter(actor, known.id, replace(draft, words=(*draft.words, word)))
            return
    make_filter(actor, FilterDraft(_("Muted hashtags"), "hide", MUTED_IN, None, (word,)))


@transaction.atomic
def unmute_tag(actor: Account, name: str) -> None:
    """Read again what carries a hashtag."""
    for known in list(filters_muting(actor.id, name)):
        left = tuple(FilterWordDraft(word.word, word.whole, word.id) for word in known.words if not is_for(word, name))
        if left or known.posts:
            change_filter(actor, known.id, replace(_draft(known), words=left))
        else:
            remove_filter(actor, known.id)


def _draft(known: FilterView) -> FilterDraft:
    words = tuple(FilterWordDraft(word.word, word.whole, word.id) for word in known.words)
    return FilterDraft(known.title, known.action, known.contexts, known.ends_at, words)
