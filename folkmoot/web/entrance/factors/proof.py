"""What this session has shown: kept in the session itself, beside what allauth notes there at signing in."""

import time
from typing import TYPE_CHECKING, Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser

from folkmoot.web.entrance.factors.held import CODES

if TYPE_CHECKING:
    from django.http import HttpRequest

FACTOR, PASSWORD, ELSEWHERE = "mfa", "password", "socialaccount"  # as allauth calls them
MOST = 12  # records that a session holds

STAGE = "mfa_authenticate"  # what allauth calls the step after the password; its module takes 12 MB


def note(request: "HttpRequest", login: AbstractBaseUser, method: str, **more: Any) -> None:
    """Something was shown just now."""
    record_authentication(request, login, method, **more)
    request.session[RECORDS] = request.session[RECORDS][-MOST:]


def is_proved(request: "HttpRequest") -> bool:
    """Whether this session has shown a second factor; asks nothing of the database."""
    return any(each["method"] == FACTOR for each in _records(request))


def is_fresh(request: "HttpRequest") -> bool:
    """Whether somebody showed in the last ten minutes that they are the member, by anything but a code on paper."""
    since = time.time() - settings.REAUTHENTICATION_SECONDS
    return any(each["at"] > since and _counts(each) for each in _records(request))


def forget_factors(request: "HttpRequest") -> None:
    """There is no factor any more that this session could have shown."""
    kept = [each for each in _records(request) if each["method"] != FACTOR]
    request.session[RECORDS] = kept


def login_of(request: "HttpRequest") -> Any:
    """The login of whoever asks, which a member's request always has."""
    return request.user


def _records(request: "HttpRequest") -> list[dict[str, Any]]:
    if RECORDS not in request.session:
        return []
    found: list[dict[str, Any]] = get_authentication_records(request, request.user)
    return found


def _counts(record: dict[str, Any]) -> bool:
    method = record["method"]
    return method in {PASSWORD, ELSEWHERE} or (method == FACTOR and record.get("type") != CODES)
