"""Two file locks per home: who owns the server, and who uses it. They vanish with their process, even a killed one."""

import fcntl
import os
import time
from pathlib import Path

from pgbox.errors import ClusterError


class Lock:
    """An advisory lock on a file of the home."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd: int | None = None

    def take(self, *, shared: bool = False, patience: float = 0) -> bool:
        """Take the lock, waiting `patience` seconds at most; False when somebody else keeps it."""
        self._fd = self._open() if self._fd is None else self._fd
        mode = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB
        end = time.monotonic() + patience
        while True:
            try:
                fcntl.flock(self._fd, mode)
                return True
            except BlockingIOError:
                if time.monotonic() >= end:
                    return False
                time.sleep(0.05)

    def sign(self, text: str) -> None:
        """Leave a word for those who find the lock taken."""
        if self._fd is not None:
            os.ftruncate(self._fd, 0)
            os.pwrite(self._fd, text.encode(), 0)

    def signed(self) -> str:
        return self.path.read_text(errors="replace")

    def release(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def _open(self) -> int:
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except PermissionError:
            text = f"Không ghi được {self.path}: thư mục dữ liệu thuộc tài khoản khác. Hãy đặt OCOP_HOME khác."
            raise ClusterError(text) from None
