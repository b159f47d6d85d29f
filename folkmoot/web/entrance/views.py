"""The pages at the entrance: allauth's flows in our dress."""

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from allauth.account import views as allauth
from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.db import DatabaseError, transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from folkmoot.accounts.actions import greet
from folkmoot.accounts.first_steps import are_over
from folkmoot.accounts.queries import login_of
from folkmoot.core import security_log
from folkmoot.core.errors import Busy, Invalid
from folkmoot.core.html import clean
from folkmoot.web import cookies
from folkmoot.web.access import Door, door
from folkmoot.web.entrance import sessions
from folkmoot.web.entrance.factors import proof
from folkmoot.web.entrance.factors.stepup import stepped_up
from folkmoot.web.entrance.forms import FORM_NAMES
from folkmoot.web.entrance.pace import consume
from folkmoot.web.entrance.proof import Asking
from folkmoot.web.forms import tell
from folkmoot.web.languages import COOKIE
from folkmoot.web.social.back import back

if TYPE_CHECKING:
    from django.forms import Form

    from folkmoot.accounts.queries import Account
    from folkmoot.web.requests import MemberRequest, WebRequest


class Refusing:
    """A refused form is 422, everywhere."""

    def form_invalid(self, form: "Form") -> HttpResponse:
        """The form again, with what was typed."""
        response: HttpResponse = super().form_invalid(form)  # type: ignore[misc]  # mixed into allauth's form views
        refusal = getattr(self.request, "refusal", None)  # type: ignore[attr-defined]  # as above
        response.status_code = 429 if refusal else 422
        if refusal:
            response.headers["Retry-After"] = str(refusal.retry_after)
        return response


class SignIn(Asking, Refusing, allauth.LoginView):  # type: ignore[misc]  # allauth is untyped
    """Address or user name, and password."""

    purpose = "sign-in"


class SignUp(Refusing, allauth.SignupView):  # type: ignore[misc]  # allauth is untyped
    """Open, with a reason, by invitation, or closed, as the community decided."""

    def get_initial(self) -> dict[str, Any]:
        """The code of the link that brought somebody here."""
        initial: dict[str, Any] = super().get_initial()
        return initial | {"invitation": self.request.GET.get("invitation", "")}

    def form_valid(self, form: "Form") -> HttpResponse:
        """What the domain refuses after all stands beside its field."""
        try:
            response: HttpResponse = super().form_valid(form)
        except Invalid as error:
            tell(form, error, **FORM_NAMES)
            return self.form_invalid(form)
        return response


class SignOut(allauth.LogoutView):  # type: ignore[misc]  # allauth is untyped
    """Ends the session, and has the browser drop the pages it kept."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign out here."""
        security_log.noted(self.request, "Signed out", who=getattr(self.request.user, "email", ""))
        sessions.forget(self.request.session.session_key)
        response: HttpResponse = super().post(*args, **kwargs)
        response.headers["Clear-Site-Data"] = '"cache"'
        return response


class ConfirmEmail(allauth.ConfirmEmailView):  # type: ignore[misc]  # allauth is untyped
    """Behind the link of the mail: nothing happens before the button."""

    def logout_other_user(self, confirmation: Any) -> None:
        """Whoever is signed in here stays so while the page is only looked at."""
        if self.request.method == "POST":
            super().logout_other_user(confirmation)


class ResetPassword(Asking, Refusing, allauth.PasswordResetView):  # type: ignore[misc]  # allauth is untyped
    """Asks for the address; the answer is the same whether it is known or not."""

    purpose = "reset"


class NewPassword(Refusing, allauth.PasswordResetFromKeyView):  # type: ignore[misc]  # allauth is untyped
    """Behind the link of the mail: choose a new password."""


class _Changing(Refusing):
    def form_valid(self, form: "Form") -> HttpResponse:
        """Changing the password ends all other sessions."""
        response: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # mixed into allauth's form views
        messages.success(self.request, _("Your password is changed, and you are signed out everywhere else."))  # type: ignore[attr-defined]  # as above
        return response


class ChangePassword(_Changing, allauth.PasswordChangeView):  # type: ignore[misc]  # allauth is untyped
    """For whoever is signed in and knows the present password."""


class FirstPassword(_Changing, allauth.PasswordSetView):  # type: ignore[misc]  # allauth is untyped
    """For whoever is signed in, has none, and showed in another way who they are."""

    template_name = "account/password_change.html"


def password(request: "MemberRequest") -> HttpResponse:
    """My password: another one, or the first."""
    response: HttpResponse = (_change if proof.login_of(request).has_usable_password() else _first)(request)
    return response


_change, _first = ChangePassword.as_view(), stepped_up(FirstPassword.as_view())


@door(Door.VISITORS)
def look_into_mail(request: "WebRequest") -> HttpResponse:
    """Signed up but not confirmed: where the mail went, and a way to have it sent again."""
    if request.method != "POST":
        return render(request, "account/verification_sent.html")
    typed = clean(request.POST.get("email", "")).strip().lower()
    consume(request, action="reset_password", key=typed)
    address = EmailAddress.objects.filter(email=typed, verified=False).first()
    if address:
        send_verification_email_to_address(request, address)
    messages.info(request, _("If this address waits to be confirmed, a new mail is on its way."))
    return HttpResponseRedirect(request.path, status=303)


@door(Door.WAITING)
def waiting(request: "WebRequest") -> HttpResponse:
    """Confirmed but not let in yet, or turned away."""
    if request.viewer is not None and request.account is not None:
        return HttpResponseRedirect("/welcome" if _is_new(request.account) else "/")
    if request.account is None:
        return HttpResponseRedirect("/")
    if request.account.deactivated_at:
        return HttpResponseRedirect("/come-back")
    login = login_of(request.account)
    if login and login.declined_at:
        note = login.decision_note
        logout(request)
        return render(request, "account/declined.html", {"note": note})
    return render(request, "account/waiting.html")


def _is_new(account: "Account") -> bool:
    """Whether a member who was let in meanwhile is to be led to the first steps."""
    login = account.login
    if login is None or are_over(login.first_steps):
        return False
    with suppress(DatabaseError, Busy), transaction.atomic():  # they come in while nothing can be saved
        return greet(login.pk)
    return False


@csrf_exempt  # a visitor's page needs no cookie for a token, and nobody gains by changing another's language
@door(Door.VISITORS)
@require_POST
def speak(request: "WebRequest") -> HttpResponse:
    """Have every page speak a language in this browser, whatever the browser asks for."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise Invalid("language", _("Please choose one of the languages offered."))
    response = back(request)
    cookies.keep(response, COOKIE, language)
    return response
