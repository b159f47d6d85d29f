"""Becoming a member with an app: it applies for somebody, and holds a token that works once they are let in."""

import secrets
from datetime import datetime
from typing import NamedTuple

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.actions.applying import SignUp, address_of, of_address
from folkmoot.accounts.actions.join import refuse, sign_up
from folkmoot.accounts.events import AddressCorrected, TokenCreated
from folkmoot.accounts.models import Account, App, Login, Token
from folkmoot.accounts.queries import address_is_confirmed, token_digest
from folkmoot.accounts.queries.waiting import stand_in
from folkmoot.core.errors import NotAllowed, NotFound
from folkmoot.core.events import publish


class NewToken(NamedTuple):
    """A token as an app is told of it, this once; ``login_id`` is none where the address was a member's already."""

    raw: str
    scopes: str
    made_at: datetime
    login_id: int | None


@transaction.atomic
def sign_up_by_app(app_id: int | None, application: SignUp) -> NewToken:
    """Apply through an app; to an address that is known already everything looks the same, and nothing happens."""
    app = App.objects.filter(id=app_id or 0).first()
    if app is None:
        raise NotAllowed(_("Only an app that was registered here can sign somebody up."))
    if _is_taken(application.email):
        make_password(application.password)  # takes as long
        return NewToken(stand_in(), app.scopes, timezone.now(), None)
    login = sign_up(application)
    raw = secrets.token_urlsafe(32)
    account = Account.objects.get(login=login)
    token = Token.objects.create(account=account, app=app, digest=token_digest(raw), scopes=app.scopes)
    publish(TokenCreated(token.id))
    return NewToken(raw, app.scopes, token.created_at, login.id)


@transaction.atomic
def correct_address(login_id: int, typed: str) -> bool:
    """Give another address before one is confirmed; ``False`` if it is a member's already, and nothing changes."""
    refuse(of_address(typed))
    email = address_of(typed)
    login = Login.objects.select_for_update().filter(id=login_id).first()
    if login is None:
        raise NotFound
    if address_is_confirmed(login_id):
        raise NotAllowed(_("The address is confirmed already."))
    if email == login.email:
        return True
    try:
        with transaction.atomic():
            Login.objects.filter(id=login_id).update(email=email)
    except IntegrityError:
        return False
    EmailAddress.objects.filter(user_id=login_id).delete()  # links that were sent to it lead nowhere from now on
    EmailAddress.objects.create(user=login, email=email, primary=True, verified=False)
    publish(AddressCorrected(login_id))
    return True


def _is_taken(email: str) -> bool:
    return Login.objects.filter(email=address_of(email)).exists()
