"""Who may see an account: everybody while it is active, else only the account itself."""

from django.db.models import Q


def seen_sql(alias: str, viewer: str) -> str:
    """Whether ``viewer`` (a column or a parameter) may see the account ``alias``: active, or the viewer's own."""
    return f"({alias}.active OR {alias}.id = {viewer})"


def seen(viewer: int | None) -> Q:
    """The same rule over accounts, for the ORM; ``None`` is somebody who is not signed in."""
    return Q(active=True) if viewer is None else Q(active=True) | Q(id=viewer)
