"""Where a member is signed in: a list to look at and to end, without full network addresses."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from allauth.account.signals import user_logged_in
from allauth.usersessions import signals
from allauth.usersessions.models import UserSession
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.accounts.actions import end_oldest_sessions, end_other_sessions
from folkmoot.core import limits
from folkmoot.core.errors import NotFound
from folkmoot.core.rows import Columns, select

if TYPE_CHECKING:
    from django.http import HttpRequest

    from folkmoot.web.requests import WebRequest

SHOWN = 50
LONGEST_AGENT = 200
NOWHERE = "0.0.0.0"  # noqa: S104 - no place to listen at: a request whose address nobody knows
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("Chrome", "Chrome"),
    ("CriOS", "Chrome"),
    ("Safari", "Safari"),
)
_COLUMNS = Columns(UserSession, "u")
_LIVE = f"""SELECT {_COLUMNS.text} FROM usersessions_usersession u
  JOIN django_session s ON s.session_key = u.session_key AND s.expire_date > %(now)s
  WHERE u.user_id = %(login)s
  ORDER BY CASE WHEN u.session_key = %(key)s THEN 0 ELSE 1 END, u.last_seen_at DESC, u.id DESC LIMIT %(most)s"""
_seen: dict[tuple[str, str], date] = {}  # spares a write: each process notes a session once a day and network


@dataclass(frozen=True)
class Device:
    """One place where a member is signed in."""

    id: int
    name: str
    network: str
    near: bool  # in the network that the member is in now
    since: datetime
    last_seen: datetime
    current: bool


class Devices(NamedTuple):
    """The places to be shown, and whether there are more."""

    shown: list[Device]
    more: bool


def take_over() -> None:
    """Have allauth leave it to us to note who signs in: it would look at every session of the login one by one."""
    user_logged_in.disconnect(signals.on_user_logged_in)


def prefix(address: str) -> str:
    """The network of an address (IPv4 /24, IPv6 /48): enough to recognise a place, not a person."""
    network = limits.near(address).partition("/")[0]
    return network if network != "?" else NOWHERE


def here(request: "HttpRequest") -> str:
    """The network that a request comes from."""
    return prefix(request.META.get("REMOTE_ADDR", ""))


def begin(request: "HttpRequest", login: AbstractBaseUser) -> None:
    """Somebody signed in: note where, and end what is too much."""
    if not request.session.session_key:
        request.session.save()
    now, agent = timezone.now(), agent_of(request)
    values = {"user_id": login.pk, "ip": here(request), "user_agent": agent, "created_at": now, "last_seen_at": now}
    UserSession.objects.update_or_create(session_key=request.session.session_key, defaults=values)
    end_oldest_sessions(login.pk)


def devices(request: "WebRequest") -> Devices:
    """Where the member is signed in, the present one first, then the latest."""
    key = request.session.session_key
    values = {"login": request.user.pk, "key": key, "now": timezone.now(), "most": SHOWN + 1}
    rows = [_COLUMNS.read(row) for row in select(_LIVE, values)]
    network = here(request)
    return Devices([_device(row, key, network) for row in rows[:SHOWN]], len(rows) > SHOWN)


def end_one(request: "WebRequest", device_id: int) -> None:
    """Sign out one of the member's devices; ``NotFound`` when it is not theirs."""
    row = UserSession.objects.filter(user=request.user, id=device_id).first()
    if row is None:
        raise NotFound
    row.end()


def end_others(request: "WebRequest") -> None:
    """Sign out everywhere but here."""
    end_other_sessions(request.user.pk or 0, request.session.session_key)


def forget(session_key: str | None) -> None:
    """A session that ended by itself leaves the list."""
    UserSession.objects.filter(session_key=session_key).delete()


def renamed(before: str | None, now: str | None) -> None:
    """A session goes on under another key, which nobody knows who knew the one before."""
    if before and now:
        UserSession.objects.filter(session_key=before).update(session_key=now)


def is_noted(request: "HttpRequest") -> bool:
    """Whether this process has noted today that this session is in use, from this network."""
    return _seen.get((request.session.session_key or "", here(request))) == timezone.now().date()


def touch(request: "HttpRequest") -> None:
    """Note that a session is in use, and from where."""
    if len(_seen) > 10_000:  # noqa: PLR2004 - a bound on memory; forgetting costs one write each
        _seen.clear()
    key, network = request.session.session_key or "", here(request)
    _seen[key, network] = timezone.now().date()
    UserSession.objects.filter(session_key=key).update(last_seen_at=timezone.now(), ip=network)


def agent_of(request: "HttpRequest") -> str:
    """What the browser says it is."""
    return str(request.META.get("HTTP_USER_AGENT", ""))[:LONGEST_AGENT].replace("\x00", "")


def kind_of(agent: str) -> tuple[str, str]:
    """The browser and the system behind what a browser says it is, whatever their versions."""
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    return browser, next((name for mark, name in SYSTEMS if mark in agent), "")


def named(agent: str) -> str:
    """A browser in words."""
    browser, system = kind_of(agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Another program")


def shown(network: str) -> str:
    """A network in few signs; nothing for one that nobody knows."""
    if network == NOWHERE:
        return ""
    return network + "…" if ":" in network else network.rpartition(".")[0] + ".…"


def _device(row: UserSession, current: str | None, network: str) -> Device:
    is_here, name = row.session_key == current, named(row.user_agent)
    return Device(row.id, name, shown(row.ip), row.ip == network, row.created_at, row.last_seen_at, is_here)
