"""What somebody fills in to become a member, and what can stand in the way."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator, validate_email
from django.utils.translation import gettext as _

from folkmoot.accounts.actions.passwords import name_in
from folkmoot.accounts.models import Login
from folkmoot.accounts.queries import domain_problem, invitation_is_open, likeness_problem, username_problem
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.core.html import clean
from folkmoot.instance.queries import SignUpMode, community

SHORTEST_REASON = 10
LONGEST_REASON = 2_000
LONGEST_EMAIL = 254
_OF_TESTS = RegexValidator(r"\A[!-?A-~]{1,100}@[!-?A-~]{1,100}\Z")  # no mail has to reach them
_OF_PASSWORD = {"password_too_short": "too_short", "password_too_long": "too_long"}


@dataclass(frozen=True)
class SignUp:
    """What somebody fills in to become a member."""

    username: str
    email: str
    password: str
    reason: str = ""
    invitation_code: str = ""
    language: str = ""  # what the form was shown in, and what its answers are to be written in
    came_from: str = ""  # the address of the network, of which only a keyed hash is kept
    proved: bool = True  # the browser did the small computation, or nobody asked for it

    @property
    def code(self) -> str:
        """The invitation code as it is looked up."""
        return clean(self.invitation_code).strip()

    @property
    def why(self) -> str:
        """The reason as it is kept."""
        return clean(self.reason).strip()


class Obstacle(NamedTuple):
    """Something that stands in the way of an application: in which field, of what kind, and in words."""

    field: str
    kind: str  # "blank", "taken", "reserved", "invalid", "too_short", "too_long"
    words: str


def validate_application(application: SignUp) -> None:
    """Check all but address and password: ``Invalid`` names the field, ``NotAllowed`` says that sign-up is closed."""
    first = next(_of_application(_mode(), application), None)
    if first:
        raise Invalid(first.field, first.words)


def obstacles(application: SignUp) -> list[Obstacle]:
    """All that stands in the way at once, but for whether the address is a member's; ``NotAllowed`` if it is closed."""
    mode = _mode()
    return [
        *_of_application(mode, application),
        *of_address(application.email),
        *of_password(Login(email=address_of(application.email)), application.password),
    ]


def of_address(typed: str) -> Iterator[Obstacle]:
    """What is wrong with an e-mail address."""
    email = address_of(typed)
    if not email:
        yield Obstacle("email", "blank", _("Please give your e-mail address."))
        return
    if len(email) > LONGEST_EMAIL:
        yield Obstacle("email", "too_long", _("An e-mail address has at most 254 characters."))
        return
    try:
        (_OF_TESTS if settings.TEST_PROFILE else validate_email)(email)
    except ValidationError:
        yield Obstacle("email", "invalid", _("This is not an e-mail address. An example: bob@example.org"))
        return
    if problem := domain_problem(email):
        yield Obstacle("email", "blocked", problem)


def of_password(login: Login, password: str) -> Iterator[Obstacle]:
    """What is wrong with a password for this login, in as many sentences as there are reasons."""
    if not password:
        yield Obstacle("password", "blank", _("Please choose a password."))
        return
    try:
        password.encode()
        validate_password(password, login)
    except UnicodeEncodeError:
        yield Obstacle("password", "invalid", _("This password has characters that no keyboard makes."))
    except ValidationError as problem:
        for each in problem.error_list:
            yield Obstacle("password", _OF_PASSWORD.get(each.code or "", "invalid"), " ".join(each.messages))


def address_of(typed: str) -> str:
    """An e-mail address as it is kept."""
    return typed.strip().lower()


def worn_out() -> Obstacle:
    """An invitation that lets nobody in any more."""
    words = _("This invitation does not work any more. Please ask for a new one.")
    return Obstacle("invitation_code", "invalid", words)


def _mode() -> SignUpMode:
    here = community()
    if not here.is_open:
        raise NotAllowed(_("This community is being prepared. Please come back once it is open."))
    mode = here.sign_up
    if mode == "closed":
        raise NotAllowed(_("This community does not take new members at the moment."))
    return mode


def _of_application(mode: SignUpMode, application: SignUp) -> Iterator[Obstacle]:
    if found := username_problem(application.username) or likeness_problem(application.username):
        yield Obstacle("username", *found)
    yield from _of_reason(mode, application)
    yield from _of_invitation(mode, application.code)
    if not settings.TEST_PROFILE and (words := name_in(application.password, [application.username])):
        yield Obstacle("password", "invalid", words)


def _of_reason(mode: SignUpMode, application: SignUp) -> Iterator[Obstacle]:
    if len(application.why) > LONGEST_REASON:
        yield Obstacle("reason", "too_long", _("Please say it in at most 2,000 characters."))
    if mode == "approval" and not application.code and len(application.why) < SHORTEST_REASON:
        words = _("Please say in a few words why you would like to join.")
        yield Obstacle("reason", "too_short" if application.why else "blank", words)


def _of_invitation(mode: SignUpMode, code: str) -> Iterator[Obstacle]:
    if mode == "invitation" and not code:
        yield Obstacle("invitation_code", "blank", _("To join, you need an invitation from this community."))
    if mode in {"invitation", "approval"} and code and not invitation_is_open(code):
        yield worn_out()
