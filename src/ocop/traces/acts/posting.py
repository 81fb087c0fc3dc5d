"""Sending to strangers: one POST over a connection pinned to an address that was checked, and nothing followed.

A name may stand for another address a second later (DNS rebinding); here it is resolved once, every address it stands
for is checked, and the connection goes to that address, while TLS still proves the name.
"""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Mapping
from typing import NamedTuple

from django.conf import settings

from ocop.journal.rules import Reason

from ..rules.destinations import Destination, destination_of, is_public

CONNECT_SECONDS, ANSWER_SECONDS, WHOLE_SECONDS = 5.0, 10.0, 20.0
_LONGEST_ANSWER = 64 * 1024


class Posted(NamedTuple):
    """The status, or 0 and what went wrong."""

    status: int
    fault: str = ""

    @property
    def taken(self) -> bool:
        return 200 <= self.status < 300


def trusted() -> tuple[str, ...]:
    """Receivers on this machine that a demonstration may use; nothing outside a demonstration."""
    return tuple(getattr(settings, "LOCAL_WEBHOOKS", ())) if settings.OCOP_DEMO else ()


def post(url: str, body: bytes, headers: Mapping[str, str]) -> Posted:
    """Send a body; redirects are not followed, and of the answer only the status counts."""
    found = destination_of(url, trusted=trusted())
    if isinstance(found, Reason):
        return Posted(0, found.message)
    try:
        connection = _connection(found)
    except OSError as error:
        return Posted(0, _told(error))
    if connection is None:
        return Posted(0, "Tên máy chủ chỉ vào mạng nội bộ nên không gửi.")
    return _exchange(connection, found, body, headers)


def _exchange(connection: _Pinned, found: Destination, body: bytes, headers: Mapping[str, str]) -> Posted:
    # Single reads have their time-outs; this one ends an answer that drips forever.
    watch = threading.Timer(WHOLE_SECONDS, connection.cut)
    watch.start()
    try:
        connection.request("POST", found.target, body, dict(headers))
        response = connection.getresponse()
        response.read(_LONGEST_ANSWER)
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Posted(0, _told(error))
    finally:
        watch.cancel()
        connection.close()
    if connection.was_cut:  # half an answer reads like a whole one
        return Posted(0, "Máy nhận trả lời quá chậm.")
    if 300 <= response.status < 400:
        return Posted(response.status, "Máy nhận chuyển hướng; sự kiện không được gửi theo.")
    return Posted(response.status, "" if response.status < 300 else f"Máy nhận trả lời {response.status}.")


def _connection(found: Destination) -> _Pinned | None:
    """A connection to the first of the name's addresses; None when any of them is not of the open internet."""
    local = f"{found.host}:{found.port}" in trusted()
    known = socket.getaddrinfo(found.host, found.port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in known))
    if not addresses or not (local or all(map(is_public, addresses))):
        return None
    return _Pinned(found, addresses[0])


class _Pinned(http.client.HTTPConnection):
    """Speaks to one address, as the host that was asked for."""

    def __init__(self, found: Destination, address: str) -> None:
        super().__init__(found.host, found.port, timeout=ANSWER_SECONDS)
        self._found = found
        self._address = address
        self.was_cut = False
        if found.tls:
            self.default_port = 443

    def connect(self) -> None:
        sock = socket.create_connection((self._address, self.port), timeout=CONNECT_SECONDS)
        sock.settimeout(ANSWER_SECONDS)
        if self._found.tls:
            sock = ssl.create_default_context().wrap_socket(sock, server_hostname=self._found.host)
        self.sock = sock

    def cut(self) -> None:
        """End everything now, from another thread."""
        self.was_cut = True
        sock = self.sock
        if sock is not None:
            try:
                socket.socket.shutdown(sock, socket.SHUT_RDWR)
            except OSError:
                sock.close()


def _told(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "Máy nhận không trả lời kịp."
    if isinstance(error, ssl.SSLError):
        return "Chứng thư TLS của máy nhận không hợp lệ."
    if isinstance(error, socket.gaierror):
        return "Không tìm thấy tên máy chủ."
    return f"Không gửi được: {type(error).__name__}."
