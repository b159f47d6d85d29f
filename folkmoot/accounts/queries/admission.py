"""Who waits to be let in, and the invitations that let people in."""

from dataclasses import dataclass
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db.models import F, QuerySet

from folkmoot.accounts.capabilities import Capability
from folkmoot.accounts.models import Arrival, Login
from folkmoot.accounts.powers import require_viewer
from folkmoot.accounts.queries.doors import usable_invitations
from folkmoot.core.cursors import Page, Slice
from folkmoot.core.html import clean


@dataclass(frozen=True)
class Application:
    """Somebody who waits to be let in."""

    login_id: int
    account_id: int
    username: str
    email: str
    confirmed: bool
    reason: str
    applied_at: datetime
    proved: bool = True  # the browser did what it was asked to compute


@dataclass(frozen=True)
class InvitationView:
    """A link that still lets people in."""

    id: int
    code: str
    inviter_id: int
    inviter: str
    expires_at: datetime
    uses_left: int


def applications(viewer: int, page: Page) -> Slice[Application]:
    """Who waits to be let in, newest first; for those who let people in (``NotFound``)."""
    require_viewer(viewer, Capability.SIGN_UPS)
    some = _waiting().filter(id__gt=page.above, id__lt=page.below).order_by("id" if page.ascending else "-id")
    rows = some.annotate(account_pk=F("account__id"), username=F("account__username"))
    cut = Slice.cut(list(rows[: page.limit + 1]), page, lambda login: login.id)
    ids = [login.id for login in cut.items]
    confirmed, unproved = _confirmed(ids), _unproved(ids)
    return cut.filled(
        Application(
            login.id,
            login.account_pk,
            login.username,
            login.email,
            login.id in confirmed,
            login.reason,
            login.joined_at,
            login.id not in unproved,
        )
        for login in cut.items
    )


def waiting_count(viewer: int) -> int:
    """How many wait to be let in; for those who let people in (``NotFound``)."""
    require_viewer(viewer, Capability.SIGN_UPS)
    return _waiting().count()


WAITING_COUNT = """SELECT COUNT(*) FROM accounts_login w JOIN accounts_account wa ON wa.login_id = w.id
  WHERE w.approved_at IS NULL AND w.declined_at IS NULL AND wa.deleted_at IS NULL"""  # ``waiting_count`` as SQL


def invitations(viewer: int) -> list[InvitationView]:
    """The invitations that still let people in, newest first; for those who make them (``NotFound``)."""
    require_viewer(viewer, Capability.INVITATIONS, Capability.SIGN_UPS)
    rows = usable_invitations().select_related("inviter").order_by("-id")
    return [InvitationView(i.id, i.code, i.inviter_id, i.inviter.username, i.expires_at, i.uses_left) for i in rows]


def invitation_is_open(code: str) -> bool:
    """Whether this code lets somebody in at this moment."""
    return usable_invitations().filter(code=clean(code).strip()).exists()


def address_is_confirmed(login_id: int) -> bool:
    """Whether the member has followed the link in the mail that proves the address."""
    return bool(EmailAddress.objects.filter(user_id=login_id, verified=True).exists())


def _waiting() -> QuerySet[Login]:
    return Login.objects.filter(approved_at=None, declined_at=None, account__deleted_at=None, account__isnull=False)


def _confirmed(login_ids: list[int]) -> set[int]:
    found = EmailAddress.objects.filter(user_id__in=login_ids, verified=True)
    return set(found.values_list("user_id", flat=True))


def _unproved(login_ids: list[int]) -> set[int]:
    return set(Arrival.objects.filter(login_id__in=login_ids, proved=False).values_list("login_id", flat=True))
