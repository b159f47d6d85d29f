"""Another e-mail address: the page that asks for it, and the links in mails, which do nothing before a button does."""

from typing import TYPE_CHECKING, cast

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.signing import BadSignature, TimestampSigner
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from folkmoot.accounts.actions import ask_for_address, keep_address, take_address, take_back_address
from folkmoot.accounts.queries import address_change, is_address_taken, pending_address_of
from folkmoot.core import limits
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.limits import rules
from folkmoot.web.access import Door, door
from folkmoot.web.entrance import alerts
from folkmoot.web.entrance.factors.stepup import stepped_up
from folkmoot.web.forms import refused, tell

if TYPE_CHECKING:
    from folkmoot.accounts.queries import AddressChange, Login
    from folkmoot.web.requests import MemberRequest, WebRequest

DAY = 86_400
CONFIRM, NOT_ME = "folkmoot.address.confirm", "folkmoot.address.not-me"
LASTS = {CONFIRM: 3 * DAY, NOT_ME: 14 * DAY}
ADDRESS = "/settings/email"


class AddressForm(forms.Form):
    """The address that is to be."""

    email = forms.EmailField(label=gettext_lazy("New e-mail address"), max_length=254)


@require_http_methods(["GET", "HEAD", "POST", "DELETE"])
@stepped_up
def address(request: "MemberRequest") -> HttpResponse:
    """Which address I have, and how it becomes another."""
    if request.method == "DELETE":
        keep_address(request.account)
        messages.success(request, _("Your address stays as it is."))
        return HttpResponseRedirect(ADDRESS, status=303)
    form = AddressForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _asked(request, form):
        messages.success(request, _("Look into the mail at your new address: one press there, and it is yours here."))
        return HttpResponseRedirect(ADDRESS, status=303)
    login = cast("Login", request.account.login)
    context: dict[str, object] = {"form": form, "email": login.email, "waits": pending_address_of(login.pk)}
    return refused(request, "settings/email.html", context) if form.errors else _page(request, context)


@door(Door.VISITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: "WebRequest", key: str) -> HttpResponse:
    """Behind the link to the new address: whoever reads it says that it is theirs."""
    change, problem = _behind(CONFIRM, key), ""
    if change and request.method == "POST":
        try:
            with transaction.atomic():
                done = take_address(change.pk)
                alerts.tell(request, "address_old", done.login, done.old, **_told(done, "done"))
        except Invalid as error:
            problem = error.message
        except NotFound:
            change = None
        else:
            messages.success(request, _("This is your address now."))
            return HttpResponseRedirect(ADDRESS if request.viewer else "/sign-in", status=303)
    waits = change if change and change.done_at is None else None
    context = {"change": waits, "problem": problem, "is_done": bool(change and change.done_at)}
    return render(request, "account/address_confirm.html", context, status=422 if problem else 200)


@door(Door.VISITORS)
@require_http_methods(["GET", "HEAD", "POST"])
def not_me(request: "WebRequest", key: str) -> HttpResponse:
    """Behind the link to the old address: it was somebody else, and they are to be thrown out."""
    change, problem = _behind(NOT_ME, key), ""
    if change and request.method == "POST":
        try:
            login = take_back_address(change.pk)
        except Invalid as error:
            problem = error.message
        else:
            messages.success(request, _("Your address is back, and everybody is signed out."))
            return HttpResponseRedirect(_next(login), status=303)
    context = {"change": change, "problem": problem}
    return render(request, "account/address_not_me.html", context, status=422 if problem else 200)


def _page(request: "MemberRequest", context: dict[str, object]) -> HttpResponse:
    return render(request, "settings/email.html", context)


def _asked(request: "MemberRequest", form: AddressForm) -> bool:
    limits.count(rules.RESET_OF, f"address {request.account.id}")
    try:
        with transaction.atomic():
            change = ask_for_address(request.account, form.cleaned_data["email"])
            login = request.account.login
            if is_address_taken(change.new):  # whoever asks learns nothing of it
                alerts.tell(request, "address_taken", login, change.new)
            else:
                alerts.tell(request, "address_new", login, change.new, link=_link("address_confirm", CONFIRM, change))
            alerts.tell(request, "address_old", login, change.old, **_told(change, "asked"))
    except Invalid as error:
        tell(form, error)
        return False
    return True


def _told(change: "AddressChange", state: str) -> dict[str, str]:
    return {"link": _link("address_not_me", NOT_ME, change), "state": state, "new": _veiled(change.new)}


def _veiled(email: str) -> str:
    """Enough of an address to know one's own by; who has the old one need not be who has the new one."""
    name, _at, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"


def _link(name: str, purpose: str, change: "AddressChange") -> str:
    key = TimestampSigner(salt=purpose).sign(str(change.pk))
    return f"{settings.FOLKMOOT.origin}{reverse(name, args=[key])}"


def _behind(purpose: str, key: str) -> "AddressChange | None":
    try:
        return address_change(int(TimestampSigner(salt=purpose).unsign(key, max_age=LASTS[purpose])))
    except BadSignature:
        return None


def _next(login: "Login") -> str:
    """To a new password, for the one before may be known to others; who has none signs in as ever."""
    if not login.has_usable_password():
        return reverse("account_login")
    key = default_token_generator.make_token(login)
    return reverse("account_reset_password_from_key", args=[user_pk_to_url_str(login), key])
