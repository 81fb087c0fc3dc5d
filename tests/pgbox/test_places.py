"""Folders that strangers may have laid ready are refused."""

import os
from pathlib import Path

import pytest

from pgbox.accounts import Account, account_for
from pgbox.errors import ClusterError, explained
from pgbox.places import _private, _short

OURS = Account(os.geteuid(), os.getegid())


def test_a_socket_folder_with_open_doors_is_refused(tmp_path: Path) -> None:
    (tmp_path / "socket").mkdir(mode=0o755)
    with pytest.raises(ClusterError, match="không an toàn"):
        _private(tmp_path / "socket", OURS)


def test_a_link_in_place_of_the_socket_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (tmp_path / "socket").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ClusterError, match="không an toàn"):
        _private(tmp_path / "socket", OURS)


def test_our_own_closed_folder_is_used_again(tmp_path: Path) -> None:
    _private(tmp_path / "socket", OURS)
    _private(tmp_path / "socket", OURS)


def test_a_short_path_stays_where_it_is() -> None:
    assert _short(Path("/srv/ocop/socket")) == Path("/srv/ocop/socket")


def test_a_path_is_measured_in_bytes_not_letters() -> None:
    vietnamese = Path("/srv") / ("ặ" * 40)
    assert _short(vietnamese) != vietnamese


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lends the server to another account")
def test_root_lends_the_server_to_the_owner_of_the_folder_or_to_nobody(tmp_path: Path) -> None:
    assert account_for(tmp_path).uid not in (0, 4242)
    os.chown(tmp_path, 4242, 4242)
    assert account_for(tmp_path) == Account(4242, 4242)


def test_a_full_disk_is_said_in_a_sentence() -> None:
    assert explained('FATAL: could not write lock file "x": No space left on device').startswith("Đĩa đã đầy")
