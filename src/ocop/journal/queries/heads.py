"""The journal as a tree: its signed heads, and proofs that a line stands in it or that one head goes on another."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from ..models import Line, SignedHead
from ..rules.tree import Tree


def published_heads(count: int = 60) -> list[SignedHead]:
    """The newest first."""
    return list(SignedHead.objects.order_by("-size")[:count])


def head_of_size(size: int) -> SignedHead | None:
    return SignedHead.objects.filter(size=size).first()


def newest_head() -> SignedHead | None:
    return SignedHead.objects.order_by("-size").first()


def tree_of(size: int) -> Tree:
    """The tree of the first `size` lines; `ValueError` where the journal is shorter or has a gap."""
    newest = Line.objects.filter(number=size).values_list("seal", flat=True).first() if size else ""
    if newest is None:
        raise ValueError(f"the journal has no line {size}")
    return _tree_ending_in(size, newest)


@lru_cache(maxsize=2)
def _tree_ending_in(size: int, newest: str) -> Tree:
    """Kept by its last seal, which stands for every line before it."""
    tree = Tree(bytes.fromhex(seal) for seal in _seals(size))
    if tree.size != size:
        raise ValueError(f"the journal has {tree.size} of its first {size} lines")
    return tree


def _seals(size: int) -> Iterable[str]:
    return Line.objects.filter(number__lte=size).order_by("number").values_list("seal", flat=True).iterator(5000)
