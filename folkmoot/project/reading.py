"""How the values of deployment settings are read: each raises a sentence that says what would do."""

import re
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import NamedTuple
from urllib.parse import urlsplit

from pydantic import BeforeValidator

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]*[a-z0-9])?|[0-9a-f:]*:[0-9a-f:.]+")
_ADDRESS = re.compile(r"[^@\s<>]+@[^@\s<>]+")


class Bind(NamedTuple):
    """Where a server listens; the host ``localhost`` means 127.0.0.1 and ::1."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def bind(value: object) -> Bind:
    """``HOST:PORT``, ``[::1]:PORT`` or just a port."""
    if isinstance(value, Bind):
        return value
    host, _, port = str(value).strip().rpartition(":")
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65534):  # noqa: PLR2004 - the next two ports must exist too
        raise ValueError("It should be HOST:PORT, such as localhost:8000 or 0.0.0.0:80")
    return Bind(host.strip("[]") or "localhost", int(port))


def origin(value: str) -> str:
    """Scheme, host and port, nothing behind them."""
    if not value:
        return ""
    parts = urlsplit(value.strip().rstrip("/").lower())
    plain = parts.scheme in {"http", "https"} and not (parts.path or parts.query or parts.fragment or parts.username)
    if not plain or not _HOST.fullmatch(parts.hostname or ""):
        raise ValueError("It should be the address of the site alone, such as https://social.example.org")
    return f"{parts.scheme}://{parts.netloc}"


def database_url(value: str) -> str:
    """A PostgreSQL address; SQLite in the data directory needs none."""
    parts = urlsplit(value)
    if value and (parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/")):
        raise ValueError("It should be postgres://user:password@host/name; leave it out to use SQLite")
    return value


def redis_url(value: str) -> str:
    """A Redis server that carries news; the database does without one."""
    parts = urlsplit(value)
    if value and (parts.scheme not in {"redis", "rediss", "unix"} or not (parts.hostname or parts.path)):
        raise ValueError("It should be redis://host:6379/0; leave it out to let the database carry news")
    return value


def smtp_url(value: str) -> str:
    """The mail server; without one, mail goes to a folder."""
    parts = urlsplit(value)
    if value and (parts.scheme not in {"smtp", "smtps"} or not parts.hostname):
        raise ValueError("It should be smtp://user:password@mail.example.org:587, or smtps://…:465")
    return value


def web_address(value: str) -> str:
    """A page anywhere on the web."""
    parts = urlsplit(value.strip())
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError("It should be the address of a page, such as https://git.example.org/our-folkmoot")
    return value.strip()


def service(value: str) -> str:
    """A service that answers at the root of a host."""
    parts = urlsplit(value.strip().rstrip("/"))
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query):
        raise ValueError("It should be the address of a service, such as https://s3.example.org")
    return parts.geturl()


def issuer(value: str) -> str:
    """A sign-in service, as it calls itself; unencrypted on this machine only."""
    parts = urlsplit(value.strip())
    fine = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK_NAMES)
    if value and (not fine or not parts.hostname or parts.query or parts.fragment or parts.username):
        raise ValueError(
            "It should be the address that the service calls itself, such as https://id.example.org/realms/us"
        )
    return value.strip()


def backup_target(value: str) -> str:
    """A directory from the root on, or a bucket of the service that the S3 settings name."""
    if value and not value.startswith(("/", "s3://")):
        raise ValueError("It should be a whole path, such as /backup/folkmoot, or s3://bucket/prefix.")
    return value


def mail_from(value: str) -> str:
    """The sender of the site's mail: an address, or a name and an address in angle brackets."""
    address = value.rpartition("<")[2].rstrip("> ") if "<" in value else value
    if value and (not _ADDRESS.fullmatch(address) or "\n" in value):
        raise ValueError("It should be an address such as folkmoot@example.org or My community <folkmoot@example.org>")
    return value


def words(value: object) -> tuple[str, ...]:
    """A list with commas or blanks between its members."""
    return tuple(value.lower().replace(",", " ").split()) if isinstance(value, str) else tuple(value)  # type: ignore[arg-type]  # pydantic checks the rest


def networks(value: object) -> tuple[IPv4Network | IPv6Network, ...]:
    """A list of addresses and networks, such as ``127.0.0.1, 10.0.0.0/8``."""
    return tuple(_network(word) if isinstance(word, str) else word for word in words(value))


BindReader = BeforeValidator(bind)
ListReader = BeforeValidator(words)
NetworksReader = BeforeValidator(networks)


def _network(word: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(word)
    except ValueError:
        raise ValueError(f"{word} is not an address or a network such as 10.0.0.0/8") from None
