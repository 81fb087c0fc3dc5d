"""Sending to strangers: what is refused at the last moment, and answers that never end."""

import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from ocop.traces.acts import posting
from ocop.traces.acts.posting import post

NAME = "https://doi-tac.example.vn/nhan"


def _resolving_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """The world's name service, which is not ours to trust."""
    asked: list[str] = []

    def answer(host: str, port: int, **_: Any) -> list[Any]:
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    return asked


@pytest.mark.parametrize(
    "addresses",
    [("127.0.0.1",), ("10.1.2.3",), ("169.254.169.254",), ("8.8.8.8", "127.0.0.1"), ("::1",), ("::ffff:10.0.0.1",), ()],
)
def test_a_name_that_stands_for_an_inner_address_is_not_knocked_at(
    monkeypatch: pytest.MonkeyPatch, addresses: tuple[str, ...]
) -> None:
    _resolving_to(monkeypatch, *addresses)
    monkeypatch.setattr(socket, "create_connection", lambda *_, **__: pytest.fail("knocked"))
    assert "mạng nội bộ" in post(NAME, b"{}", {}).fault


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _resolving_to(monkeypatch, "8.8.8.8")
    reached: list[Any] = []

    def connect(address: Any, **_: Any) -> None:
        reached.append(address)
        _resolving_to(monkeypatch, "127.0.0.1")  # the name means something else by now
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "create_connection", connect)
    assert post(NAME, b"{}", {}).status == 0
    assert (asked, reached) == (["doi-tac.example.vn"], [("8.8.8.8", 443)])


def test_an_address_that_is_no_longer_fit_is_not_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = _resolving_to(monkeypatch, "8.8.8.8")
    assert "https://" in post("http://doi-tac.example.vn/", b"{}", {}).fault
    assert not asked


@contextmanager
def _server(serve: Any) -> Iterator[str]:
    listening = socket.create_server(("127.0.0.1", 0))
    thread = threading.Thread(target=serve, args=(listening,), daemon=True)
    thread.start()
    try:
        yield f"127.0.0.1:{listening.getsockname()[1]}"
    finally:
        thread.join(12)
        listening.close()


def _trust(settings: Any, address: str) -> None:
    settings.OCOP_DEMO, settings.LOCAL_WEBHOOKS = True, (address,)


def test_an_answer_that_drips_forever_is_cut(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def drip(listening: socket.socket) -> None:
        sock, _ = listening.accept()
        with sock, suppress(OSError):
            sock.sendall(b"HTTP/1.1 200 OK\r\n")
            for n in range(200):
                time.sleep(0.05)
                sock.sendall(b"X-%d: y\r\n" % n)

    monkeypatch.setattr(posting, "WHOLE_SECONDS", 0.4)
    with _server(drip) as address:
        _trust(settings, address)
        began = time.monotonic()
        assert post(f"http://{address}/", b"{}", {}).status == 0
        assert time.monotonic() - began < 5


def test_what_is_no_http_is_told_as_a_failure(settings: Any) -> None:
    def babble(listening: socket.socket) -> None:
        sock, _ = listening.accept()
        sock.sendall(b"SSH-2.0-hello\r\n")
        sock.close()

    with _server(babble) as address:
        _trust(settings, address)
        assert post(f"http://{address}/", b"{}", {}).fault.startswith("Không gửi được")


def test_nobody_is_believed_whose_certificate_is_not(settings: Any, tmp_path: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    own = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (tmp_path / "own.pem").write_bytes(private + own)

    def speak(listening: socket.socket) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tmp_path / "own.pem")
        sock, _ = listening.accept()
        with sock, suppress(OSError):
            context.wrap_socket(sock, server_side=True).close()

    with _server(speak) as address:
        _trust(settings, address)
        assert "TLS" in post(f"https://{address}/", b"{}", {}).fault


def test_outside_a_demonstration_no_receiver_of_this_machine_is_trusted(settings: Any) -> None:
    settings.OCOP_DEMO, settings.LOCAL_WEBHOOKS = False, ("127.0.0.1:9",)
    assert posting.trusted() == ()
    assert "https://" in post("http://127.0.0.1:9/", b"{}", {}).fault
