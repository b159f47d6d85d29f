"""How allauth works for us: our mails with links from the configured origin, our words, no full addresses kept."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.actions import confirm_address, end_other_sessions, greet, password_changed
from folkmoot.accounts.first_steps import are_over
from folkmoot.accounts.queries import account_of
from folkmoot.core import security_log
from folkmoot.instance.queries import community
from folkmoot.web.entrance import alerts, sessions


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth is untyped
    """Signing in and up as this community wants it."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("That address or user name and password do not belong together."),
        "incorrect_password": _("That is not your present password."),
        "enter_current_password": _("That is not your present password."),
        "too_many_login_attempts": _("There were too many attempts. Please wait a few minutes, then try again."),
        "rate_limited": _("There were too many attempts. Please wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether the form is shown at all; by invitation it is, and asks for the code."""
        del request
        return community().sign_up != "closed"

    def get_client_ip(self, request: HttpRequest) -> str:
        """Full for counting visitors' attempts in the cache; of members only the network is ever kept."""
        address: str = super().get_client_ip(request)
        user = getattr(request, "user", None)  # a program's request has none
        return sessions.prefix(address) if user and user.is_authenticated else address

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """A link from the configured origin, whatever host the request named."""
        del request
        return settings.FOLKMOOT.origin + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_reset_password_from_key_url(self, key: str) -> str:
        """A link from the configured origin, whatever host the request named."""
        uid, _dash, token = key.partition("-")
        return settings.FOLKMOOT.origin + reverse("account_reset_password_from_key", args=[uid, token])

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue one of our mails, in the language of its reader, who need not be the one who asks."""
        mine = {"origin": settings.FOLKMOOT.origin, "community": community(), "email": email}
        with translation.override(_language_of(context.get("user")) or translation.get_language()):
            self.render_mail(template_prefix, email, context | mine).send()

    def send_password_reset_mail(self, user: Any, email: str, context: dict[str, Any]) -> None:
        """The link; whoever signs in without a password gets none by mail, and reads why."""
        if user.has_usable_password():
            super().send_password_reset_mail(user, email, context)
        else:
            where = settings.FOLKMOOT.origin + reverse("account_login")
            self.send_mail("factors/email/no_password", email, {"user": user, "where": where})

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the page one came from."""
        del request
        return reverse("account_change_password")

    def login(self, request: HttpRequest, user: Any) -> None:
        """Let somebody in; they hear of it by mail when they never came that way before."""
        is_first = user.last_login is None
        with transaction.atomic():
            super().login(request, user)
            sessions.begin(request, user)
            alerts.signed_in(request, user, is_first=is_first)
            vars(request)["is_greeted"] = not are_over(user.first_steps) and greet(user.pk)
        shown = {each["method"] for each in get_authentication_records(request, user)}
        security_log.noted(request, f"Signed in by {'+'.join(sorted(shown)) or 'mail'}", who=user.email)

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Home for who wants to go nowhere else; for a new member, once, the first steps."""
        there: str = super().get_login_redirect_url(request)
        return reverse("welcome") if getattr(request, "is_greeted", False) else there

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """The same after the first sign-in of all."""
        return self.get_login_redirect_url(request)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """A wrong password, or a login that there is not: the log tells no difference."""
        security_log.refused(request, "Sign-in refused", who=credentials.get("email") or credentials.get("username"))

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """Tell a member that something of how they come in has changed."""
        del context, email
        alerts.changed(self.request, template_prefix.rpartition("/")[2], user)

    def set_password(self, user: Any, password: str) -> None:
        """Take a new password: all other sessions end, and programs that listen have to come in again."""
        with transaction.atomic():
            super().set_password(user, password)
            end_other_sessions(user.pk, self.request.session.session_key if self.request else None)
            password_changed(user.pk)
        if self.request:  # a program has none, and what it did stands in its own log
            security_log.noted(self.request, "Password changed", who=user.email)

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """The address is proved; whoever is let in already is a member from now on."""
        with transaction.atomic():
            confirmed: bool = super().confirm_email(request, email_address)
            if confirmed:
                confirm_address(email_address.user_id)
        return confirmed


def _language_of(login: Any) -> str:
    account = account_of(login.pk) if login else None
    return account.language if account else ""
