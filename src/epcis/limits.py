"""How much of a document is read before it is refused, so that hostile input costs little time and memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from epcis.errors import Place, Report, refuse

_WHAT = (
    "epcList", "childEPCs", "inputEPCList", "outputEPCList",
    "quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may have; the defaults suit a server that takes documents from strangers.

    `size` is in bytes; `events` counts the events; `epcs` identifiers and quantities in the lists of one event;
    `text` characters of one value; `depth` levels of objects and lists inside one extension.
    """

    size: int = 16 * 1024 * 1024
    events: int = 100_000
    epcs: int = 100_000
    text: int = 65_536
    depth: int = 64

    def refuse_size(self, data: bytes) -> None:
        if len(data) > self.size:
            raise refuse("too_large", f"The document has {len(data)} bytes; at most {self.size} are read.")

    def refuse_many(self, events: Any, at: str) -> None:
        """Refuse too many events, or too many identifiers in one, before any of them is looked at."""
        if type(events) is not list:
            return
        if len(events) > self.events:
            raise refuse("too_many", f"The document has {len(events)} events; at most {self.events} are read.", at)
        for i, event in enumerate(events):
            if type(event) is dict and (found := self._counted(event)) > self.epcs:
                what = f"The event names {found} objects and quantities; at most {self.epcs} are read."
                raise refuse("too_many", what, f"{at}/{i}" if at else "")

    def _counted(self, event: dict[str, Any]) -> int:
        count = 0
        for name in _WHAT:
            listed = event.get(name)
            if type(listed) is list:
                count += len(listed)
        return count

    def refuse_long(self, data: bytes, value: Any) -> None:
        """Refuse a text that is too long. Values are looked through only where the bytes leave room for one."""
        if self._may_be_long(data) and any(len(text) > self.text for text in _texts(value)):
            raise refuse("too_long", f"A text has more than {self.text} characters; no longer one is read.")

    def _may_be_long(self, data: bytes) -> bool:
        """Leap from quote to quote as far as the limit allows; an escaped quote could hide inside a text."""
        if b'\\"' in data or b"\\u0022" in data:
            return True
        at = 0
        while len(data) - at > self.text:
            found = data.rfind(b'"', at, at + self.text + 1)
            if found < 0:
                return True
            at = found + 1
        return False


def _texts(value: Any) -> Iterable[str]:
    waiting = [value]
    while waiting:
        found = waiting.pop()
        if type(found) is str:
            yield found
        elif type(found) is dict:
            waiting += found
            waiting += found.values()
        elif type(found) is list:
            waiting += found


def refuse_depth(value: Any, at: Place, out: Report) -> None:
    """Note an extension that is nested too deep."""
    level = [value]
    for _ in range(out.depth):
        level = [entry for holder in level for entry in _inside(holder)]
        if not level:
            return
    out.add(at, "depth", f"An extension is nested deeper than {out.depth} levels.")


def _inside(holder: Any) -> list[Any]:
    entries = holder.values() if type(holder) is dict else holder
    return [entry for entry in entries if type(entry) is dict or type(entry) is list]


DEFAULT = Limits()
