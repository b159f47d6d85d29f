"""What a member keeps in mind about another, and whom they recommend on their profile."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from folkmoot.accounts.hydrate import AccountView, views
from folkmoot.accounts.queries import get_account
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.relations import actions
from folkmoot.relations.queries import relationship
from folkmoot.web.social.back import SeeOther, back

if TYPE_CHECKING:
    from folkmoot.web.requests import MemberRequest


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: "MemberRequest", account_id: int) -> HttpResponse:
    """A few words about somebody that nobody else ever sees; empty ones take away what was kept."""
    account = _other(request, account_id)
    if request.method != "POST":
        return _form(request, account, relationship(request.viewer, [account_id])[account_id].note)
    try:
        actions.keep_note(request.account, account_id, request.POST.get("note", ""))
    except Invalid as error:
        return _form(request, account, request.POST.get("note", ""), error.message)
    messages.success(request, _("Kept, for you alone."))
    return SeeOther(account.path)


@require_http_methods(["POST", "DELETE"])
def recommendation(request: "MemberRequest", account_id: int) -> HttpResponse:
    """Recommend somebody on one's own profile; DELETE takes that back."""
    if request.method == "POST":
        actions.endorse(request.account, account_id)
        messages.success(request, _("Your profile recommends them now."))
    else:
        actions.unendorse(request.account, account_id)
        messages.success(request, _("Your profile does not recommend them any more."))
    return back(request)


def _form(request: "MemberRequest", account: AccountView, text: str, error: str = "") -> HttpResponse:
    context = {"account": account, "note": text, "error": error}
    return render(request, "social/note.html", context, status=422 if error else 200)


def _other(request: "MemberRequest", account_id: int) -> AccountView:
    if account_id == request.viewer:
        raise NotAllowed(_("That is your own account."))
    return views([get_account(request.viewer, account_id).id])[account_id]
