"""To keep one post away by a filter that names it."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.core.ids import id_in
from folkmoot.posts import actions
from folkmoot.posts import queries as posts
from folkmoot.web.social import cards
from folkmoot.web.social.back import SeeOther, here_or

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest

NEW = ("warn", "hide")  # what a filter that is made here can do


@require_http_methods(["GET", "HEAD", "POST"])
def filter_(request: "MemberRequest", post_id: int) -> HttpResponse:
    """Choose a filter that names this post from now on, or make one for it."""
    view = posts.get_post(request.viewer, post_id)
    if view.mark.mine:
        raise NotAllowed(_("Your own posts are never filtered."))
    if request.method != "POST":
        context = {"post": cards.card(view, request.viewer), "filters": posts.filters(request.viewer)}
        return render(request, "social/filter_post.html", {**context, "after": here_or(request)})
    actions.filter_post(request.account, _chosen(request), view.post_id)
    messages.success(request, _("This post is filtered now. Nobody is told."))
    return SeeOther(here_or(request))


def _chosen(request: "MemberRequest") -> int:
    typed = request.POST.get("filter", "")
    if typed in NEW:
        return _for_single_posts(request, typed)
    found = id_in(typed)
    if found is None:
        raise Invalid("filter", _("Choose what the filter does."))
    return found


def _for_single_posts(request: "MemberRequest", action: str) -> int:
    """The filter that names posts, looks for no words, and works everywhere for good; made the first time."""
    for each in posts.filters(request.viewer):
        if not each.words and (each.action, each.contexts, each.ends_at) == (action, actions.CONTEXTS, None):
            return each.id
    draft = actions.FilterDraft(_("Single posts"), action, actions.CONTEXTS, None, ())
    return actions.make_filter(request.account, draft)
