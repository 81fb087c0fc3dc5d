"""The journal's tree is the tree of RFC 9162, and its proofs prove."""

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ocop.journal.rules.tree import Tree, is_consistent, root_by_inclusion

# The eight entries and roots that the reference implementations of Certificate Transparency are tested with.
ENTRIES = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)


def split_from_above(entries: list[bytes]) -> bytes:
    """MTH of section 2.1.1, word by word: the other way round from how the tree is built."""
    if not entries:
        return hashlib.sha256().digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = 1
    while k * 2 < len(entries):
        k *= 2
    return hashlib.sha256(b"\x01" + split_from_above(entries[:k]) + split_from_above(entries[k:])).digest()


def some(count: int) -> list[bytes]:
    return [bytes([i % 251, i // 251]) for i in range(count)]


@pytest.mark.parametrize(("size", "root"), list(enumerate(ROOTS, 1)))
def test_known_entries_have_their_known_roots(size: int, root: str) -> None:
    assert Tree(ENTRIES[:size]).root.hex() == root


@given(st.lists(st.binary(max_size=4), max_size=70))
def test_the_root_is_the_one_the_rfc_defines(entries: list[bytes]) -> None:
    assert Tree(entries).root == split_from_above(entries)


def test_every_leaf_of_every_small_tree_is_proved_and_no_other_entry_is() -> None:
    for size in range(1, 40):
        tree = Tree(some(size))
        for index, entry in enumerate(some(size)):
            path = tree.inclusion(index)
            assert root_by_inclusion(entry, index, size, path) == tree.root
            assert root_by_inclusion(entry + b"!", index, size, path) != tree.root
            assert root_by_inclusion(entry, index, size, [*path, tree.root]) is None
            if path:
                assert root_by_inclusion(entry, index, size, path[:-1]) is None


def test_a_proof_serves_its_own_place_only() -> None:
    tree = Tree(some(21))
    moved = [i for i in range(21) if root_by_inclusion(some(21)[5], i, 21, tree.inclusion(5)) == tree.root]
    assert moved == [5]


def test_every_older_tree_is_proved_to_be_the_beginning_and_a_rewritten_one_is_not() -> None:
    for size in range(1, 40):
        tree = Tree(some(size))
        for older in range(1, size + 1):
            proof, root = tree.consistency(older), Tree(some(older)).root
            assert is_consistent(older, root, size, tree.root, proof)
            rewritten = Tree([b"other", *some(older)[1:]]).root
            assert not is_consistent(older, rewritten, size, tree.root, proof)
            assert not is_consistent(older, root, size, rewritten, proof) or rewritten == tree.root
            assert not is_consistent(older, root, size, tree.root, [*proof, root])
            if proof:
                assert not is_consistent(older, root, size, tree.root, proof[:-1])


@given(st.integers(2, 60), st.data())
def test_a_consistency_proof_with_one_changed_hash_proves_nothing(size: int, data: st.DataObject) -> None:
    older = data.draw(st.integers(1, size - 1))
    tree = Tree(some(size))
    proof = tree.consistency(older)
    place = data.draw(st.integers(0, len(proof) - 1))
    proof[place] = hashlib.sha256(proof[place]).digest()
    assert not is_consistent(older, Tree(some(older)).root, size, tree.root, proof)


def test_there_is_no_proof_outside_the_tree() -> None:
    tree = Tree(some(3))
    for wrong in (-1, 3):
        with pytest.raises(IndexError):
            tree.inclusion(wrong)
    for wrong in (0, 4):
        with pytest.raises(IndexError):
            tree.consistency(wrong)
    assert root_by_inclusion(b"", 3, 3, []) is None
    assert not is_consistent(0, b"", 3, tree.root, [])
    assert Tree([]).root == hashlib.sha256().digest()
