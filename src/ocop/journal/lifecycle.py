"""States and steps as data: each chapter's lifecycle is a tuple of these rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One lawful move; the chapter's `acts` has a function of the same `name`.

    `source` is a state or several, `target` the state reached, `who` the role that may do it.
    """

    name: str
    source: str | tuple[str, ...]
    target: str
    who: str

    @property
    def sources(self) -> tuple[str, ...]:
        return (self.source,) if isinstance(self.source, str) else self.source

    def leaves(self, state: str) -> bool:
        return state in self.sources
