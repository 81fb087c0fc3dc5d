"""Which account runs the server. PostgreSQL refuses to run as root, so root lends the work to somebody else."""

import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypedDict

from pgbox.errors import ClusterError


class RunAs(TypedDict, total=False):
    """The arguments of `subprocess` that change the account; empty where the account is already ours."""

    user: int
    group: int
    extra_groups: Sequence[int]


@dataclass(frozen=True)
class Account:
    """A user and a group of this machine, by number."""

    uid: int
    gid: int

    @property
    def run_as(self) -> RunAs:
        if self.uid == os.geteuid():
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def may(self, test: str, path: Path) -> bool:
        """Whether the account passes `test` (as in `test -x`) on the path: the kernel is asked, it knows ACLs too."""
        if not self.run_as:
            return os.access(path, {"-x": os.X_OK, "-w": os.W_OK, "-r": os.R_OK}[test])
        return self._ask("/bin/sh", "-c", f'test {test} "$1"', "sh", str(path)) == 0

    def own(self, path: Path) -> None:
        if self.run_as:
            os.chown(path, self.uid, self.gid)

    def _ask(self, *command: str) -> int:
        options: dict[str, Any] = {**self.run_as}
        return subprocess.run(command, cwd="/", check=False, capture_output=True, **options).returncode


def account_for(folder: Path) -> Account:
    """Ourselves; for root the owner of the folder when that is somebody else, otherwise the machine's `nobody`."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    owner = folder.stat()
    if owner.st_uid != 0:
        return Account(owner.st_uid, owner.st_gid)
    try:
        nobody = pwd.getpwnam("nobody")
    except KeyError:
        raise ClusterError("Máy này không có tài khoản «nobody» để chạy cơ sở dữ liệu thay cho root.") from None
    return Account(nobody.pw_uid, nobody.pw_gid)
