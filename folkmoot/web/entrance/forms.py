"""The forms at the entrance."""

from typing import Any

from allauth.account.forms import ChangePasswordForm as AllauthChangePasswordForm
from allauth.account.forms import LoginForm, ResetPasswordKeyForm, SetPasswordForm, SignupForm
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from folkmoot.accounts.actions import SignUp, is_asked, shut_out_programs, sign_up, spend_proof, validate_application
from folkmoot.accounts.queries import domain_problem, is_known_mailbox, sign_up_problem
from folkmoot.core.errors import Invalid
from folkmoot.instance.policies.kinds import Kind
from folkmoot.instance.policies.versions import in_force
from folkmoot.instance.queries import community
from folkmoot.web.entrance.backend import address_of
from folkmoot.web.forms import tell

FORM_NAMES = {"proof": "", "invitation_code": "invitation", "password": "password1"}  # what the domain calls our fields


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth is untyped
    """An address or a user name, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.CharField(label=_("E-mail address or user name"), max_length=254)
        self.fields["password"].label, self.fields["password"].help_text = _("Password"), ""
        self.order_fields(["login", "password"])

    def user_credentials(self) -> dict[str, str]:
        """What the backend checks: always an address, so that a user name tells nothing."""
        return {"email": address_of(self.cleaned_data["login"]), "password": self.cleaned_data["password"]}


class SignUpForm(SignupForm):  # type: ignore[misc]  # allauth is untyped
    """What the community asks of somebody who wants to join."""

    username = forms.CharField(max_length=30)
    invitation = forms.CharField(max_length=60)
    reason = forms.CharField(max_length=2000, widget=forms.Textarea)
    agree = forms.BooleanField()
    proof = forms.CharField(required=False, widget=forms.HiddenInput)
    came_from = ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.community = community()
        self.fields["username"] = forms.CharField(label=_("User name"), max_length=30)
        self.fields["email"].label = _("E-mail address")
        self.fields["password1"].label = _("Password")
        self.fields["invitation"].label = _("Invitation code")
        self.fields["reason"].label = _("Why would you like to join?")
        self.policies = in_force()
        self.fields["agree"].label = self._agreement()
        self._drop_unasked()
        self.proved = True
        self.asks_proof = is_asked() and "invitation" not in self.fields
        self.order_fields(["invitation", "username", "email", "password1", "reason", "agree"])

    def clean_username(self) -> str:
        """A name that is free, in the letters that addresses are made of."""
        typed: str = self.cleaned_data["username"]
        if problem := sign_up_problem(typed):
            raise forms.ValidationError(problem)
        return typed

    def clean(self) -> dict[str, Any]:
        """Ask the domain before it is known whether the address is taken, so that both answers are the same."""
        cleaned: dict[str, Any] = super().clean()
        if problem := domain_problem(cleaned.get("email", "")):
            self.add_error("email", problem)
        if not self.errors:
            try:
                validate_application(self.application())
                self.proved = not self.asks_proof or spend_proof("sign-up", cleaned["proof"])
                self.account_already_exists |= is_known_mailbox(cleaned["email"])
            except Invalid as error:
                tell(self, error, **FORM_NAMES)
        return cleaned

    def application(self) -> SignUp:
        """What was typed, for the domain."""
        typed = self.cleaned_data
        names = {"username": typed["username"], "email": typed["email"], "password": typed["password1"]}
        asked = {"reason": typed.get("reason", ""), "invitation_code": typed.get("invitation", "")}
        how = {"came_from": self.came_from, "language": get_language() or ""}
        return SignUp(**names, **asked, **how, proved=self.proved)

    def try_save(self, request: HttpRequest) -> tuple[AbstractBaseUser | None, HttpResponseBase | None]:
        """Make the member; an address that is known already takes as long and looks the same."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        saved: tuple[AbstractBaseUser | None, HttpResponseBase | None] = super().try_save(request)
        return saved

    def save(self, request: HttpRequest) -> AbstractBaseUser:
        """Hand what was typed to the domain."""
        self.came_from = request.META.get("REMOTE_ADDR", "")
        return sign_up(self.application())

    def _agreement(self) -> str:
        if Kind.TERMS not in self.policies:
            return _("I have read the rules and agree to them.")
        words = _("I have read the terms of use, the rules and the privacy policy, and agree to them.")
        years = self.community.minimum_age
        return f"{words} {_('I am at least %(years)s years old.') % {'years': years}}" if years else words

    def _drop_unasked(self) -> None:
        mode = self.community.sign_up
        code = self.data.get("invitation") or self.initial.get("invitation")
        invited = mode == "invitation" or (mode == "approval" and bool(code))
        asked = {
            "invitation": invited,
            "reason": mode == "approval" and not invited,
            "agree": bool(self.community.rules or self.policies),
        }
        for name, wanted in asked.items():
            if not wanted:
                del self.fields[name]


class NewPasswordForm(ResetPasswordKeyForm):  # type: ignore[misc]  # allauth is untyped
    """One field: a manager types it, and a mistake costs one more mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["password1"].label = _("New password")

    def clean(self) -> dict[str, Any]:
        """Whoever signs in without a password gets none by a mail."""
        if not self.user.has_usable_password():
            raise forms.ValidationError(_("This account is opened by a passkey, not by a password."))
        cleaned: dict[str, Any] = super().clean()
        return cleaned

    def save(self) -> None:
        """Take the new password; programs that were let in before, by whomever, have to come in again."""
        with transaction.atomic():
            super().save()
            shut_out_programs(self.user.pk)


class ChangePasswordForm(AllauthChangePasswordForm):  # type: ignore[misc]  # allauth is untyped
    """The present password and the next one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["oldpassword"].label = _("Present password")
        self.fields["password1"].label = _("New password")


class FirstPasswordForm(SetPasswordForm):  # type: ignore[misc]  # allauth is untyped
    """A password for who has none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["password2"]
        self.fields["password1"].label = _("New password")
