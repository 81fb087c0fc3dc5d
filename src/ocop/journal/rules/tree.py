"""The Merkle tree of RFC 9162 (Certificate Transparency 2.0, section 2.1) over the journal's seals.

A leaf's entry is the 32 bytes of a line's seal. Hashes are 32 bytes; proofs are lists of hashes, nearest the leaf first.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence

EMPTY_ROOT = hashlib.sha256().digest()


def leaf_hash(entry: bytes) -> bytes:
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """Every level of the tree, so that a proof costs one look for each level.

    A node without a right neighbour moves up unchanged, which gives the very tree that the RFC splits from above.
    """

    def __init__(self, entries: Iterable[bytes]) -> None:
        self._levels = [[leaf_hash(entry) for entry in entries]]
        while len(self._levels[-1]) > 1:
            self._levels.append(_level_above(self._levels[-1]))

    @property
    def size(self) -> int:
        return len(self._levels[0])

    @property
    def root(self) -> bytes:
        return self._levels[-1][0] if self.size else EMPTY_ROOT

    def inclusion(self, index: int) -> list[bytes]:
        """The path that proves leaf `index` (from 0) to be in this tree; `IndexError` where there is none."""
        if not 0 <= index < self.size:
            raise IndexError(f"no leaf {index} in a tree of {self.size}")
        path = []
        for level in self._levels[:-1]:
            if (index ^ 1) < len(level):
                path.append(level[index ^ 1])
            index >>= 1
        return path

    def consistency(self, older: int) -> list[bytes]:
        """What proves that the first `older` leaves are those of the tree that had this size."""
        if not 0 < older <= self.size:
            raise IndexError(f"a tree of {self.size} has no older size {older}")
        return self._subproof(older, 0, self.size, whole=True)

    def _subproof(self, older: int, low: int, high: int, *, whole: bool) -> list[bytes]:
        if older == high - low:
            return [] if whole else [self._range(low, high)]
        middle = _split(high - low)
        if older <= middle:
            return [*self._subproof(older, low, low + middle, whole=whole), self._range(low + middle, high)]
        rest = self._subproof(older - middle, low + middle, high, whole=False)
        return [*rest, self._range(low, low + middle)]

    def _range(self, low: int, high: int) -> bytes:
        width = high - low
        if width & (width - 1) == 0 and low % width == 0:
            return self._levels[width.bit_length() - 1][low // width]
        middle = _split(width)
        return node_hash(self._range(low, low + middle), self._range(low + middle, high))


def root_by_inclusion(entry: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that `path` leads to from leaf `index`; None when the path does not fit a tree of `size`."""
    if not 0 <= index < size:
        return None
    node, last, rest = leaf_hash(entry), size - 1, list(path)
    while last:
        if index & 1 or index < last:
            if not rest:
                return None
            step = rest.pop(0)
            node = node_hash(step, node) if index & 1 else node_hash(node, step)
        index, last = index >> 1, last >> 1
    return None if rest else node


def is_consistent(older: int, older_root: bytes, newer: int, newer_root: bytes, proof: Sequence[bytes]) -> bool:
    """Whether the tree of `newer` leaves begins with the tree of `older` leaves (RFC 9162, 2.1.4.2)."""
    if not 0 < older <= newer:
        return False
    if older == newer:
        return not proof and older_root == newer_root
    steps = [older_root, *proof] if older & (older - 1) == 0 else list(proof)
    if not steps:
        return False
    index, last = older - 1, newer - 1
    while index & 1:
        index, last = index >> 1, last >> 1
    first = second = steps.pop(0)
    for step in steps:
        if last == 0:
            return False
        if index & 1 or index == last:
            first, second = node_hash(step, first), node_hash(step, second)
            while index and not index & 1:
                index, last = index >> 1, last >> 1
        else:
            second = node_hash(second, step)
        index, last = index >> 1, last >> 1
    return last == 0 and first == older_root and second == newer_root


def _level_above(level: Sequence[bytes]) -> list[bytes]:
    above = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
    return above if len(level) % 2 == 0 else [*above, level[-1]]


def _split(width: int) -> int:
    """The largest power of two below `width`."""
    return 1 << (width - 1).bit_length() - 1
