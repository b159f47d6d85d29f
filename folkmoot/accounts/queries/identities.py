"""Who comes in through the sign-in service that the operator connected."""

from allauth.account.models import EmailAddress

from folkmoot.accounts.models import Identity, Login


def login_of_identity(issuer: str, subject: str) -> Login | None:
    """The login that is linked with somebody of the service."""
    found = Identity.objects.filter(issuer=issuer, subject=subject).select_related("login").first()
    return found.login if found else None


def is_linked(login_id: int, issuer: str) -> bool:
    """Whether a member comes in through the service."""
    return Identity.objects.filter(login_id=login_id, issuer=issuer).exists()


def login_of_proved_address(email: str) -> Login | None:
    """The login whose owner proved this address here."""
    proved = EmailAddress.objects.filter(email=email, verified=True).values("user_id")
    return Login.objects.filter(email=email, id__in=proved).first()
