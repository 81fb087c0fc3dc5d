"""Ways to hand a lot to the national portal. Today a folder; one day their address, once they publish what it takes.

Every adapter keeps three promises (tests/scans/test_exports_portals.py runs the same tests against each): what was
delivered once is known when it is delivered again; a document that is refused is never tried again; a passing fault is.
"""

from __future__ import annotations

import hashlib
import http.client
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the other side said: its reference, and whether it knew the document before."""

    key: str
    reference: str
    known: bool


class PortalAway(Exception):
    """The other side does not answer now; try again later."""


class PortalRefused(Exception):
    """The other side does not take this document; the sentence says why."""


class NationalPortal(Protocol):
    """One way of delivering documents."""

    def deliver(self, document: bytes) -> Receipt:
        """Raises PortalAway or PortalRefused."""


def key_of(document: bytes) -> str:
    """The name of a delivery: the same content is the same delivery, whenever it was written."""
    plain = json.loads(document)
    plain.pop("generatedAt", None)
    plain.get("epcis", {}).pop("creationDate", None)
    return hashlib.sha256(json.dumps(plain, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


class OutboxPortal:
    """A folder: somebody carries the files, or nobody does yet."""

    def __init__(self, folder: Path, longest: int = 20_000_000) -> None:
        self._folder, self._longest = folder, longest

    def deliver(self, document: bytes) -> Receipt:
        if len(document) > self._longest:
            raise PortalRefused(f"Tệp lớn hơn {self._longest // 1_000_000} MB.")
        key = key_of(document)
        target = self._folder / f"{key}.json"
        if target.exists():
            return Receipt(key, target.name, known=True)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = self._folder / f".{key}.{os.getpid()}"
            draft.write_bytes(document)
            draft.replace(target)
        except OSError as fault:
            raise PortalAway(str(fault)) from fault
        return Receipt(key, target.name, known=False)


class HttpPortal:
    """POST to one address with an idempotency key; tries a passing fault again, follows no redirect."""

    def __init__(
        self,
        address: str,
        token: str = "",
        *,
        tries: int = 3,
        seconds: float = 10.0,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self._parts = urlsplit(address)
        if self._parts.scheme != "https" and self._parts.hostname not in ("127.0.0.1", "localhost"):
            raise ValueError("the portal's address must be https")
        self._token, self._tries, self._seconds, self._wait = token, tries, seconds, wait

    def deliver(self, document: bytes) -> Receipt:
        key, fault = key_of(document), "no answer"
        for attempt in range(self._tries):
            if attempt:
                self._wait(2.0**attempt)
            try:
                status, body = self._post(document, key)
            except (OSError, http.client.HTTPException) as error:
                fault = str(error)
                continue
            if status in (200, 201, 202):
                return Receipt(key, _reference(body), known=status == 200)
            if status < 500 and status not in (408, 425, 429):
                raise PortalRefused(f"{status}: {body[:300].decode('utf-8', 'replace')}")
            fault = f"status {status}"
        raise PortalAway(fault)

    def _post(self, document: bytes, key: str) -> tuple[int, bytes]:
        kind = http.client.HTTPSConnection if self._parts.scheme == "https" else http.client.HTTPConnection
        connection = kind(self._parts.hostname or "", self._parts.port, timeout=self._seconds)
        headers = {"Content-Type": "application/json", "Idempotency-Key": key}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        try:
            connection.request("POST", self._parts.path or "/", document, headers)
            answer = connection.getresponse()
            return answer.status, answer.read(100_000)
        finally:
            connection.close()


def _reference(body: bytes) -> str:
    try:
        told = json.loads(body)
    except ValueError:
        return ""
    return str(told.get("reference", ""))[:200] if isinstance(told, dict) else ""
