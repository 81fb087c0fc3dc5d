"""What stands in the repository as text."""

import unicodedata

from tests.architecture.tree import ROOT, listed, texts

# Spelled in pieces, so that this file does not name what it forbids.
MACHINE = ["/wo" + "rk/main", "/wo" + "rk/steering", "/wo" + "rk/.lib", "/ro" + "ot/", "/fa" + "rm/"]
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "np" + "mjs.org", "deb.deb" + "ian.org"]
README_LINES = 120


def test_no_text_names_a_machine_or_a_registry() -> None:
    faults = [f"{name} names {word}" for name, text in texts() for word in MACHINE + HOSTS if word in text]
    assert not faults, listed(
        faults, "The project must build anywhere: use relative paths and the clients' own settings."
    )


def test_locks_hold_hashes_and_no_address() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        lock = (ROOT / name).read_text()
        assert "://" not in lock, f"{name} names a host: make it with uv pip compile --generate-hashes --no-header"
        pinned = [line for line in lock.splitlines() if line and not line.startswith((" ", "#", "-"))]
        bare = [line for line in pinned if "==" not in line or not line.endswith("\\")]
        assert not bare, listed(bare, f"{name}: every package is pinned and hashed")


def test_vietnamese_is_written_in_nfc() -> None:
    faults = [name for name, text in texts() if not unicodedata.is_normalized("NFC", text)]
    assert not faults, listed(faults, "Composed letters only (NFC): two spellings of one word would never match.")


def test_the_readme_can_be_read_in_one_sitting() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= README_LINES, "Move details to docs/; the first screen tells the story and the two commands."
