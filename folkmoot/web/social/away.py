"""While you were away: a few posts and some numbers at the top of home, for somebody who comes back."""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from django.http import HttpResponse
from django.template import engines
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from markupsafe import Markup

from folkmoot.core.ids import id_at
from folkmoot.notifications.queries import UNREAD_MOST
from folkmoot.posts.hydrate import PostView
from folkmoot.posts.hydrate.views import ADULTS
from folkmoot.timelines.queries import Best, best_at_home
from folkmoot.timelines.queries.best import LOOKED_AT
from folkmoot.web import away
from folkmoot.web.chrome import Chrome
from folkmoot.web.social import sieve
from folkmoot.web.social.back import SeeOther

if TYPE_CHECKING:
    from django.template.backends.jinja2 import Jinja2

    from folkmoot.web.requests import MemberRequest

MOST = 4  # posts
WORDS_MOST = 160  # characters of each


class Line(NamedTuple):
    """One post: whose, how it begins, and where it is."""

    name: str
    words: str
    path: str


def card(request: "MemberRequest") -> Markup:
    """What stands at the top of home; nothing for who was here lately, which takes no statement to know."""
    since = away.away_since(request)
    if since is None or request.META.get("QUERY_STRING") or request.htmx:
        return Markup()
    found = best_at_home(request.viewer, id_at(_after(since)), MOST)
    lines = [_line(view) for view in sieve.kept(found.posts, "home")]
    chrome: Chrome = vars(request).setdefault("chrome", Chrome(request))
    told = [*_numbers(found), *_news(chrome.unread.notifications)]
    if not lines and not told:
        return Markup()
    return Markup(_piece().card(lines, told))  # noqa: S704 - our own template escaped it


@require_POST
def dismiss(request: "MemberRequest") -> HttpResponse:
    """I have seen it."""
    away.forget_absence(request)
    return HttpResponse() if request.htmx else SeeOther("/")


def _after(day: date) -> datetime:
    """The end of a day as it is noted, by the clock of the server."""
    return datetime.combine(day + timedelta(days=1), time.min, UTC)


def _line(view: PostView) -> Line:
    cover = _("For adults") if view.body.cover == ADULTS else view.body.cover
    words = view.extras.behind or cover or " ".join(view.body.text.split()) or _("A post without words")
    return Line(view.body.author.name, Truncator(words).chars(WORDS_MOST), view.body.path)


def _numbers(found: Best) -> list[str]:
    if not found.among:
        return []
    shown = f"{LOOKED_AT}+" if found.is_more else str(found.among)
    return [ngettext("%(count)s new post at home", "%(count)s new posts at home", found.among) % {"count": shown}]


def _news(count: int) -> list[str]:
    if not count:
        return []
    shown = f"{UNREAD_MOST}+" if count > UNREAD_MOST else str(count)
    return [ngettext("%(count)s notification", "%(count)s notifications", count) % {"count": shown}]


@cache
def _piece() -> Any:
    return cast("Jinja2", engines["jinja2"]).env.get_template("social/away.html").module
