"""What stands in a letter to a sleeping device, as programs for Mastodon read it."""

from html import unescape

from django.utils.html import strip_tags
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from orjson import dumps

from folkmoot.api.entities.accounts import account
from folkmoot.api.entities.notifications import OURS, TYPES
from folkmoot.notifications.queries import Told
from folkmoot.notifications.webpush import Letter

BODY_MOST = 140  # characters: the rest is read in the program


def letter(news: Letter) -> bytes:
    """One notification: its id is a number here, as programs expect it."""
    told = news.told
    words = {
        "access_token": news.token,
        "preferred_locale": get_language(),
        "notification_id": told.id,
        "notification_type": word_of(told.kind),
        "icon": account(told.actor)["avatar_static"],
        "title": _title(told),
        "body": Truncator(_body(news)).chars(BODY_MOST),
    }
    return dumps(words)


def word_of(kind: str) -> str:
    """What programs call a kind."""
    return {**TYPES, **OURS}[kind]


def _body(news: Letter) -> str:
    if news.post is None:
        return _plain(news.told.actor.bio_html)
    folding = next((hit.title for hit in news.post.extras.hits if "notifications" in hit.contexts), "")
    return folding or news.post.body.warning or _plain(news.post.body.html)


def _plain(html: str) -> str:
    return " ".join(unescape(strip_tags(html)).split())


def _title(told: Told) -> str:
    sentences = {
        "follow": _("%(name)s follows you"),
        "request": _("%(name)s asks to follow you"),
        "mention": _("%(name)s mentions you"),
        "reply": _("%(name)s answers you"),
        "like": _("%(name)s likes your post"),
        "boost": _("%(name)s boosted your post"),
        "reaction": _("%(name)s reacted to your post"),
        "quote": _("%(name)s quotes you"),
        "ask": _("%(name)s asks to quote you"),
        "poll": _("A poll that you voted in has ended"),
        "post": _("%(name)s wrote something new"),
        "edit": _("%(name)s edited a post that you boosted or answered"),
        "plan": _("A post that you planned could not be published"),
    }
    return sentences[told.kind] % {"name": told.actor.name}
