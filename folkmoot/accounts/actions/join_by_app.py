"""Becoming a member with an app: it applies for somebody, and holds a token that works once they are let in."""

import secrets
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.actions.applying import SignUp, address_of
from folkmoot.accounts.actions.join import sign_up
from folkmoot.accounts.events import TokenCreated
from folkmoot.accounts.models import Account, App, Login, Token
from folkmoot.accounts.queries import is_known_mailbox, token_digest
from folkmoot.accounts.queries.waiting import stand_in
from folkmoot.core.errors import NotAllowed
from folkmoot.core.events import publish


class NewToken(NamedTuple):
    """A token as an app is told of it, this once; ``login_id`` is none where the address was a member's already."""

    raw: str
    scopes: str
    made_at: datetime
    login_id: int | None


@transaction.atomic
def sign_up_by_app(app_id: int | None, application: SignUp) -> NewToken:
    """Apply through an app; with an address that is known already the answer has the same shape, and nothing happens.

    It is no perfect disguise: the user name stays free then, which whoever applies with it once more finds out.
    """
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


def _is_taken(email: str) -> bool:
    return Login.objects.filter(email=address_of(email)).exists() or is_known_mailbox(email)
