"""The archive to be read: pages that need no net and no script, in the member's language."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import batched
from typing import Any

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from folkmoot.accounts.models import Account
from folkmoot.core.inventory import by_topic
from folkmoot.instance.queries import community
from folkmoot.privacy.archive.lists import LISTS
from folkmoot.privacy.archive.posts import conversations_of, posts_of
from folkmoot.privacy.archive.tables import name_of
from folkmoot.privacy.archive.writing import Archive

POSTS = 500  # on each page
_FILES = {
    "activities": ("actor.json", "outbox.json", "likes.json", "bookmarks.json"),
    "lists": tuple(name for name, _heading, _text in LISTS),
    "overview": ("manifest.json",),
}
_LINK = re.compile(r'\b(href|src)="/(?!/)')


def write_pages(archive: Archive, account: Account) -> None:
    """``index.html`` with what there is, the posts behind it, the conversations, and how they look."""
    number = 0
    for number, posts in enumerate(batched(posts_of(account.id), POSTS, strict=False), 1):
        archive.text(f"posts-{number}.html", _page(account, "posts.html", posts=posts, number=number))
    talks = _by_conversation(conversations_of(account.id))
    archive.text("conversations.html", _page(account, "conversations.html", talks=talks))
    context = {"pages": number, "topics": by_topic(), "name_of": name_of}
    archive.text("index.html", _page(account, "index.html", **context, **_FILES))
    archive.text("style.css", [_look()])


def _page(account: Account, template: str, **context: Any) -> Iterator[str]:
    frame = {
        "account": account,
        "community": community(),
        "origin": settings.FOLKMOOT.origin,
        "language": translation.get_language(),
        "direction": "rtl" if translation.get_language_bidi() else "ltr",
        "made": timezone.now(),
    }
    return _environment().get_template(template).generate(frame | context)


def _by_conversation(said: Iterable[Any]) -> Iterator[list[Any]]:
    """The posts of one conversation after the other."""
    some: list[Any] = []
    for each in said:
        if some and some[-1].conversation_id != each.conversation_id:
            yield some
            some = []
        some.append(each)
    if some:
        yield some


def _whole(html: str) -> Markup:
    """Text whose links lead back to the community; it was made safe when it was written."""
    return Markup(_LINK.sub(rf'\1="{settings.FOLKMOOT.origin}/', html))  # noqa: S704 - the same text that pages show


def _moment(value: Any) -> str:
    return date_format(timezone.localtime(value), "DATETIME_FORMAT")


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("folkmoot.privacy.archive", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
    )
    made.install_gettext_callables(  # type: ignore[attr-defined]  # the extension adds it
        translation.gettext, translation.ngettext, newstyle=True
    )
    made.filters |= {"whole": _whole, "moment": _moment}
    return made


def _look() -> str:
    loader = _environment().loader
    return loader.get_source(_environment(), "style.css")[0] if loader else ""
