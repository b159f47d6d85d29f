"""Saying that something is not right."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from folkmoot.accounts.hydrate import views
from folkmoot.accounts.queries import get_account
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.ids import id_in
from folkmoot.moderation.actions import report as send
from folkmoot.posts.queries import get_post
from folkmoot.web.social import cards
from folkmoot.web.social.back import SeeOther

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def report(request: "MemberRequest") -> HttpResponse:
    """A form about an account or one of its posts."""
    if request.method != "POST":
        return _form(request, request.GET.get("account", ""), request.GET.get("post", ""))
    account, post, comment = (request.POST.get(name, "") for name in ("account", "post", "comment"))
    account_id = id_in(account)
    if account_id is None:
        raise NotFound
    try:
        send(request.account, account_id, id_in(post), comment)
    except Invalid as error:
        return _form(request, account, post, comment=comment, error=error.message)
    return SeeOther(f"/report/sent?account={account_id}")


@require_safe
def sent(request: "MemberRequest") -> HttpResponse:
    """Thanks, what happens now, and what one can do oneself."""
    account_id = id_in(request.GET.get("account", ""))
    account = views([account_id]).get(account_id) if account_id else None
    return render(request, "social/report_sent.html", {"account": account if account and account.active else None})


def _form(request: "MemberRequest", account: str, post: str, *, comment: str = "", error: str = "") -> HttpResponse:
    post_id, account_id = id_in(post), id_in(account)
    about = get_post(request.viewer, post_id) if post_id else None
    account_id = about.body.author.id if about else account_id
    if account_id is None or account_id == request.viewer:
        raise NotFound
    context = {
        "account": views([get_account(request.viewer, account_id).id])[account_id],
        "post_id": about.post_id if about else "",
        "post": cards.card(about, request.viewer) if about else "",
        "comment": comment,
        "error": error,
    }
    return render(request, "social/report.html", context, status=422 if error else 200)
