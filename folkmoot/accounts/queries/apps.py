"""Apps: what they said about themselves, and which of them a member has let in."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.utils.timezone import now

from folkmoot.accounts.models import Account, App, Token
from folkmoot.accounts.queries.programs import covers
from folkmoot.core.errors import NotFound


@dataclass(frozen=True)
class AppView:
    """An app as it described itself when it was registered."""

    id: int
    name: str
    website: str
    redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class ConnectedApp:
    """An app that a member has let in, and what it may do by now."""

    app: AppView
    scopes: frozenset[str]
    since: datetime
    used_on: date | None


def app_by_id(app_id: int | None) -> AppView:
    """An app; ``NotFound`` when there is none."""
    found = App.objects.filter(id=app_id).first() if app_id else None
    if found is None:
        raise NotFound
    return app_view(found)


def app_view(app: App) -> AppView:
    """What anybody may know of an app."""
    return AppView(app.id, app.name, app.website, tuple(app.redirect_uris.split("\n")), tuple(app.scopes.split()))


def connected_apps(actor: Account) -> list[ConnectedApp]:
    """The apps that hold a live token of the member, the one that came last first."""
    lasting = Q(expires_at=None) | Q(expires_at__gt=now()) | Q(refresh_digest__isnull=False)
    live = Token.objects.filter(lasting, account=actor, app__isnull=False, revoked_at=None)
    by_app: dict[int, list[Token]] = {}
    for token in live.select_related("app").order_by("-id"):
        by_app.setdefault(token.app_id or 0, []).append(token)
    return [_connected(tokens) for tokens in by_app.values()]


def without_narrower(scopes: Iterable[str]) -> list[str]:
    """The scopes that say it all: nothing that a wider one among them covers."""
    all_of_them = set(scopes)
    return sorted(s for s in all_of_them if not covers(all_of_them - {s}, s))


def _connected(tokens: list[Token]) -> ConnectedApp:
    app = tokens[0].app
    assert app is not None  # noqa: S101 - the query asked for those with an app
    used = [token.used_on for token in tokens if token.used_on]
    scopes = frozenset(scope for token in tokens for scope in token.scopes.split())
    return ConnectedApp(app_view(app), scopes, min(t.created_at for t in tokens), max(used, default=None))
