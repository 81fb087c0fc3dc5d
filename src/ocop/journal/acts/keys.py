"""Keys that sign for the portal: made once under the data folder, readable by its owner only, never in the database."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from pathlib import Path

from django.conf import settings


def kept_once(name: str, make: Callable[[], bytes]) -> bytes:
    """The bytes of this file; complete or absent, and the same for all who ask first at the same moment."""
    file = Path(settings.KEYS_DIR) / name
    if not file.exists():
        _write(file, make())
    return file.read_bytes()


def _write(file: Path, data: bytes) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{secrets.token_hex(6)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        handle.write(data)
        handle.flush()
        os.fsync(handle.fileno())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
