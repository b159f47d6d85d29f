"""How allauth works for us: our mails with links from the configured origin, our words, no full addresses kept."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.actions import confirm_address, password_changed
from folkmoot.accounts.queries import account_of
from folkmoot.instance.queries import community
from folkmoot.web.entrance.sessions import prefix


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
        return prefix(address) if user and user.is_authenticated else address

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

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the page one came from."""
        del request
        return reverse("account_change_password")

    def set_password(self, user: Any, password: str) -> None:
        """Take a new password; programs that listen on the account's behalf have to come in again."""
        with transaction.atomic():
            super().set_password(user, password)
            password_changed(user.pk)

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
