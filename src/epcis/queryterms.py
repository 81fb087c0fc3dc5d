"""What a query is made of: conditions, fields of extensions, patterns; and what its readers share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from epcis.errors import Problem, pointer, shown
from epcis.queryvalues import Reader, decimal, moment


class Field(NamedTuple):
    """A field of somebody's namespace.

    `scope` says where it stands: `` (the event itself), `ILMD`, `ERROR_DECLARATION`, `readPoint`, `bizLocation`,
    `SENSORELEMENT`, `SENSORMETADATA` or `SENSORREPORT`; with `inner` it stands anywhere below a field there.
    `namespace` is empty where the prefix is known to nobody; then the prefixed `name` itself is compared.
    """

    scope: str
    inner: bool
    name: str
    namespace: str = ""


class Attribute(NamedTuple):
    """What is asked of master data: the value of the attribute `name`, or, where that is empty, which ones there are.

    `field` is the extension that names the element, where no field of the standard does.
    """

    name: str = ""
    field: Field | None = None


class Condition(NamedTuple):
    """One condition; an event must meet all of them.

    `op` is `in`, `match`, `within`, `exists`, `has`, or a comparison (`EQ`, `GT`, `GE`, `LT`, `LE`) with any of the
    `values`. `of` narrows the subject: a unit, a type of transaction, source or destination (`ANY`: of each), a
    `Field`, or for `has` an `Attribute`.
    """

    name: str
    subject: str
    op: str
    values: tuple[Any, ...] = ()
    of: str | Field | Attribute = ""


ANY = "*"


class Pattern(NamedTuple):
    """An EPC pattern (`urn:epc:idpat:…`): whatever begins, in canonical form, with one of these, or is one of `whole`."""

    starts: tuple[str, ...]
    whole: frozenset[str] = frozenset()

    def fits(self, value: str) -> bool:
        return value in self.whole or value.startswith(self.starts)


@dataclass
class Asking:
    """What readers of parameters share: the prefixes known, the faults found so far."""

    namespaces: Mapping[str, str]
    problems: list[Problem] = field(default_factory=list)

    def fault(self, name: str, code: str, message: str) -> None:
        if len(self.problems) < 100:
            self.problems.append(Problem(pointer((None, name)), code, message))

    def faulted(self, name: str) -> bool:
        return any(problem.path == pointer((None, name)) for problem in self.problems)

    def each(self, name: str, given: Any, reader: Reader) -> tuple[Any, ...]:
        """Read every value of a list; what cannot be read is one fault each."""
        found = []
        for item in listed(given):
            try:
                found.append(reader(item))
            except ValueError as error:
                self.fault(name, "value", f"{name}: {error}")
        if not listed(given):
            self.fault(name, "value", f"{name} names no value.")
        return tuple(dict.fromkeys(found))

    def one(self, name: str, given: Any, reader: Reader) -> Any:
        """Read the only value; None when it is faulty."""
        items = listed(given)
        if len(items) != 1:
            self.fault(name, "value", f"{name} takes one value, not {len(items)}.")
            return None
        found = self.each(name, items, reader)
        return found[0] if found else None


def listed(given: Any) -> list[Any]:
    return list(given) if isinstance(given, list | tuple) else [given]


def field_named(name: str, asking: Asking, scope: str = "", inner: bool = False) -> Field | None:
    """The field of that name: `prefix:name`, or `namespace#name` as XML queries spell it; None when it is neither."""
    space, hash_, local = name.rpartition("#")
    if hash_ and ":" in space and local:
        return Field(scope, inner, local, space.rstrip("/"))
    prefix, colon, local = name.partition(":")
    if not (colon and prefix and local) or local.startswith("//"):
        return None
    base = asking.namespaces.get(prefix)
    return Field(scope, inner, local, base.rstrip("/#")) if base else Field(scope, inner, name)


def number_or_moment(item: Any) -> Any:
    """A bound: a number, or a date and time with a zone."""
    for reader in (decimal, moment):
        try:
            return reader(item)
        except ValueError:
            continue
    raise ValueError(f"{shown(item)} is neither a number nor a date and time with a zone")
