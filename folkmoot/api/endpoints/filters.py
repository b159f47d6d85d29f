"""Filters, for programs: as they are now (v2), and one for each word as they were once (v1)."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.api.answers import answer
from folkmoot.api.calls import Call, route
from folkmoot.api.entities.filters import filter_, filter_of_one_word, filter_status, keyword
from folkmoot.api.parameters import Parameters
from folkmoot.core.errors import Invalid
from folkmoot.posts import actions, queries
from folkmoot.posts.queries import FilterView, WordView

LONGEST = 100 * 365 * 86_400  # seconds


def index(call: Call) -> HttpResponse:
    """All filters."""
    return answer([filter_(each) for each in queries.filters(call.viewer)])


def show(call: Call) -> HttpResponse:
    """One filter."""
    return answer(filter_(queries.filter_by_id(call.viewer, call.id)))


def create(call: Call) -> HttpResponse:
    """Make a filter."""
    sent = call.sent
    draft = actions.FilterDraft(
        title=sent.text("title"),
        action=sent.text("filter_action") or "warn",
        contexts=tuple(sent.texts("context")),
        ends_at=_ends_at(sent),
        words=tuple(_word(row) for row in sent.rows("keywords_attributes")),
    )
    return answer(filter_(queries.filter_by_id(call.viewer, actions.make_filter(call.actor, draft))))


def update(call: Call) -> HttpResponse:
    """Change a filter; what is not sent stays as it is."""
    sent, known = call.sent, queries.filter_by_id(call.viewer, call.id)
    draft = replace(
        draft_of(known),
        title=sent.text("title") or known.title,
        action=sent.text("filter_action") or known.action,
        contexts=tuple(sent.texts("context")) or known.contexts,
        ends_at=_ends_at(sent) if "expires_in" in sent.values else known.ends_at,
        words=_merged(known, sent.rows("keywords_attributes")),
    )
    return _changed(call, known.id, draft)


def delete(call: Call) -> HttpResponse:
    """Remove a filter."""
    actions.remove_filter(call.actor, call.id)
    return answer({})


def keywords(call: Call) -> HttpResponse:
    """The words of a filter."""
    return answer([keyword(word) for word in queries.filter_by_id(call.viewer, call.id).words])


def add_keyword(call: Call) -> HttpResponse:
    """Add a word to a filter."""
    known = queries.filter_by_id(call.viewer, call.id)
    draft = draft_of(known)
    word = actions.FilterWordDraft(call.sent.text("keyword"), _whole(call.sent, otherwise=False))
    actions.change_filter(call.actor, known.id, replace(draft, words=(*draft.words, word)))
    words = queries.filter_by_id(call.viewer, known.id).words
    if len(words) == len(known.words):
        raise Invalid("keyword", _("This word is empty, or there already."))
    return answer(keyword(words[-1]))


def show_keyword(call: Call) -> HttpResponse:
    """One word of a filter."""
    return answer(keyword(_known_word(call)[1]))


def update_keyword(call: Call) -> HttpResponse:
    """Change a word of a filter."""
    known, word = _known_word(call)
    text = call.sent.text("keyword") or word.word
    changed = actions.FilterWordDraft(text, _whole(call.sent, otherwise=word.whole), word.id)
    _put_word(call, known, changed)
    return show_keyword(call)


def delete_keyword(call: Call) -> HttpResponse:
    """Take a word out of a filter."""
    known, word = _known_word(call)
    draft = draft_of(known)
    rest = tuple(each for each in draft.words if each.id != word.id)
    actions.change_filter(call.actor, known.id, replace(draft, words=rest))
    return answer({})


def statuses(call: Call) -> HttpResponse:
    """The statuses that a filter names."""
    return answer([filter_status(each) for each in queries.filter_by_id(call.viewer, call.id).posts])


def add_status(call: Call) -> HttpResponse:
    """Let a filter name a status."""
    known = queries.filter_by_id(call.viewer, call.id)
    post_id = call.sent.id("status_id")
    if post_id is None:
        raise Invalid("status_id", _("Say which post."))
    named_id = actions.filter_post(call.actor, known.id, post_id)
    return answer(filter_status(queries.named_post(call.viewer, named_id)))


def show_status(call: Call) -> HttpResponse:
    """One status that a filter names."""
    return answer(filter_status(queries.named_post(call.viewer, call.id)))


def delete_status(call: Call) -> HttpResponse:
    """Take a status out of a filter."""
    actions.unfilter_post(call.actor, call.id)
    return answer({})


def index_v1(call: Call) -> HttpResponse:
    """Every word of every filter, as a filter of its own."""
    known = queries.filters(call.viewer)
    return answer([filter_of_one_word(each, word) for each in known for word in each.words])


def show_v1(call: Call) -> HttpResponse:
    """One word, as a filter of its own."""
    return answer(filter_of_one_word(*_known_word(call)))


def create_v1(call: Call) -> HttpResponse:
    """Make a filter with one word."""
    draft = replace(_draft_v1(call, was_hidden=False), words=(_word_v1(call, otherwise=False, word_id=None),))
    made = queries.filter_by_id(call.viewer, actions.make_filter(call.actor, draft))
    return answer(filter_of_one_word(made, made.words[0]))


def update_v1(call: Call) -> HttpResponse:
    """Change a word and the filter that it belongs to."""
    known, word = _known_word(call)
    changed = _word_v1(call, otherwise=word.whole, word_id=word.id)
    draft = _draft_v1(call, was_hidden=known.action == "hide")
    words = tuple(changed if each.id == word.id else each for each in draft_of(known).words)
    actions.change_filter(call.actor, known.id, replace(draft, title=known.title, words=words))
    return show_v1(call)


def delete_v1(call: Call) -> HttpResponse:
    """Take a word away, and the filter with it when it was the last one."""
    known = queries.filter_of_word(call.viewer, call.id)
    if len(known.words) > 1:
        return delete_keyword(call)
    actions.remove_filter(call.actor, known.id)
    return answer({})


def draft_of(known: FilterView) -> actions.FilterDraft:
    """A filter as it would be handed in once more."""
    words = tuple(actions.FilterWordDraft(word.word, word.whole, word.id) for word in known.words)
    return actions.FilterDraft(known.title, known.action, known.contexts, known.ends_at, words)


def _changed(call: Call, filter_id: int, draft: actions.FilterDraft) -> HttpResponse:
    actions.change_filter(call.actor, filter_id, draft)
    return answer(filter_(queries.filter_by_id(call.viewer, filter_id)))


def _known_word(call: Call) -> tuple[FilterView, WordView]:
    known = queries.filter_of_word(call.viewer, call.id)
    return known, next(word for word in known.words if word.id == call.id)


def _put_word(call: Call, known: FilterView, changed: actions.FilterWordDraft) -> None:
    draft = draft_of(known)
    words = tuple(changed if each.id == changed.id else each for each in draft.words)
    actions.change_filter(call.actor, known.id, replace(draft, words=words))


def _merged(known: FilterView, rows: list[Parameters]) -> tuple[actions.FilterWordDraft, ...]:
    """The words that stay, those that are changed, and the new ones, in this order."""
    told = {row.id("id"): row for row in rows}
    there = {word.id for word in known.words}
    stay = [
        _word(told[word.id], word) if word.id in told else actions.FilterWordDraft(word.word, word.whole, word.id)
        for word in known.words
        if word.id not in told or not told[word.id].flag("_destroy")
    ]
    return (*stay, *(_word(row) for row in rows if row.id("id") not in there))


def _word(row: Parameters, known: WordView | None = None) -> actions.FilterWordDraft:
    if known is None:
        return actions.FilterWordDraft(row.text("keyword"), _whole(row, otherwise=False))
    return actions.FilterWordDraft(row.text("keyword") or known.word, _whole(row, otherwise=known.whole), known.id)


def _draft_v1(call: Call, *, was_hidden: bool) -> actions.FilterDraft:
    sent = call.sent
    hide = sent.flag("irreversible") if "irreversible" in sent.values else was_hidden
    contexts = tuple(sent.texts("context"))
    return actions.FilterDraft("", "hide" if hide else "warn", contexts, _ends_at(sent), ())


def _word_v1(call: Call, *, otherwise: bool, word_id: int | None) -> actions.FilterWordDraft:
    return actions.FilterWordDraft(call.sent.text("phrase"), _whole(call.sent, otherwise=otherwise), word_id)


def _whole(sent: Parameters, *, otherwise: bool) -> bool:
    return sent.flag("whole_word") if "whole_word" in sent.values else otherwise


def _ends_at(sent: Parameters) -> datetime | None:
    seconds: Any = sent.values.get("expires_in")
    if seconds in (None, ""):
        return None
    count = sent.id("expires_in") or 0
    if not 0 < count <= LONGEST:
        raise Invalid("expires_in", _("This must be a number of seconds."))
    return timezone.now() + timedelta(seconds=count)


ROUTES = {
    "GET /api/v2/filters": route(index, "read:filters"),
    "POST /api/v2/filters": route(create, "write:filters"),
    "GET /api/v2/filters/:id": route(show, "read:filters"),
    "PUT /api/v2/filters/:id": route(update, "write:filters"),
    "DELETE /api/v2/filters/:id": route(delete, "write:filters"),
    "GET /api/v2/filters/:id/keywords": route(keywords, "read:filters"),
    "POST /api/v2/filters/:id/keywords": route(add_keyword, "write:filters"),
    "GET /api/v2/filters/keywords/:id": route(show_keyword, "read:filters"),
    "PUT /api/v2/filters/keywords/:id": route(update_keyword, "write:filters"),
    "DELETE /api/v2/filters/keywords/:id": route(delete_keyword, "write:filters"),
    "GET /api/v2/filters/:id/statuses": route(statuses, "read:filters"),
    "POST /api/v2/filters/:id/statuses": route(add_status, "write:filters"),
    "GET /api/v2/filters/statuses/:id": route(show_status, "read:filters"),
    "DELETE /api/v2/filters/statuses/:id": route(delete_status, "write:filters"),
    "GET /api/v1/filters": route(index_v1, "read:filters"),
    "POST /api/v1/filters": route(create_v1, "write:filters"),
    "GET /api/v1/filters/:id": route(show_v1, "read:filters"),
    "PUT /api/v1/filters/:id": route(update_v1, "write:filters"),
    "DELETE /api/v1/filters/:id": route(delete_v1, "write:filters"),
}
