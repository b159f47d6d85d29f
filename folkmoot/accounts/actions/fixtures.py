"""Accounts, apps and tokens as a test suite knows them beforehand; only where the directory was begun for tests."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.actions.admit import admit
from folkmoot.accounts.actions.applying import address_of, of_address
from folkmoot.accounts.actions.grant import give, take
from folkmoot.accounts.actions.join import make_account, make_login, refuse
from folkmoot.accounts.actions.make import MEMBER
from folkmoot.accounts.capabilities import Role
from folkmoot.accounts.models import Account, App, RoleGrant, Token
from folkmoot.accounts.queries import SCOPES, token_digest
from folkmoot.accounts.reach import Level
from folkmoot.core.errors import Invalid, NotAllowed


@dataclass(frozen=True)
class FixedAccount:
    """An account whose id, address and password somebody knows already."""

    id: int
    username: str
    email: str
    password: str
    role: str = MEMBER
    name: str = ""
    language: str = ""
    locked: bool = False
    discoverable: bool = True


@dataclass(frozen=True)
class FixedApp:
    """An app whose secret is in somebody's code."""

    id: int
    client_id: str
    client_secret: str
    name: str
    scopes: tuple[str, ...]
    redirect_uris: tuple[str, ...]
    website: str = ""


@dataclass(frozen=True)
class FixedToken:
    """A token that is in somebody's code, for an account or for an app alone."""

    id: int
    token: str
    scopes: tuple[str, ...]
    account: int | None = None
    app: int | None = None


@transaction.atomic
def fix_account(wanted: FixedAccount) -> None:
    """Make an account, or give the one with its id all that is named here once more; who suspends it must let go."""
    _require_tests()
    if wanted.role != MEMBER and wanted.role not in Role:
        raise Invalid("role", _("A role is member, or one of those on the page of roles."))
    found = Account.objects.filter(id=wanted.id).select_related("login").first()
    if found is None:
        _make(wanted)
    elif found.username != wanted.username.lower():
        raise Invalid("id", _("The account %(id)s has another user name.") % {"id": wanted.id})
    else:
        _restore(found, wanted)
    _set_role(wanted)
    looks = {name: getattr(wanted, name) for name in ("name", "language", "locked", "discoverable")}
    Account.objects.filter(id=wanted.id).update(**looks)


@transaction.atomic
def fix_app(wanted: FixedApp) -> None:
    """Make an app, or make the one with its id as it was when it was made."""
    _require_tests()
    _require_scopes(wanted.scopes)
    values = {
        "client_id": wanted.client_id,
        "secret_digest": token_digest(wanted.client_secret),
        "name": wanted.name,
        "website": wanted.website,
        "redirect_uris": "\n".join(wanted.redirect_uris),
        "scopes": " ".join(wanted.scopes),
    }
    App.objects.update_or_create(id=wanted.id, defaults=values)


@transaction.atomic
def fix_token(wanted: FixedToken) -> None:
    """Make a token, or make the one with its id as it was when it was made: not revoked."""
    _require_tests()
    _require_scopes(wanted.scopes)
    for field, rows in (("account", Account.objects), ("app", App.objects)):
        named = getattr(wanted, field)
        if named is not None and not rows.filter(id=named).exists():
            raise Invalid(field, _("There is none with the id %(id)s.") % {"id": named})
    values = {
        "account_id": wanted.account,
        "app_id": wanted.app,
        "digest": token_digest(wanted.token),
        "scopes": " ".join(wanted.scopes),
        "expires_at": None,
        "revoked_at": None,
    }
    Token.objects.update_or_create(id=wanted.id, defaults=values)


def _make(wanted: FixedAccount) -> None:
    """User names that are kept for the community may be given here: suites know an ``admin``."""
    login = make_login(wanted.email, wanted.password)
    login.approved_at = timezone.now()
    login.save(update_fields=["approved_at"])
    EmailAddress.objects.create(user=login, email=login.email, primary=True, verified=True)
    make_account(login, wanted.username, wanted.language, Level.MEMBER, wanted.id)
    admit(login.id)


def _restore(account: Account, wanted: FixedAccount) -> None:
    """The login as it was made; nothing for somebody who left and has none any more."""
    login = account.login
    if login is None:
        return
    refuse(of_address(wanted.email))
    login.email, login.approved_at, login.declined_at = address_of(wanted.email), timezone.now(), None
    login.set_password(wanted.password)
    login.save(update_fields=["email", "approved_at", "declined_at", "password"])
    EmailAddress.objects.filter(user=login).delete()
    EmailAddress.objects.create(user=login, email=login.email, primary=True, verified=True)
    admit(login.id)


def _set_role(wanted: FixedAccount) -> None:
    for role in RoleGrant.objects.filter(account=wanted.id).exclude(role=wanted.role).values_list("role", flat=True):
        take(wanted.id, role, None)
    if wanted.role != MEMBER:
        give(wanted.id, wanted.role, None)


def _require_scopes(scopes: tuple[str, ...]) -> None:
    if unknown := sorted(set(scopes) - SCOPES):
        raise Invalid("scopes", _("There is no scope “%(scope)s”.") % {"scope": unknown[0]})


def _require_tests() -> None:
    if not settings.TEST_PROFILE:
        raise NotAllowed(_("This community was not begun for tests."))
