"""Who scans: a keyed, daily changing mark of the network, and nothing else."""

from __future__ import annotations

import hashlib
import ipaddress
from datetime import date
from functools import lru_cache

# 2 000 wrong tags a day and network leave a forger 1e-12 a day for each network; an epoch bears a million in all.
WRONG_A_DAY = 2_000
WRONG_AN_EPOCH = 1_000_000
ALARM_AT = WRONG_AN_EPOCH // 100
REPORTS_A_DAY = 20


@lru_cache(maxsize=20_000)
def network_of(address: str) -> str:
    """The /24 (IPv4) or /48 (IPv6) that an address lies in; anything else is one network of its own."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 48), strict=False))


@lru_cache(maxsize=20_000)
def network_mark(address: str, secret: bytes, day: date) -> int:
    """A positive 62-bit number that means nothing tomorrow and nothing without the secret."""
    salted = hashlib.blake2b(
        network_of(address).encode(), key=secret[:64], salt=day.isoformat().encode(), digest_size=8
    )
    return int.from_bytes(salted.digest(), "big") >> 2
