"""Filters and followed hashtags: what a member does not want to read, and what they want to read of everybody."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.core.cursors import Page
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.posts import actions, queries
from folkmoot.posts.hydrate import posts
from folkmoot.web.forms import refused, tell
from folkmoot.web.settings.filter_form import ROWS, FilterForm, filled
from folkmoot.web.social.back import back

if TYPE_CHECKING:
    from folkmoot.posts.hydrate import PostView
    from folkmoot.posts.queries import FilterView
    from folkmoot.web.requests import MemberRequest

TAGS = 60  # hashtags on a page


@require_safe
def filters(request: "MemberRequest") -> HttpResponse:
    """What I filter."""
    return render(request, "settings/filters.html", {"filters": queries.filters(request.viewer)})


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: "MemberRequest") -> HttpResponse:
    """Make a filter."""
    form = FilterForm(request.POST) if request.method == "POST" else FilterForm(initial=filled(None))
    return _form(request, form, None)


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
def one(request: "MemberRequest", filter_id: int) -> HttpResponse:
    """Change a filter, or remove it."""
    known = queries.filter_by_id(request.viewer, filter_id)
    if request.method == "DELETE":
        actions.remove_filter(request.account, filter_id)
        messages.success(request, _("The filter is gone. What it kept away is there again."))
        return HttpResponseRedirect("/settings/filters", status=303)
    rows = max(ROWS, len(known.words) + 2)
    form = (
        FilterForm(request.POST, rows=rows, bare=bool(known.posts))
        if request.method == "POST"
        else FilterForm(initial=filled(known), rows=rows)
    )
    return _form(request, form, known)


@require_http_methods(["DELETE"])
def named(request: "MemberRequest", named_id: int) -> HttpResponse:
    """Take a single post out of a filter."""
    actions.unfilter_post(request.account, named_id)
    messages.success(request, _("This post is not filtered any more."))
    return back(request, otherwise="/settings/filters")


@require_safe
def tags(request: "MemberRequest") -> HttpResponse:
    """The hashtags I follow, and those on my profile."""
    return render(request, "settings/tags.html", _hashtags(request))


@require_http_methods(["POST"])
def feature(request: "MemberRequest") -> HttpResponse:
    """Show a hashtag on my profile."""
    name = request.POST.get("name", "").strip().removeprefix("#")
    try:
        actions.feature_tag(request.account, name)
    except Invalid as error:
        context = _hashtags(request) | {"typed": name, "error": error.message}
        return render(request, "settings/tags.html", context, status=422)
    messages.success(request, _("Your profile shows this hashtag now."))
    return HttpResponseRedirect("/settings/tags", status=303)


@require_http_methods(["DELETE"])
def unfeature(request: "MemberRequest", featured_id: int) -> HttpResponse:
    """Show a hashtag on my profile no longer."""
    actions.unfeature_tag(request.account, featured_id)
    messages.success(request, _("Your profile does not show this hashtag any more."))
    return HttpResponseRedirect("/settings/tags", status=303)


def _hashtags(request: "MemberRequest") -> dict[str, object]:
    page = Page.parse(request.GET, limit=TAGS, most=TAGS)
    shown = queries.featured_tags(request.viewer, request.viewer)
    return {"tags": queries.followed_tags(request.viewer, page), "shown": shown, "typed": "", "error": ""}


def _form(request: "MemberRequest", form: FilterForm, known: "FilterView | None") -> HttpResponse:
    context: dict[str, object] = {"form": form, "known": known, "named": _named(request, known)}
    if request.method != "POST":
        return render(request, "settings/filter.html", context)
    if form.is_valid() and _taken(request, form, known):
        messages.success(request, _("Your filter is saved."))
        return HttpResponseRedirect("/settings/filters", status=303)
    return refused(request, "settings/filter.html", context)


def _named(request: "MemberRequest", known: "FilterView | None") -> "list[tuple[int, PostView | None]]":
    """The single posts that a filter names; None where one is not to be seen any more."""
    if known is None or not known.posts:
        return []
    shown = {view.post_id: view for view in posts(request.viewer, [each.post_id for each in known.posts])}
    return [(each.id, shown.get(each.post_id)) for each in known.posts]


def _taken(request: "MemberRequest", form: FilterForm, known: "FilterView | None") -> bool:
    try:
        draft = form.draft(known)
        if known:
            actions.change_filter(request.account, known.id, draft)
        else:
            actions.make_filter(request.account, draft)
    except (Invalid, NotAllowed) as error:
        tell(form, error, words="word_0")
    return not form.errors
