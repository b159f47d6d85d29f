"""Filters, in Mastodon's shapes."""

from typing import Any

from folkmoot.api.answers import iso
from folkmoot.posts.hydrate import Hit
from folkmoot.posts.queries import FilterView, NamedPost, WordView


def filter_(view: FilterView) -> dict[str, Any]:
    """A Filter with its words and the statuses that it names."""
    words, named = [keyword(word) for word in view.words], [filter_status(each) for each in view.posts]
    return {**_head(view.id, view), "keywords": words, "statuses": named}


def keyword(word: WordView) -> dict[str, Any]:
    """A FilterKeyword."""
    return {"id": str(word.id), "keyword": word.word, "whole_word": word.whole}


def filter_status(named: NamedPost) -> dict[str, Any]:
    """A FilterStatus."""
    return {"id": str(named.id), "status_id": str(named.post_id)}


def result(hit: Hit) -> dict[str, Any]:
    """A FilterResult: which filter a status meets, and by which words or ids; programs decide where it matters."""
    named = [str(each) for each in hit.posts] or None
    return {"filter": _head(hit.filter_id, hit), "keyword_matches": list(hit.words), "status_matches": named}


def filter_of_one_word(view: FilterView, word: WordView) -> dict[str, Any]:
    """A V1::Filter: what there was before filters had several words, one for each word."""
    return {
        "id": str(word.id),
        "phrase": word.word,
        "context": list(view.contexts),
        "whole_word": word.whole,
        "expires_at": iso(view.ends_at) if view.ends_at else None,
        "irreversible": view.action == "hide",
    }


def _head(some_id: int, known: FilterView | Hit) -> dict[str, Any]:
    return {
        "id": str(some_id),
        "title": known.title,
        "context": list(known.contexts),
        "expires_at": iso(known.ends_at) if known.ends_at else None,
        "filter_action": known.action,
    }
