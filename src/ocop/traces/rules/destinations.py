"""Where events may be sent: public addresses over TLS only, so that nobody makes this house knock at its own doors.

The check of a name happens twice: what it looks like when the subscription is made, and which addresses it stands for
each time before something is sent; the connection then goes to the very address that was checked.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import NamedTuple
from urllib.parse import urlsplit

from ocop.journal.rules import Reason

LONGEST = 2_000
# Labels as the name system has them (RFC 1035): Python's resolver raises at an empty or a longer one.
_NAME = re.compile(
    r"(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?", re.ASCII
)
# Public ranges that lead to something else: NAT64, 6to4 and Teredo carry an IPv4 address inside.
_NAT64 = (ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48"))
_REFUSED = tuple(
    ip_network(text)
    for text in (
        "0.0.0.0/8",
        "100.64.0.0/10",
        "192.0.0.0/24",
        "192.88.99.0/24",
        "198.18.0.0/15",
        "224.0.0.0/3",
        "fec0::/10",
    )
)


class Destination(NamedTuple):
    """A checked address to send to."""

    host: str
    port: int
    target: str
    tls: bool = True


def is_public(address: str) -> bool:
    """Whether an IP address belongs to the open internet."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if "%" in address:
        return False
    return all(_open(each) for each in (found, *_inside(found)))


def _open(found: IPv4Address | IPv6Address) -> bool:
    if not found.is_global or found.is_multicast or found.is_reserved or found.is_unspecified:
        return False
    return not any(found in network for network in _REFUSED if network.version == found.version)


def _inside(found: IPv4Address | IPv6Address) -> list[IPv4Address]:
    """IPv4 addresses carried in an IPv6 address."""
    if isinstance(found, IPv4Address):
        return []
    carried = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
    if any(found in network for network in _NAT64) or int(found) >> 32 == 0:
        carried.append(IPv4Address(int(found) & 0xFFFFFFFF))
    return [each for each in carried if each is not None]


def destination_of(url: str, *, trusted: Collection[str] = ()) -> Destination | Reason:
    """Read a destination, or say why nothing is sent there.

    `trusted` are addresses `host:port` of this machine that a demonstration or a test may use, without TLS.
    """
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return _unfit("Địa chỉ nhận không đọc được. Hãy viết như https://may-chu.vn/nhan-su-kien.")
    if not url.isascii() or len(url) > LONGEST or any(c <= " " or c == "\\" for c in url):
        return _unfit(f"Địa chỉ nhận chỉ gồm ký tự ASCII, không có khoảng trắng, dài tối đa {LONGEST} ký tự.")
    if not host or parts.username is not None or parts.password is not None or parts.fragment:
        return _unfit("Địa chỉ nhận có tên máy chủ, không kèm tên đăng nhập, mật khẩu hay phần sau dấu #.")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    if f"{host}:{port}" in trusted and parts.scheme in ("http", "https"):
        return Destination(host, port or 80, target, parts.scheme == "https")
    return _public(parts.scheme, host, 443 if port is None else port, target)


def _public(scheme: str, host: str, port: int, target: str) -> Destination | Reason:
    if scheme != "https":
        return _unfit("Địa chỉ nhận phải bắt đầu bằng https:// để không ai đọc trộm sự kiện trên đường đi.")
    if port != 443 and port < 1024:
        return _unfit("Cổng của địa chỉ nhận là 443 hoặc từ 1024 trở lên.")
    if _is_number(host) and not is_public(host):
        return _unfit("Địa chỉ nhận nằm trong mạng nội bộ. Hãy dùng một địa chỉ trên Internet.")
    if not _is_number(host) and (
        not _NAME.fullmatch(host) or host.endswith((".local", ".internal", ".localhost", ".home.arpa"))
    ):
        return _unfit("Tên máy chủ của địa chỉ nhận không phải tên trên Internet.")
    return Destination(host, port, target)


def _is_number(host: str) -> bool:
    """Anything that some resolver would take for an address, odd spellings such as 0x7f.1 or 2130706433 included."""
    last = host.rsplit(".", 1)[-1]
    return ":" in host or last.isdigit() or last.startswith("0x")


def _unfit(message: str) -> Reason:
    return Reason(message, "dest", "destination")
