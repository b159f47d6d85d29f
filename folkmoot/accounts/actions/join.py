"""How somebody becomes a member: apply, and confirm the address."""

from collections.abc import Iterable
from dataclasses import replace

from allauth.account.models import EmailAddress
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.actions.admit import admit
from folkmoot.accounts.actions.agree import agree_at_sign_up
from folkmoot.accounts.actions.applying import (
    Obstacle,
    SignUp,
    address_of,
    of_address,
    of_password,
    validate_application,
    worn_out,
)
from folkmoot.accounts.actions.arrivals import note_arrival
from folkmoot.accounts.actions.trust import begin_trust
from folkmoot.accounts.events import Applied
from folkmoot.accounts.models import Account, Login, Stats
from folkmoot.accounts.queries import username_of
from folkmoot.accounts.queries.doors import usable_invitations
from folkmoot.accounts.reach import Level
from folkmoot.core.errors import Invalid
from folkmoot.core.events import publish
from folkmoot.core.ids import new_id
from folkmoot.instance.queries import community


@transaction.atomic
def open_account(login: Login, application: SignUp) -> Account:
    """Give a new login its account; it waits for approval or is let in, as the community wants it.

    The invitation is spent here: when it was spent by others meanwhile, ``Invalid`` undoes the whole transaction.
    """
    validate_application(application)
    here = community()
    mode = here.sign_up
    invitation_id = None
    invited = mode in {"approval", "invitation"} and bool(application.code)
    if invited:
        invitation_id = _spend(application.code)
    login.reason, login.first_steps = application.why, 0
    at_once = here.confirms == "mail" and (invited or (mode == "open" and application.proved))
    login.approved_at = timezone.now() if at_once else None
    login.save(update_fields=["reason", "approved_at", "first_steps"])
    level = Level.KNOWN if invited else Level.NEW
    account = make_account(login, application.username, application.language, level)
    note_arrival(login, application, invitation_id)
    agree_at_sign_up(login)
    if login.approved_at is None:
        publish(Applied(login.id))
    admit(login.id)
    return account


@transaction.atomic
def sign_up(application: SignUp) -> Login:
    """Apply in one step: login, address to be confirmed, account."""
    validate_application(application)
    login = make_login(application.email, application.password)
    EmailAddress.objects.create(user=login, email=login.email, primary=True, verified=settings.TEST_PROFILE)
    open_account(login, replace(application, email=login.email))
    return login


@transaction.atomic
def confirm_address(login_id: int) -> None:
    """The member has proved the address (allauth has noted it): whoever is let in already is a member from now on."""
    admit(login_id)


def make_account(login: Login, username: str, language: str, level: Level, account_id: int | None = None) -> Account:
    """The account row, its counters and its trust; ``Invalid`` when somebody took the name a moment ago."""
    try:
        with transaction.atomic():
            names = {"username": username_of(username), "language": language}
            account = Account.objects.create(id=account_id or new_id(), login=login, trust=level, **names)
    except IntegrityError as problem:
        raise Invalid("username", _("This user name was taken a moment ago.")) from problem
    Stats.objects.create(account=account, seen_on=timezone.now().date())
    begin_trust(account)
    return account


def make_login(email: str, password: str) -> Login:
    """The login row, with a password that passes the rules and is kept as a hash."""
    refuse(of_address(email))
    login = Login(email=address_of(email))
    refuse(of_password(login, password))
    login.set_password(password)
    try:
        with transaction.atomic():
            login.save()
    except IntegrityError as problem:
        raise Invalid("email", _("There is a login with this address already.")) from problem
    return login


def refuse(found: Iterable[Obstacle]) -> None:
    """``Invalid`` when something is wrong with a field, with all that is said of it."""
    if every := list(found):
        raise Invalid(every[0].field, " ".join(each.words for each in every))


def _spend(code: str) -> int:
    usable = usable_invitations().filter(code=code)
    found = usable.values_list("id", flat=True).first()
    if found is None or not usable.update(uses_left=F("uses_left") - 1):
        refuse([worn_out()])
    return found or 0
