"""Between granian and WSGI: a request reaches a thread only when its body has arrived.

Measured: under granian's own WSGI three visitors who send a body and never finish it hold all three threads for ever, and
with them every page. Here bodies are awaited on the event loop, with a deadline and a limit; waiting costs no thread. The
price is 0.03 ms a request (0.015 against 0.045 ms for an empty page). What memory alone can answer never meets a thread of
pages: `at_once` answers it on arrival (see `arrival`), or else on the loop.
"""

import asyncio
import io
import logging
import sys
from collections.abc import Awaitable, Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from granian.rsgi import HTTPProtocol, ProtocolClosed, Scope  # type: ignore[attr-defined]  # it re-exports them silently

from ocop.portal.management.proxies import Proxies

Headers = list[tuple[str, str]]
Application = Callable[..., Iterable[bytes]]
# (request, address, region) → status, headers, body; or None: ask the application.
AtOnce = Callable[[Scope, str, str], tuple[int, Headers, bytes] | None]

LARGEST_BODY = 64_000_000
KEPT_IN_MEMORY = 1_000_000
PATIENCE = 15.0  # seconds for any body, and on top the time a slow telephone needs
SLOWEST = 20_000  # bytes a second
ALWAYS: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": True,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
}
logger = logging.getLogger(__name__)


class Turned(Exception):
    """A request that is answered at the door."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words


class Door:
    """An RSGI application around a WSGI application."""

    def __init__(
        self, application: Application, threads: int, at_once: AtOnce | None = None, proxies: Proxies | None = None
    ) -> None:
        self.application = application
        self.at_once = at_once
        self.proxies = proxies or Proxies("")
        self.asks_on_arrival = False
        self.threads = ThreadPoolExecutor(threads, thread_name_prefix="page")

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        if not self.asks_on_arrival and (quick := self.quickly(scope)):
            protocol.response_bytes(*quick)
            return
        address, region = self._visitor(scope)
        try:
            body, length = await _body(scope, protocol) if _has_body(scope) else (io.BytesIO(), 0)
        except Turned as turned:
            headers = [("content-type", "text/plain; charset=utf-8"), ("connection", "close")]
            protocol.response_str(turned.status, headers, turned.words)
            return
        except ProtocolClosed:
            return
        with body:
            environ = _environ(scope, body, length, address, region)
            await self._send(protocol, Answer(self.application, environ))

    def quickly(self, scope: Scope) -> tuple[int, Headers, bytes] | None:
        """What memory alone answers; waits for nothing, and may be asked in any thread."""
        if self.at_once is None:
            return None
        try:
            return self.at_once(scope, *self._visitor(scope))
        except Exception:
            logger.exception("An answer from memory failed: %s", scope.path)
            return None

    def _visitor(self, scope: Scope) -> tuple[str, str]:
        """Whose request this is, and where from if a proxy of ours says so."""
        peer = scope.client.rpartition(":")[0].strip("[]")
        proxies = self.proxies
        if not proxies.any or not proxies.trusts(peer):
            return peer, ""
        headers = scope.headers
        region = headers.get(proxies.region_header) if proxies.region_header else ""
        forwarded = ",".join(headers.get_all("x-forwarded-for"))  # type: ignore[attr-defined]  # its stubs lag behind
        return (proxies.visitor(peer, forwarded) if forwarded else peer), region or ""

    async def _send(self, protocol: HTTPProtocol, answer: "Answer") -> None:
        whole = await self._in_thread(answer.begin)
        if whole is not None:
            protocol.response_bytes(answer.status, answer.headers, whole)
            return
        stream = protocol.response_stream(answer.status, answer.headers)
        try:
            while (piece := await self._in_thread(answer.next_piece)) is not None:
                await stream.send_bytes(piece)
        except ProtocolClosed:
            pass  # the visitor has left
        finally:
            await self._in_thread(answer.close)

    def _in_thread(self, work: Callable[[], bytes | None]) -> Awaitable[bytes | None]:
        return self.loop.run_in_executor(self.threads, work)


class Answer:
    """One WSGI call: begun, read and closed in a thread."""

    def __init__(self, application: Application, environ: dict[str, Any]) -> None:
        self.application, self.environ = application, environ
        self.status, self.headers = 500, Headers()
        self.result: Iterable[bytes] = ()
        self.pieces: Iterator[bytes] = iter(())

    def begin(self) -> bytes | None:
        """The whole answer; None when it is to be read piece by piece."""
        try:
            self.result = self.application(self.environ, self._start)
            if getattr(self.result, "streaming", False):
                self.pieces = iter(self.result)
                return None
            whole = b"".join(self.result)
        except Exception:
            logger.exception("A page failed outside Django: %s", self.environ["PATH_INFO"])
            self.status, self.headers, whole = (
                500,
                [("content-type", "text/plain; charset=utf-8")],
                "Lỗi máy chủ.".encode(),
            )
        self.close()
        return whole

    def next_piece(self) -> bytes | None:
        return next(self.pieces, None)

    def close(self) -> None:
        closing = getattr(self.result, "close", None)
        if closing:
            closing()

    def _start(self, status: str, headers: Headers, failure: object = None) -> None:
        self.status, self.headers = int(status[:3]), headers


def _has_body(scope: Scope) -> bool:
    return "content-length" in scope.headers or "transfer-encoding" in scope.headers


async def _body(scope: Scope, protocol: HTTPProtocol) -> tuple[IO[bytes], int]:
    """The body, read to its end, and its length."""
    announced = scope.headers.get("content-length")
    if announced and int(announced) > LARGEST_BODY:
        raise Turned(413, f"Dữ liệu gửi lên quá lớn: nhiều nhất {LARGEST_BODY // 1_000_000} MB một lần.")
    body: IO[bytes] = SpooledTemporaryFile(KEPT_IN_MEMORY)  # noqa: SIM115 - the caller closes it after the page
    try:
        async with asyncio.timeout(PATIENCE + int(announced or 0) / SLOWEST):
            async for piece in protocol:
                body.write(piece)
                if body.tell() > LARGEST_BODY:
                    raise Turned(413, f"Dữ liệu gửi lên quá lớn: nhiều nhất {LARGEST_BODY // 1_000_000} MB một lần.")
    except BaseException as error:
        body.close()
        if isinstance(error, TimeoutError):
            raise Turned(408, "Đường truyền quá chậm nên máy chủ đã ngừng chờ. Hãy gửi lại.") from None
        raise
    length = body.tell()
    body.seek(0)
    return body, length


def _environ(scope: Scope, body: IO[bytes], length: int, address: str, region: str) -> dict[str, Any]:
    """What PEP 3333 asks for. Paths are bytes read as Latin-1 there."""
    host, _, port = scope.server.rpartition(":")
    environ = {
        **ALWAYS,
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode("utf-8", "surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host,
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": address,
        "OCOP_REGION": region,
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": body,
    }
    for name, value in scope.headers.items():
        key = _key(name)
        if key in environ:
            value = f"{environ[key]}{'; ' if name == 'cookie' else ','}{value}"
        if key:
            environ[key] = value
    if _has_body(scope):
        environ["CONTENT_LENGTH"] = str(length)
    return environ


@lru_cache(256)
def _key(name: str) -> str:
    """Where PEP 3333 wants a header; nowhere for «x_real-ip», which would pass for «x-real-ip», nor for what the door has
    already read or refused to believe."""
    if "_" in name or name == "x-forwarded-for":
        return ""
    key = name.upper().replace("-", "_")
    return key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
