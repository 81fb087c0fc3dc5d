"""A sealed tar: named parts and a manifest with the hash of every file, checked before anything is put back."""

import hashlib
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ocop.portal.management.launch import Unfit

MANIFEST = "manifest.json"


@dataclass(frozen=True)
class Archive:
    """An unpacked archive whose hashes agree."""

    folder: Path
    facts: dict[str, Any]

    def path(self, part: str) -> Path:
        return self.folder / part

    def place(self, part: str, target: Path) -> None:
        """Copy a part to where it belongs; a part that was not packed leaves the target alone."""
        source = self.path(part)
        if source.is_dir():
            shutil.copytree(source, target, dirs_exist_ok=True)
        elif source.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target)


def sealed_archive(file: Path, parts: Mapping[str, Path], facts: Mapping[str, Any]) -> None:
    """Write the parts that exist; the file gets its name only when it is complete and on the disk."""
    draft = file.with_name(f".{file.name}.part")
    files = {name: path for part, source in parts.items() for name, path in _files(part, source)}
    manifest = {**facts, "files": {name: digest(path) for name, path in files.items()}}
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as handle:
        with tarfile.open(fileobj=handle, mode="w", dereference=True) as tar:
            body = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
            entry = tarfile.TarInfo(MANIFEST)
            entry.size, entry.mode = len(body), 0o600
            tar.addfile(entry, io.BytesIO(body))
            for name, path in files.items():
                tar.add(path, name, recursive=False)
        handle.flush()
        os.fsync(handle.fileno())
    draft.rename(file)


@contextmanager
def opened_archive(file: Path) -> Iterator[Archive]:
    with tempfile.TemporaryDirectory(prefix="ocop-khoi-phuc-") as name:
        folder = Path(name)
        try:
            with tarfile.open(file) as tar:
                _unpack(tar, folder.resolve())
            facts = json.loads((folder / MANIFEST).read_text())
            broken = [name for name, known in facts["files"].items() if digest(folder / name) != known]
        except (tarfile.TarError, OSError, ValueError, KeyError):
            raise Unfit(f"{file} không phải bản sao lưu của cổng OCOP, hoặc đã hỏng.") from None
        Unfit.unless_clear(*(f"Bản sao lưu hỏng: {name} không khớp dấu băm." for name in broken))
        yield Archive(folder, facts)


def _unpack(tar: tarfile.TarFile, folder: Path) -> None:
    """Plain files below the folder, and nothing else. (Python's own filter for this came only with 3.11.4.)"""
    for entry in tar:
        target, content = (folder / entry.name).resolve(), tar.extractfile(entry) if entry.isreg() else None
        if content is None or not target.is_relative_to(folder):
            raise tarfile.ExtractError(entry.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        with content, target.open("wb") as written:
            shutil.copyfileobj(content, written)


def digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _files(part: str, source: Path) -> Iterator[tuple[str, Path]]:
    if source.is_file():
        yield part, source
    elif source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.is_file():
                yield f"{part}/{path.relative_to(source)}", path
