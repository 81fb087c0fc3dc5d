"""Which folders the server lives in: its data beside the rest of the home, its socket where the path is short."""

import hashlib
import os
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pgbox.accounts import Account
from pgbox.binaries import public_folder
from pgbox.errors import ClusterError

SOCKET_NAME = ".s.PGSQL.5432"
LONGEST_SOCKET = 107  # sockaddr_un.sun_path of Linux, without the closing zero


@dataclass(frozen=True)
class Place:
    """The folders of one cluster."""

    data: Path
    sockets: Path
    log: Path


def place_of(home: Path) -> Path:
    """The folder of the cluster below the home; a link where the account cannot enter the home itself."""
    return home / "postgres"


def settle(home: Path, account: Account) -> Place:
    """Find or make the folders. Modes: only the account enters data and sockets."""
    root = place_of(home)
    if root.is_symlink() or not root.exists():
        root = _moved_in(home, root, account)
    root = root.resolve()
    if not account.may("-x", root):
        raise ClusterError(f"Thư mục {root} thuộc về tài khoản khác. Hãy đặt OCOP_HOME tới một thư mục khác.")
    sockets = _short(root / "socket")
    _private(sockets, account)
    return Place(data=root / "data", sockets=sockets, log=root / "server.log")


def _moved_in(home: Path, root: Path, account: Account) -> Path:
    """A private folder for the cluster. Under a home closed to the account it stands in a public place, linked from
    the home, because opening somebody's home folder to others is not ours to do."""
    if root.is_symlink() and root.exists():
        return root
    root.unlink(missing_ok=True)
    if account.may("-x", home):
        root.mkdir(mode=0o700)
        account.own(root)
        return root
    elsewhere = Path(tempfile.mkdtemp(prefix="cluster-", dir=public_folder()))
    account.own(elsewhere)
    root.symlink_to(elsewhere)
    return root


def _short(wanted: Path) -> Path:
    if len(os.fsencode(wanted / SOCKET_NAME)) <= LONGEST_SOCKET:
        return wanted
    key = hashlib.sha256(os.fsencode(wanted)).hexdigest()[:16]
    return Path("/tmp") / f"pgbox-{key}"


def _private(folder: Path, account: Account) -> None:
    """Make the folder, or prove that it is ours: in /tmp anybody may have made it first."""
    try:
        folder.mkdir(mode=0o700)
        account.own(folder)
    except FileExistsError:
        facts = folder.lstat()
        if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != account.uid or stat.S_IMODE(facts.st_mode) != 0o700:
            words = f"Thư mục {folder} do người khác tạo nên không an toàn. Hãy xóa nó rồi chạy lại."
            raise ClusterError(words) from None
