"""What is wrong with a document: every reason, each with its place."""

from __future__ import annotations

from typing import Any, NamedTuple

# A place is a chain of (parent, key) pairs, so that walking a good document builds no text.
Place = tuple[Any, str | int] | None


class Problem(NamedTuple):
    """One reason.

    `path` is a JSON Pointer (RFC 6901), empty for the document as a whole; `code` a stable word for programs
    (`required`, `type`, `uri`, …); `message` an English sentence for people.
    """

    path: str
    code: str
    message: str


class EpcisError(ValueError):
    """A text is no valid EPCIS document; `problems` holds every reason found, at least one."""

    def __init__(self, problems: list[Problem] | tuple[Problem, ...]) -> None:
        self.problems = tuple(problems)
        first = self.problems[0]
        more = f" (and {len(self.problems) - 1} more)" if len(self.problems) > 1 else ""
        super().__init__(f"{first.path or 'document'}: {first.message}{more}")


def refuse(code: str, message: str, path: str = "") -> EpcisError:
    """Make the error for a single reason."""
    return EpcisError([Problem(path, code, message)])


class Report:
    """Collects problems, up to `limit`, so that a hostile document cannot make the answer endless.

    `keys` says whether EPC URNs and links of id.gs1.org are to be checked inside, `depth` how many levels of objects
    and lists an extension may have.
    """

    __slots__ = ("depth", "keys", "limit", "problems")

    def __init__(self, limit: int = 1000, *, keys: bool = True, depth: int = 64) -> None:
        self.problems: list[Problem] = []
        self.limit = limit
        self.keys = keys
        self.depth = depth

    def add(self, place: Place, code: str, message: str) -> None:
        """Note one problem at a place."""
        if len(self.problems) < self.limit:
            self.problems.append(Problem(pointer(place), code, message))

    def raise_if_any(self) -> None:
        """Raise everything noted as one `EpcisError`; do nothing where there is nothing."""
        if self.problems:
            raise EpcisError(self.problems)


def pointer(place: Place) -> str:
    """Write a place as a JSON Pointer: `/epcisBody/eventList/0/bizStep`."""
    keys: list[str] = []
    while place is not None:
        place, key = place
        keys.append(str(key).replace("~", "~0").replace("/", "~1"))
    return "".join(f"/{key}" for key in reversed(keys))


def shown(value: object) -> str:
    """Quote a value for a message, cut to 60 characters and safe to print or encode."""
    text = ascii(value) if isinstance(value, str) else type(value).__name__
    return text if len(text) <= 60 else text[:57] + "…"
