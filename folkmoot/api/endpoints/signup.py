"""Signing up with an app, under the rules of the page where people sign up with a browser."""

from collections.abc import Iterable
from datetime import date

from allauth.account.internal.flows.email_verification import consume_email_verification_rate_limit
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from folkmoot.accounts.actions import (
    Obstacle,
    SignUp,
    address_of,
    obstacles,
    send_first_link,
    send_link_again,
    sign_up_by_app,
)
from folkmoot.accounts.queries import Waiting
from folkmoot.api.answers import answer
from folkmoot.api.calls import Visit, app_route, route
from folkmoot.api.errors import Refused
from folkmoot.api.limits import count, tell
from folkmoot.api.parameters import Parameters
from folkmoot.core import limits
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.core.html import clean
from folkmoot.core.limits.rules import RESET_OF, SIGN_UP
from folkmoot.instance.queries import community

_NAMES = {"invitation_code": "invite_code"}
_CONFIRMED = "This method is only available while the e-mail is awaiting confirmation"


def create(visit: Visit) -> HttpResponse:
    """Apply for somebody; the token does nothing until the address is confirmed and they are let in."""
    limit = count(visit.request, SIGN_UP)
    wanted = _application(visit)
    _refuse([*obstacles(wanted), *_agreement(visit.sent), *_age(visit.sent)])
    with translation.override(wanted.language or translation.get_language()):
        try:
            token = sign_up_by_app(visit.app_id, wanted)
        except Invalid as error:  # somebody was a moment faster
            kind = "invalid" if error.field in _NAMES else "taken"
            raise Refused([Obstacle(_NAMES.get(error.field, error.field), kind, error.message)]) from error
        if _may_send(visit.request, wanted.email):
            send_first_link(token.login_id, wanted.email)
    said = {"access_token": token.raw, "token_type": "Bearer", "scope": token.scopes}
    return tell(answer({**said, "created_at": int(token.made_at.timestamp())}), limit)


def resend(visit: Visit) -> HttpResponse:
    """Send the mail with the link once more, to the address that was applied with."""
    waiting = _waiting(visit)
    if visit.sent.text("email"):
        words = _("The address cannot be changed here. Sign up again with the right one.")
        raise Refused([Obstacle("email", "invalid", words)])
    limits.count(RESET_OF, waiting.digest)
    if waiting.login_id and waiting.email and _may_send(visit.request, waiting.email):
        send_link_again(waiting.login_id, waiting.email)
    return answer({})


def check(visit: Visit) -> HttpResponse:
    """Whether the address is confirmed."""
    return answer(visit.waiting.is_confirmed if visit.waiting else True)


def _application(visit: Visit) -> SignUp:
    sent = visit.sent
    locale = sent.text("locale")
    return SignUp(
        username=sent.text("username"),
        email=clean(sent.text("email")),
        password=sent.text("password"),
        reason=sent.text("reason"),
        invitation_code=sent.text("invite_code"),
        language=locale if locale in dict(settings.LANGUAGES) else "",
        came_from=visit.request.META.get("REMOTE_ADDR", ""),
    )


def _agreement(sent: Parameters) -> Iterable[Obstacle]:
    if not sent.flag("agreement"):
        yield Obstacle("agreement", "accepted", _("You have to agree to the rules."))


def _age(sent: Parameters) -> Iterable[Obstacle]:
    """Where the community has a minimum age, programs say when somebody was born; it is kept nowhere."""
    typed, least = sent.text("date_of_birth"), community().minimum_age
    kind = _trouble(typed, least) if least else ""
    if kind:
        words = _("You have to be at least %(years)s years old to join.")
        yield Obstacle("date_of_birth", kind, words % {"years": least})


def _trouble(typed: str, least: int) -> str:
    """What is wrong with a birthday, in one word; empty where it is long enough ago."""
    if not typed:
        return "blank"
    try:
        born = date.fromisoformat(typed)
    except ValueError:
        return "invalid"
    today = timezone.localdate()
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return "below_limit" if years < least else ""


def _refuse(found: list[Obstacle]) -> None:
    if found:
        raise Refused([each._replace(field=_NAMES.get(each.field, each.field)) for each in found])


def _waiting(visit: Visit) -> Waiting:
    if visit.waiting is None or visit.waiting.is_confirmed:
        raise NotAllowed(_CONFIRMED)
    return visit.waiting


def _may_send(request: HttpRequest, typed: str) -> bool:
    """Whether the last mail to an address is long enough ago."""
    allowed: bool = consume_email_verification_rate_limit(request, address_of(typed))
    return allowed


ROUTES = {
    "POST /api/v1/accounts": route(create, "write:accounts")._replace(for_apps=True),
    "POST /api/v1/emails/confirmations": route(resend, "write:accounts")._replace(for_waiting=True),
    "GET /api/v1/emails/check_confirmation": app_route(check)._replace(for_apps=False, for_waiting=True),
}
