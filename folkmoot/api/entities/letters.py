"""What stands in a letter to a sleeping device, as programs for Mastodon read it."""

from html import unescape

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext
from orjson import dumps

from folkmoot.api.entities.accounts import account
from folkmoot.api.entities.notifications import WORDS
from folkmoot.notifications.queries import sentence_of
from folkmoot.notifications.webpush import Letter
from folkmoot.posts.hydrate import hits_in

BODY_MOST = 140  # characters: the rest is read in the program


def letter(news: Letter) -> bytes:
    """One notification: its id is a number here, as programs expect it."""
    told = news.told
    words = {
        "access_token": news.token,
        "preferred_locale": get_language(),
        "notification_id": told.id,
        "notification_type": WORDS[told.kind],
        "icon": account(told.actor)["avatar_static"],
        "title": _title(news),
        "body": Truncator(_body(news)).chars(BODY_MOST),
    }
    return dumps(words)


def _title(news: Letter) -> str:
    title = sentence_of(news.told.kind, news.told.mark) % {"name": news.told.actor.name}
    if not news.more:
        return title
    words = ngettext("%(title)s, and %(count)d more thing", "%(title)s, and %(count)d more things", news.more)
    return words % {"title": title, "count": news.more}


def _body(news: Letter) -> str:
    if news.post is None:
        return _plain(news.told.actor.bio_html)
    folding = next((hit.title for hit in hits_in(news.post, "notifications")), "")
    return folding or news.post.body.cover or _plain(news.post.body.html)


def _plain(html: str) -> str:
    return " ".join(unescape(strip_tags(html)).split())
