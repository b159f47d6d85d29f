"""Saying that something is not right, and seeing what became of it."""

from typing import TYPE_CHECKING, NamedTuple

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import get_account
from folkmoot.core import limits
from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.ids import id_in
from folkmoot.core.limits.rules import REPORTS
from folkmoot.instance.queries import rules
from folkmoot.moderation.actions import Complaint, complain
from folkmoot.moderation.categories import CATEGORIES, OTHER
from folkmoot.moderation.queries import own_reports
from folkmoot.posts.queries import get_post, profile_posts
from folkmoot.web.errors import Trouble, show
from folkmoot.web.social import cards
from folkmoot.web.social.back import SeeOther

if TYPE_CHECKING:
    from collections.abc import Iterator

    from folkmoot.instance.queries import RuleView
    from folkmoot.posts.hydrate import PostView
    from folkmoot.web.requests import MemberRequest

ROWS = 20
MORE = 10  # of somebody's newest posts that one can add to a report


class Typed(NamedTuple):
    """What somebody chose and wrote so far."""

    account: str
    posts: tuple[str, ...]
    category: str
    rules: tuple[str, ...]
    comment: str


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: "MemberRequest") -> HttpResponse:
    """A form about an account, or some of its posts."""
    if request.method != "POST":
        return _form(request, _typed(request.GET), "")
    typed = _typed(request.POST)
    account_id = id_in(typed.account)
    if account_id is None:
        raise NotFound
    limits.count(REPORTS, request.viewer)
    try:
        complain(request.account, _complaint(account_id, typed))
    except Invalid as error:
        return _form(request, typed, error.message)
    except NotFound:
        return _missing(request, typed)
    return SeeOther(f"/report/sent?account={account_id}")


@require_safe
def sent(request: "MemberRequest") -> HttpResponse:
    """Thanks, what happens now, and what one can do oneself."""
    account_id = id_in(request.GET.get("account", ""))
    account = views([account_id]).get(account_id) if account_id else None
    return render(request, "social/report_sent.html", {"account": account if account and account.active else None})


@require_safe
def reports(request: "MemberRequest") -> HttpResponse:
    """What I reported, and what became of it."""
    found = own_reports(request.viewer, Page.parse(request.GET, limit=ROWS, most=ROWS))
    return render(request, "social/reports.html", {"reports": found})


def _typed(given: QueryDict) -> Typed:
    post = [each for each in given.getlist("post") if each]
    account, kind, said = (given.get(name, "") for name in ("account", "category", "comment"))
    return Typed(account, tuple(dict.fromkeys(post)), kind or OTHER, tuple(given.getlist("rule")), said)


def _complaint(account_id: int, typed: Typed) -> Complaint:
    """What was typed; a kind of report that goes with rules names them, as the form says, unless others are ticked."""
    named = _ids(typed.rules) or tuple(rule.id for _number, rule in broken(rules()).get(typed.category, ()))
    return Complaint(account_id, _ids(typed.posts), typed.category, named, typed.comment)


def broken(found: "list[RuleView]") -> "dict[str, list[tuple[int, RuleView]]]":
    """The rules that go with a kind of report, with their numbers, by the name of the kind."""
    by_kind: dict[str, list[tuple[int, RuleView]]] = {}
    for number, rule in enumerate(found, 1):
        if rule.category:
            by_kind.setdefault(rule.category, []).append((number, rule))
    return by_kind


def _ids(given: tuple[str, ...]) -> tuple[int, ...]:
    """What was chosen; a number that is none is one that nothing has."""
    return tuple(id_in(each) or 0 for each in given)


def _form(request: "MemberRequest", typed: Typed, error: str) -> HttpResponse:
    about = _about(request, typed)
    account_id = about.body.author.id if about else id_in(typed.account)
    if account_id is None or account_id == request.viewer:
        raise NotFound
    context = {
        "account": views([get_account(request.viewer, account_id).id])[account_id],
        "post_id": about.post_id if about else "",
        "post": cards.card(about, request.viewer) if about else "",
        "gone": bool(typed.posts) and about is None,
        "others": list(_others(request.viewer, account_id, about)),
        "categories": CATEGORIES,
        "rules": (held := rules()),
        "broken": broken(held),
        "typed": typed,
        "error": error,
    }
    return render(request, "social/report.html", context, status=422 if error else 200)


def _missing(request: "MemberRequest", typed: Typed) -> HttpResponse:
    """What was to be reported went while the form was open: what was typed is kept, for what is left of it."""
    error = _("Not all of it is there any more. What you wrote is kept: please look at it, and send it again.")
    try:
        response = _form(request, typed, error)
    except NotFound:
        text = _(
            "What you wanted to report is not there any more. If something has to be done all the same, tell us so."
        )
        return show(request, Trouble(404, _("There is nothing here"), text, keeps=True, also=("/notice", _("Tell us"))))
    response.status_code = 404
    return response


def _about(request: "MemberRequest", typed: Typed) -> "PostView | None":
    """The post that the report began with; none where it was taken back meanwhile, as long as its author is there."""
    post_id = id_in(typed.posts[0]) if typed.posts else None
    if post_id is None:
        return None
    try:
        return get_post(request.viewer, post_id)
    except NotFound:
        if id_in(typed.account) is None:
            raise
        return None


def _others(viewer: int, account_id: int, about: "PostView | None") -> "Iterator[tuple[int, str]]":
    """Further posts of the same member, newest first, each with its first words."""
    known = about.post_id if about else 0
    for view in profile_posts(viewer, account_id, "posts", Page(limit=MORE)).items:
        if view.post_id != known and view.boosted_by is None and view.body.author.id == account_id:
            words = view.body.warning or view.body.text
            yield view.post_id, words[:120] or _("A post with files")
