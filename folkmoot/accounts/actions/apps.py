"""Apps: registering one, and shutting one out again."""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from oauthlib.uri_validate import is_absolute_uri

from folkmoot.accounts.events import AppRegistered, TokenRevoked
from folkmoot.accounts.models import Account, App, Grant, Token
from folkmoot.accounts.queries.apps import AppView, app_view
from folkmoot.accounts.queries.programs import SCOPES, token_digest
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.events import publish
from folkmoot.core.html import clean

OUT_OF_BAND = "urn:ietf:wg:oauth:2.0:oob"  # no address: the member is shown the code
NAME_MOST, ADDRESS_MOST, ADDRESSES_MOST = 60, 2_000, 20
_HARMFUL = frozenset(  # a browser runs what these name, or shows what is on somebody's disk
    {"about", "blob", "chrome", "data", "file", "filesystem", "intent", "javascript", "vbscript", "view-source"}
)
_HTTP = frozenset({"http", "https"})
_HOST = re.compile(r"[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\]")


@dataclass(frozen=True)
class AppDraft:
    """What an app says of itself; one that cannot keep a secret gets none."""

    name: str
    redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]
    website: str = ""
    keeps_secrets: bool = True


@dataclass(frozen=True)
class NewApp:
    """An app that was just registered, with what it is told this once."""

    app: AppView
    client_id: str
    secret: str


@transaction.atomic
def register_app(draft: AppDraft) -> NewApp:
    """Register an app: by itself it may do nothing, a member lets it in later."""
    name = " ".join(clean(draft.name).split())
    if not name or len(name) > NAME_MOST:
        raise Invalid("client_name", _("An app needs a name of at most %(most)s characters.") % {"most": NAME_MOST})
    scopes = sorted(set(draft.scopes)) or ["read"]
    if unknown := [scope for scope in scopes if scope not in SCOPES]:
        raise Invalid("scopes", _("There is no scope “%(scope)s”.") % {"scope": unknown[0][:NAME_MOST]})
    secret = secrets.token_urlsafe(32) if draft.keeps_secrets else ""
    app = App.objects.create(
        client_id=secrets.token_urlsafe(32),
        secret_digest=token_digest(secret) if secret else "",
        name=name,
        website=_website(draft.website.strip()),
        redirect_uris="\n".join(_redirect_uris(draft.redirect_uris)),
        scopes=" ".join(scopes),
    )
    publish(AppRegistered(app.id))
    return NewApp(app_view(app), app.client_id, secret)


@transaction.atomic
def disconnect_app(actor: Account, app_id: int) -> None:
    """Shut an app out again, on all devices at once; ``NotFound`` for one that was never let in."""
    if not revoke_all(Token.objects.filter(account=actor, app_id=app_id).values_list("id", flat=True)):
        raise NotFound
    Grant.objects.filter(account=actor, app_id=app_id, used_at=None).delete()


def revoke_all(token_ids: Iterable[int]) -> int:
    """Make an end of these tokens at once; how many were still good."""
    live = list(Token.objects.filter(id__in=list(token_ids), revoked_at=None).values_list("id", flat=True))
    Token.objects.filter(id__in=live).update(revoked_at=timezone.now())
    for token_id in live:
        publish(TokenRevoked(token_id))
    return len(live)


def token_used(token_id: int) -> None:
    """Note the day a token was last used; writes once a day at most."""
    today = timezone.now().date()
    Token.objects.filter(id=token_id).exclude(used_on=today).update(used_on=today)


def forget_codes() -> None:
    """Codes that nobody used in time are of no use any more."""
    Grant.objects.filter(used_at=None, expires_at__lt=timezone.now() - timedelta(days=1)).delete()


def _redirect_uris(sent: tuple[str, ...]) -> list[str]:
    wanted = list(dict.fromkeys(uri for each in sent for uri in each.split()))
    if not 1 <= len(wanted) <= ADDRESSES_MOST:
        raise Invalid("redirect_uris", _("An app needs an address to come back to, and 20 at most."))
    for uri in wanted:
        if not _may_come_back(uri):
            raise Invalid("redirect_uris", _("This must be a full address without a fragment."))
    return wanted


def _may_come_back(uri: str) -> bool:
    """Whether a browser can be sent there with a code, and nothing else can happen."""
    if len(uri) > ADDRESS_MOST or not is_absolute_uri(uri):
        return False
    scheme = uri.partition(":")[0].lower()
    return scheme not in _HARMFUL and (scheme not in _HTTP or _names_a_host(uri))


def _website(address: str) -> str:
    """The page that an app is known by: on the web or nowhere."""
    if address and not (len(address) <= ADDRESS_MOST and is_absolute_uri(address.partition("#")[0])):
        raise Invalid("website", _("This must be the address of a page on the web."))
    if address and (address.partition(":")[0].lower() not in _HTTP or not _names_a_host(address)):
        raise Invalid("website", _("This must be the address of a page on the web."))
    return address


def _names_a_host(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return bool(_HOST.fullmatch(parts.netloc.removesuffix(f":{parts.port}")))
    except ValueError:
        return False
