"""Another e-mail address: asked for, taken once it is proved, and for two weeks taken back by who has the old one."""

import secrets
from collections.abc import Callable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.actions.applying import address_of, of_address
from folkmoot.accounts.actions.join import refuse
from folkmoot.accounts.actions.sessions import end_sessions
from folkmoot.accounts.actions.tokens import password_changed, shut_out_programs
from folkmoot.accounts.events import AddressAsked, AddressChanged
from folkmoot.accounts.interaction import require_active
from folkmoot.accounts.models import Account, AddressChange, Login
from folkmoot.accounts.queries import pending_address
from folkmoot.core.errors import Invalid, NotFound
from folkmoot.core.events import publish

TAKEN_BACK_WITHIN = timedelta(days=14)


@transaction.atomic
def ask_for_address(actor: Account, typed: str) -> AddressChange:
    """A member wants another address; what they asked for before counts no more. ``Invalid`` says what is wrong."""
    require_active(actor)
    refuse(of_address(typed))
    login, new = _held(actor.login_id), address_of(typed)
    if new == login.email:
        raise Invalid("email", _("That is your address already."))
    AddressChange.objects.filter(login=login, done_at=None).delete()
    change = AddressChange.objects.create(login=login, old=login.email, new=new, asked_at=timezone.now())
    publish(AddressAsked(actor.id))
    return change


@transaction.atomic
def keep_address(actor: Account) -> None:
    """A member does not want another address after all."""
    if not AddressChange.objects.filter(login__account=actor, done_at=None).delete()[0]:
        raise NotFound
    publish(AddressAsked(actor.id))


@transaction.atomic
def take_address(change_id: int) -> AddressChange:
    """Whoever has the new address said that it is theirs; ``Invalid`` when it became somebody else's meanwhile."""
    login, change = _held_for(lambda: pending_address(change_id))
    if change.old != login.email:
        raise NotFound
    _move(login, change.new)
    change.done_at = timezone.now()
    change.save(update_fields=["done_at"])
    _say(login)
    return change


@transaction.atomic
def take_back_address(change_id: int) -> Login:
    """Whoever has the old address did not want this: it is the address again, and everybody has to come in anew."""
    since = timezone.now() - TAKEN_BACK_WITHIN
    login, change = _held_for(AddressChange.objects.filter(id=change_id, asked_at__gt=since).first)
    if login.email != change.old:
        _free(change.old)
        _move(login, change.old)
    AddressChange.objects.filter(login=login, id__gte=change.id).delete()  # nobody takes it back from them in turn
    _shut(login)
    _say(login)
    return login


def forget_address_changes() -> None:
    """What is settled, and what nobody confirmed, is forgotten when it can be taken back no more."""
    AddressChange.objects.filter(asked_at__lt=timezone.now() - TAKEN_BACK_WITHIN).delete()


def _held_for(find: Callable[[], AddressChange | None]) -> tuple[Login, AddressChange]:
    """A change and its login, looked at once more when nobody else can come between."""
    known = find()
    login = _held(known.login_id if known else None)
    change = find()
    if change is None:
        raise NotFound
    return login, change


def _held(login_id: int | None) -> Login:
    login = Login.objects.select_for_update().filter(id=login_id).first() if login_id else None
    if login is None:
        raise NotFound
    return login


def _move(login: Login, email: str) -> None:
    try:
        with transaction.atomic():
            EmailAddress.objects.filter(user=login).delete()
            EmailAddress.objects.create(user=login, email=email, primary=True, verified=True)
            login.email = email
            login.save(update_fields=["email"])
    except IntegrityError as problem:
        raise Invalid("email", _("This address belongs to a member by now. Please take another one.")) from problem


def _free(email: str) -> None:
    """Who applied with an address that they never proved does not keep its owner from it."""
    proved = EmailAddress.objects.filter(email=email, verified=True).values("user_id")
    for login_id in Login.objects.filter(email=email).exclude(id__in=proved).values_list("id", flat=True):
        EmailAddress.objects.filter(user_id=login_id).delete()
        Login.objects.filter(id=login_id).update(email=f"{login_id}@nowhere.invalid")


def _shut(login: Login) -> None:
    if login.has_usable_password():
        login.set_password(secrets.token_urlsafe(32))  # nobody knows it; who has the old address chooses a new one
        login.save(update_fields=["password"])
    end_sessions(login.pk)
    shut_out_programs(login.pk)
    password_changed(login.pk)


def _say(login: Login) -> None:
    for account_id in Account.objects.filter(login=login).values_list("id", flat=True):
        publish(AddressChanged(account_id))
