"""How somebody becomes a member: apply, and confirm the address."""

from dataclasses import dataclass, replace

from allauth.account.models import EmailAddress
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.actions.admit import admit
from folkmoot.accounts.events import Applied
from folkmoot.accounts.models import Account, Invitation, Login, Stats
from folkmoot.accounts.queries import invitation_is_open, sign_up_problem, username_of
from folkmoot.core.errors import Invalid, NotAllowed
from folkmoot.core.events import publish
from folkmoot.core.html import clean
from folkmoot.instance.queries import SignUpMode, community

SHORTEST_REASON = 10
LONGEST_REASON = 2_000


@dataclass(frozen=True)
class SignUp:
    """What somebody fills in to become a member."""

    username: str
    email: str
    password: str
    reason: str = ""
    invitation_code: str = ""
    language: str = ""  # what the form was shown in, and what its answers are to be written in

    @property
    def code(self) -> str:
        """The invitation code as it is looked up."""
        return clean(self.invitation_code).strip()

    @property
    def why(self) -> str:
        """The reason as it is kept."""
        return clean(self.reason).strip()


def validate_application(application: SignUp) -> None:
    """Check all but address and password: ``Invalid`` names the field, ``NotAllowed`` says that sign-up is closed."""
    mode = community().sign_up
    if mode == "closed":
        raise NotAllowed(_("This community does not take new members at the moment."))
    if problem := sign_up_problem(application.username):
        raise Invalid("username", problem)
    _check_reason(mode, application)
    _check_invitation(mode, application.code)


@transaction.atomic
def open_account(login: Login, application: SignUp) -> Account:
    """Give a new login its account; it waits for approval or is let in, as the community wants it.

    The invitation is spent here: when it was spent by others meanwhile, ``Invalid`` undoes the whole transaction.
    """
    validate_application(application)
    mode = community().sign_up
    invited = mode in {"approval", "invitation"} and bool(application.code)
    if invited:
        _spend(application.code)
    login.reason = application.why
    login.approved_at = timezone.now() if invited or mode == "open" else None
    login.save(update_fields=["reason", "approved_at"])
    account = make_account(login, application.username, application.language)
    if login.approved_at is None:
        publish(Applied(login.id))
    admit(login.id)
    return account


@transaction.atomic
def sign_up(application: SignUp) -> Login:
    """Apply in one step: login, address to be confirmed, account. The web pages go through allauth instead."""
    validate_application(application)
    login = make_login(application.email, application.password)
    EmailAddress.objects.create(user=login, email=login.email, primary=True, verified=False)
    open_account(login, replace(application, email=login.email))
    return login


@transaction.atomic
def confirm_address(login_id: int) -> None:
    """The member has proved the address (allauth has noted it): whoever is let in already is a member from now on."""
    admit(login_id)


def make_account(login: Login, username: str, language: str) -> Account:
    """The account row and its counters; ``Invalid`` when somebody took the name a moment ago."""
    try:
        with transaction.atomic():
            account = Account.objects.create(login=login, username=username_of(username), language=language)
    except IntegrityError as problem:
        raise Invalid("username", _("This user name was taken a moment ago.")) from problem
    Stats.objects.create(account=account, seen_on=timezone.now().date())
    return account


def make_login(email: str, password: str) -> Login:
    """The login row, with a password that passes the rules and is kept as a hash."""
    login = Login(email=_address(email))
    try:
        validate_password(password, login)
        login.set_password(password)
    except ValidationError as problem:
        raise Invalid("password", " ".join(problem.messages)) from problem
    except UnicodeEncodeError as problem:
        raise Invalid("password", _("This password has characters that no keyboard makes.")) from problem
    try:
        with transaction.atomic():
            login.save()
    except IntegrityError as problem:
        raise Invalid("email", _("There is a login with this address already.")) from problem
    return login


def _address(typed: str) -> str:
    email = typed.strip().lower()
    try:
        validate_email(email)
    except ValidationError as problem:
        raise Invalid("email", _("This is not an e-mail address. An example: bob@example.org")) from problem
    return email


def _check_reason(mode: SignUpMode, application: SignUp) -> None:
    if len(application.why) > LONGEST_REASON:
        raise Invalid("reason", _("Please say it in at most 2,000 characters."))
    if mode == "approval" and not application.code and len(application.why) < SHORTEST_REASON:
        raise Invalid("reason", _("Please say in a few words why you would like to join."))


def _check_invitation(mode: SignUpMode, code: str) -> None:
    if mode == "invitation" and not code:
        raise Invalid("invitation_code", _("To join, you need an invitation from this community."))
    if mode in {"invitation", "approval"} and code and not invitation_is_open(code):
        raise _worn_out()


def _spend(code: str) -> None:
    usable = Invitation.objects.filter(code=code, revoked_at=None, uses_left__gt=0, expires_at__gt=timezone.now())
    if not usable.update(uses_left=F("uses_left") - 1):
        raise _worn_out()


def _worn_out() -> Invalid:
    return Invalid("invitation_code", _("This invitation does not work any more. Please ask for a new one."))
