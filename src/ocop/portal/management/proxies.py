"""Who asks, when proxies stand between: their word is believed only where a setting says that they are ours.

`OCOP_TRUSTED_PROXIES` lists addresses or networks («127.0.0.1, 10.0.0.0/8»). The visitor is then the last address of
`X-Forwarded-For` that is not itself such a proxy; what a visitor wrote in front of it is never read. `OCOP_REGION_HEADER`
names the header in which such a proxy tells a province or country.
"""

from __future__ import annotations

import ipaddress
from functools import lru_cache

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class Proxies:
    """The proxies of this installation."""

    def __init__(self, trusted: str, region_header: str = "") -> None:
        self._networks: tuple[Network, ...] = tuple(
            ipaddress.ip_network(part.strip(), strict=False) for part in trusted.split(",") if part.strip()
        )
        self.any = bool(self._networks)
        self.region_header = region_header.strip().lower()
        self.trusts = lru_cache(maxsize=4_000)(self._trusts)
        self.visitor = lru_cache(maxsize=20_000)(self._visitor)

    def __bool__(self) -> bool:
        return bool(self._networks)

    def _trusts(self, address: str) -> bool:
        try:
            ip = ipaddress.ip_address(address)
        except ValueError:
            return False
        if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        return any(ip in network for network in self._networks)

    def _visitor(self, peer: str, forwarded: str) -> str:
        """The address that asked, as far as trusted proxies vouch for it."""
        if not self.trusts(peer):
            return peer
        for part in reversed(forwarded.split(",")[-20:]):
            address = _plain(part)
            if not address:
                return peer  # whoever wrote this, it was no proxy of ours
            if not self.trusts(address):
                return address
            peer = address
        return peer


def _plain(text: str) -> str:
    """An address without port or brackets; empty when it is none."""
    address = text.strip().strip('"')
    if address.startswith("["):
        address = address[1:].partition("]")[0]
    elif address.count(":") == 1:
        address = address.partition(":")[0]
    try:
        return str(ipaddress.ip_address(address))
    except ValueError:
        return ""
