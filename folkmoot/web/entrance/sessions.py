"""Where a member is signed in: a list to look at and to end, without full network addresses."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from allauth.usersessions.models import UserSession
from django.utils import timezone
from django.utils.translation import gettext as _

from folkmoot.core.errors import NotFound

if TYPE_CHECKING:
    from folkmoot.web.requests import WebRequest

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


@dataclass(frozen=True)
class Device:
    """One place where a member is signed in."""

    id: int
    name: str
    network: str
    since: datetime
    last_seen: datetime
    current: bool


def prefix(address: str) -> str:
    """The network of an address (IPv4 /24, IPv6 /48): enough to recognise a place, not a person."""
    ip = ipaddress.ip_address(address)
    bits = 24 if ip.version == 4 else 48  # noqa: PLR2004 - the version of the internet protocol
    return str(ipaddress.ip_network(f"{address}/{bits}", strict=False).network_address)


def devices(request: "WebRequest") -> list[Device]:
    """Where the member is signed in, the present one first, then the latest."""
    rows = UserSession.objects.purge_and_list(request.user)
    found = [_device(row, request.session.session_key) for row in rows]
    return sorted(found, key=lambda device: (device.current, device.last_seen), reverse=True)


def end_one(request: "WebRequest", device_id: int) -> None:
    """Sign out one of the member's devices; ``NotFound`` when it is not theirs."""
    row = UserSession.objects.filter(user=request.user, id=device_id).first()
    if row is None:
        raise NotFound
    row.end()


def end_others(request: "WebRequest") -> None:
    """Sign out everywhere but here."""
    for row in UserSession.objects.filter(user=request.user).exclude(session_key=request.session.session_key):
        row.end()


def forget(session_key: str | None) -> None:
    """A session that ended by itself leaves the list."""
    UserSession.objects.filter(session_key=session_key).delete()


def touch(session_key: str | None) -> None:
    """Note that a session is in use; called once a day."""
    UserSession.objects.filter(session_key=session_key).update(last_seen_at=timezone.now())


def _device(row: UserSession, current: str | None) -> Device:
    network = row.ip if ":" in row.ip else row.ip.rpartition(".")[0] + ".…"
    return Device(row.id, _named(row.user_agent), network, row.created_at, row.last_seen_at, row.session_key == current)


def _named(agent: str) -> str:
    system = next((name for mark, name in SYSTEMS if mark in agent), "")
    browser = next((name for mark, name in BROWSERS if mark in agent), "")
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Another program")
