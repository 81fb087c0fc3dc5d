"""XML to a small tree, safely: no document type, so no entities and nothing fetched; bounded size, depth and count."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.parsers import expat

from epcis.errors import EpcisError, refuse
from epcis.limits import DEFAULT, Limits

# The levels of EPCIS itself, above which extensions may be as deep as the limits say.
ENVELOPES = 16
MAX_NODES = 1_000_000
XSI = "http://www.w3.org/2001/XMLSchema-instance"
_OWN = "urn:epcglobal:epcis"
_ENVELOPES = ("extension", "baseExtension")
_SPLIT = "\x1f"  # no character of XML, so it cannot stand in a name or a namespace


@dataclass(slots=True)
class Node:
    """One element: local name, namespace (or empty), prefix as written, attributes in the same form, text, children."""

    name: str
    namespace: str
    prefix: str
    attributes: list[tuple[str, str, str, str]] = field(default_factory=list)  # name, namespace, prefix, value
    children: list[Node] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.parts).strip()

    def child(self, name: str) -> Node | None:
        """The first child of this local name, in any namespace."""
        return next((child for child in self.children if child.name == name), None)

    def attribute(self, name: str) -> str | None:
        """The value of an attribute without namespace."""
        return next((value for key, space, _, value in self.attributes if key == name and not space), None)


def is_own(node: Node) -> bool:
    """Tell whether this is an element of EPCIS itself."""
    return not node.namespace or node.namespace.startswith(_OWN)


def unwrapped(node: Node) -> list[Node]:
    """The children, with those of the envelopes of EPCIS 1.2 in their place."""
    found: list[Node] = []
    for child in node.children:
        if child.name in _ENVELOPES and is_own(child):
            found += unwrapped(child)
        else:
            found.append(child)
    return found


def read_root(raw: bytes | str, limits: Limits = DEFAULT) -> Node:
    """Read a document into its root node.

    Raises:
        EpcisError: codes `xml` (not well-formed), `doctype`, `depth`, `too_large`, `too_long`.
    """
    data = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    limits.refuse_size(data)
    return _parsed(data, _Builder(limits))


def _parsed(raw: bytes, builder: _Builder) -> Node:
    parser = expat.ParserCreate(namespace_separator=_SPLIT)
    parser.namespace_prefixes = True
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.text
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        parser.Parse(raw, True)
    except (expat.ExpatError, ValueError, LookupError) as error:  # the latter two: unknown encodings
        if isinstance(error, EpcisError):
            raise
        raise refuse("xml", f"This is not well-formed XML: {error}.") from error
    assert builder.root is not None
    return builder.root


def _refuse_doctype(*_: object) -> None:
    raise refuse("doctype", "A document type declaration is not accepted: it could hide entities.")


class _Builder:
    def __init__(self, limits: Limits) -> None:
        self.root: Node | None = None
        self.open: list[Node] = []
        self.count = 0
        self.depth = limits.depth + ENVELOPES
        self.longest = limits.text
        self.most = max(limits.epcs, limits.events)
        self.long = 0  # characters since the last tag

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.count += 1 + len(attributes)
        self.long = 0
        if len(self.open) >= self.depth:
            raise refuse("depth", f"The document is nested deeper than {self.depth} levels.")
        if attributes and max(map(len, attributes.values())) > self.longest:
            raise self.too_long()
        if self.count > MAX_NODES:
            raise refuse("too_large", f"The document has more than {MAX_NODES} elements and attributes.")
        node = Node(*_named(name), [(*_named(key), value) for key, value in attributes.items()])
        if self.open:
            if len(self.open[-1].children) >= self.most:
                raise refuse("too_many", f"An element has more than {self.most} others inside.")
            self.open[-1].children.append(node)
        else:
            self.root = node
        self.open.append(node)

    def end(self, _: str) -> None:
        self.long = 0
        self.open.pop()

    def text(self, data: str) -> None:
        self.long += len(data)
        if self.long > self.longest:
            raise self.too_long()
        self.open[-1].parts.append(data)

    def too_long(self) -> EpcisError:
        return refuse("too_long", f"A text has more than {self.longest} characters; no longer one is read.")


def _named(name: str) -> tuple[str, str, str]:
    namespace, split, local = name.partition(_SPLIT)
    if not split:
        return name, "", ""
    local, _, prefix = local.partition(_SPLIT)
    return local, namespace, prefix
