"""The networks that an address is in: enough to see an attack, too little to see a person."""

from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

_NEAR = {4: 24, 6: 48}  # what one household, office or provider's customer has
_WIDE = {4: 16, 6: 32}  # what one provider has


@lru_cache(maxsize=2_000)
def near(address: str) -> str:
    """The prefix of an address: IPv4 /24, IPv6 /48; all that is no address is one and the same place."""
    return _network(address, _NEAR)


@lru_cache(maxsize=2_000)
def wide(address: str) -> str:
    """The network around that: IPv4 /16, IPv6 /32."""
    return _network(address, _WIDE)


def _network(address: str, bits: dict[int, int]) -> str:
    try:
        plain = _plain(ip_address(address))
    except ValueError:
        return "?"
    return str(ip_network((plain, bits[plain.version]), strict=False))


def _plain(address: IPv4Address | IPv6Address) -> IPv4Address | IPv6Address:
    """An IPv4 address in the clothes of IPv6 is what it is."""
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address
