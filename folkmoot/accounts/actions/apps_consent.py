"""An app sends a member here: what it asks, and the code that it gets if the member lets it in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import transaction
from oauthlib.common import Request
from oauthlib.oauth2.rfc6749 import errors
from oauthlib.oauth2.rfc6749.endpoints.authorization import AuthorizationEndpoint

from folkmoot.accounts.actions.apps import OUT_OF_BAND
from folkmoot.accounts.actions.apps_clients import app_of
from folkmoot.accounts.actions.apps_grants import ADDRESS, BEARER, CODE, RULES, is_sound
from folkmoot.accounts.interaction import require_active
from folkmoot.accounts.models import Account
from folkmoot.accounts.queries.apps import AppView, app_view
from folkmoot.core.errors import FolkmootError

MODES = ("query", "fragment")
_ASKS = (  # what an app may send with a member; oauthlib would take more, its own notes among them
    *("client_id", "redirect_uri", "response_type", "response_mode", "scope", "state"),
    *("code_challenge", "code_challenge_method"),
)


class AskedWrongly(FolkmootError):  # noqa: N818 - named for what the app did
    """An app sent a member here with something that makes no sense; nothing is sent back by itself."""

    def __init__(self, error: str, app: AppView | None = None, back: str = "") -> None:
        super().__init__(error)
        self.error = error  # as OAuth calls it
        self.app = app  # once it is known
        self.back = back  # where the member can go on to tell it; only an address that it registered


@dataclass(frozen=True)
class Asked:
    """What an app wants of a member."""

    app: AppView
    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    mode: str

    @property
    def shows_code(self) -> bool:
        """Whether the member carries the code to the app by hand."""
        return self.redirect_uri == OUT_OF_BAND

    def answer(self, *pairs: tuple[str, str]) -> str:
        """The app's address, exactly as it registered it, with an answer behind it."""
        sign = "#" if self.mode == "fragment" else "&" if "?" in self.redirect_uri else "?"
        state = [("state", self.state)] if self.state else []
        return f"{self.redirect_uri}{sign}{urlencode([*pairs, *state])}"


def asked(pairs: Iterable[tuple[str, str]]) -> Asked:
    """What an app asks of whoever it sent here; ``AskedWrongly`` when that makes no sense."""
    known = _known(pairs)
    if not all(is_sound(value) for _, value in known):
        raise AskedWrongly("invalid_request")
    try:
        _scopes, found = _authorization.validate_authorization_request(ADDRESS, "GET", urlencode(known))
    except errors.FatalClientError as error:
        raise AskedWrongly(_fatal(error)) from None
    except errors.OAuth2Error as error:
        raise _wrongly(error, dict(known)) from None
    return _asked(found["request"])


@transaction.atomic
def allow_app(actor: Account, pairs: Iterable[tuple[str, str]]) -> str:
    """Let an app in: a code that is good once, for ten minutes, for this app and this address."""
    require_active(actor)
    known = _known(pairs)
    asked(known)
    answer, _body, _status = _authorization.create_authorization_response(
        ADDRESS, "GET", urlencode(known), credentials={"user": actor.id}
    )
    code: str = answer["Code"]
    return code


def _known(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What OAuth knows of; a parameter that holds nothing was not sent."""
    return [(name, value) for name, value in pairs if name in _ASKS and value]


def _asked(request: Request) -> Asked:
    mode = request.response_mode if request.response_mode in MODES else MODES[0]
    scopes = tuple(request.scopes or ())
    return Asked(app_view(app_of(request)), request.redirect_uri or "", scopes, request.state or "", mode or "")


def _fatal(error: errors.FatalClientError) -> str:
    if isinstance(error, errors.InvalidClientIdError | errors.MissingClientIdError):
        return "invalid_client"
    is_address = isinstance(
        error, errors.InvalidRedirectURIError | errors.MissingRedirectURIError | errors.MismatchingRedirectURIError
    )
    return "invalid_redirect_uri" if is_address else "invalid_request"


def _wrongly(error: errors.OAuth2Error, sent: Mapping[str, str]) -> AskedWrongly:
    """The app and its address are known by now: the member may tell it."""
    request = Request(ADDRESS, "GET", dict(sent))
    RULES.validate_client_id(sent["client_id"], request)
    wanted = _asked(request)
    told = [(name, value or "") for name, value in error.twotuples if name != "state"]
    return AskedWrongly(error.error or "invalid_request", wanted.app, "" if wanted.shows_code else wanted.answer(*told))


_authorization = AuthorizationEndpoint(
    default_response_type="code", default_token_type=BEARER, response_types={"code": CODE}
)
