"""Accounts by id, name and login, and the roles they hold."""

from collections.abc import Collection, Iterable

from django.db.models import Q

from folkmoot.accounts.capabilities import Role
from folkmoot.accounts.models import Account, Login, RoleGrant
from folkmoot.accounts.powers import HAS_PAGES, has_pages
from folkmoot.accounts.queries.names import username_of
from folkmoot.accounts.visibility import seen, seen_sql
from folkmoot.core.errors import NotFound
from folkmoot.core.html import clean
from folkmoot.core.ids import LARGEST_ID
from folkmoot.core.rows import Columns, among, id_list, select


def account_of(login_id: int) -> Account | None:
    """The account of whoever signed in, whatever its state."""
    return Account.objects.filter(login_id=login_id).first()


def login_of(actor: Account) -> Login | None:
    """The door of a member: address and where the application stands."""
    return Login.objects.filter(id=actor.login_id).first() if actor.login_id else None


def signed_in(login_id: int) -> Login | None:
    """The login of a session with its account beside it; of every page: no ORM."""
    found = select(_SIGNED_IN, {"login": login_id})
    if not found:
        return None
    *values, has_roles = found[0]
    login, account = _LOGIN.read(values[: len(_LOGIN)]), _ACCOUNT.read(values[len(_LOGIN) :])
    account.has_roles = bool(has_roles)
    account.login = login  # which fills the other side in as well
    return login


def get_account(viewer: int | None, account_id: int) -> Account:
    """The account with this id; ``NotFound`` when it is gone, suspended or not a member yet."""
    if abs(account_id) > LARGEST_ID:
        raise NotFound
    found = select(_BY_ID, {"account": account_id, "viewer": viewer or 0})
    return _found(_ACCOUNT.read(found[0]) if found else None)


def by_username(viewer: int | None, username: str, domain: str) -> Account:
    """The account with this address; ``NotFound`` when it is gone, suspended or not a member yet."""
    address = {"username": username_of(clean(username)), "domain": clean(domain).lower()}
    wanted = Account.objects.filter(seen(viewer), **address)
    return _found(wanted.first())


def languages_of(ids: Collection[int]) -> dict[int, str]:
    """The language that each of these accounts chose; empty for who chose none."""
    rows = select(
        f"SELECT a.id, a.language FROM accounts_account a WHERE {among('a.id', 'ids')}", {"ids": id_list(ids)}
    )
    return dict(rows)


def resolve(pairs: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Account]:
    """The active accounts among these (user name, domain) pairs, in one query: whom a text mentions."""
    rule = Q()
    for username, domain in pairs:
        rule |= Q(username=username, domain=domain)
    if not rule:
        return {}
    return {(account.username, account.domain): account for account in Account.objects.filter(rule, active=True)}


def is_owner(account_id: int) -> bool:
    """Whether the account may do everything; not while it is suspended."""
    return RoleGrant.objects.filter(account_id=account_id, account__active=True, role=Role.OWNER).exists()


def owners() -> list[int]:
    """The active accounts that may do everything, the one that has been an owner for longest in front."""
    held = RoleGrant.objects.filter(account__active=True, role=Role.OWNER).order_by("id")
    return list(held.values_list("account_id", flat=True))


def is_staff(account_id: int) -> bool:
    """Whether the account helps to run the community, in whatever role that has pages; not while it is suspended."""
    return RoleGrant.objects.filter(HAS_PAGES, account_id=account_id, account__active=True).exists()


_LOGIN, _ACCOUNT = Columns(Login, "l"), Columns(Account, "a")
_SIGNED_IN = f"""SELECT {_LOGIN.text}, {_ACCOUNT.text},
    EXISTS (SELECT 1 FROM accounts_rolegrant g WHERE g.account_id = a.id AND {has_pages("g")})
  FROM accounts_login l JOIN accounts_account a ON a.login_id = l.id WHERE l.id = %(login)s"""
_BY_ID = f"SELECT {_ACCOUNT.text} FROM accounts_account a WHERE a.id = %(account)s AND {seen_sql('a', '%(viewer)s')}"


def _found(account: Account | None) -> Account:
    if account is None:
        raise NotFound
    return account
