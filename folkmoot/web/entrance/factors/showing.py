"""The form in which somebody shows that they are who they are: a password, a code, or a passkey."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.core import limits, security_log
from folkmoot.core.limits import rules
from folkmoot.web.entrance.factors import codes, passkeys, proof, totp
from folkmoot.web.entrance.factors.held import CODES, PASSKEY, TOTP, Held, held

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest


class ShowingForm(forms.Form):
    """What is asked depends on the purpose and on what the login has; one of it is enough, and the session notes it."""

    password = forms.CharField(
        label=gettext_lazy("Password"), required=False, widget=forms.PasswordInput, max_length=4096, strip=False
    )
    code = forms.CharField(label=gettext_lazy("Code"), required=False, max_length=60)
    credential = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, request: "HttpRequest", login: Any, purpose: str, **rest: Any) -> None:
        super().__init__(request.POST if rest.pop("given", False) else None, **rest)
        self.request, self.login, self.purpose, self.held = request, login, purpose, held(login)
        for name, asked in _asked(self.held, purpose).items():
            if not asked:
                del self.fields[name]

    def clean(self) -> dict[str, Any]:
        """Check the one that was given; too many wrong ones for this account, and none is looked at for a while."""
        given: dict[str, Any] = self.cleaned_data
        name = next((name for name in ("credential", "password", "code") if given.get(name)), None)
        if name is None:
            raise forms.ValidationError(_("Please show that it is you."))
        limits.count(rules.CODES, self.login.pk, _("There were too many attempts. Please wait a few minutes."))
        if not self._taken(name, given[name]):
            security_log.refused(self.request, f"Wrong {name} at {self.purpose}", who=self.login.email)
            self.add_error(name if name in {"password", "code"} else None, _wrong(name))
        else:
            limits.forget(rules.CODES, self.login.pk)
        return given

    def _taken(self, name: str, given: str) -> bool:
        if name == "password":
            return self._password(given)
        kind, some_id = self._passkey(given) if name == "credential" else self._code(given)
        if some_id is not None:
            proof.note(self.request, self.login, proof.FACTOR, type=kind, id=some_id)
        return some_id is not None

    def _password(self, given: str) -> bool:
        right: bool = self.login.check_password(given)
        if right:
            proof.note(self.request, self.login, proof.PASSWORD)
        return right

    def _passkey(self, given: str) -> tuple[str, int | None]:
        return PASSKEY, passkeys.use(self.request, self.purpose, self.login, given)

    def _code(self, given: str) -> tuple[str, int | None]:
        if self.purpose == passkeys.STEP and codes.looks_like(given):
            return CODES, codes.spend(self.login.pk, given)
        return TOTP, totp.spend(self.login.pk, given)


def _asked(has: Held, purpose: str) -> dict[str, bool]:
    """Nobody gets a password's worth at the second step, and nobody gets by with paper where it is about more."""
    paper = purpose == passkeys.STEP and bool(has.codes)
    return {
        "password": has.password and purpose == passkeys.STEP_UP,
        "code": bool(has.totp) or paper,
        "credential": bool(has.passkeys),
    }


def _wrong(name: str) -> str:
    said: dict[str, Callable[[], str]] = {
        "password": lambda: _("That is not your present password."),
        "code": lambda: _("That code is not good. Each one works once, and only for a short while."),
        "credential": lambda: _("That passkey could not be checked. Please try again."),
    }
    return said[name]()
