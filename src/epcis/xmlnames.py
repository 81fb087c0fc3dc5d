"""Names, texts and numbers as XML allows them; prefixes chosen once for a whole document."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from epcis.errors import Place, Report, shown

XML = "http://www.w3.org/XML/1998/namespace"
_UNBINDABLE = ("http://www.w3.org/2000/xmlns/", "http://www.w3.org/2001/XMLSchema-instance", "urn:epcglobal:epcis")
# Letters that every parser takes in a name: Latin with all of Vietnamese, Greek, Cyrillic, Han.
_LETTERS = "A-Za-z_À-ÖØ-öø-ıĴ-ľŁ-ňŊ-žƀ-ǃǍ-ǰǴǵǺ-ȗḀ-ẛẠ-ỹΑ-Ρα-ώЁ-ЌЎ-яё-ќў-ҁ一-龥"
_NCNAME = re.compile(f"[{_LETTERS}][{_LETTERS}0-9.\\-\u0300-\u0345]*")
_NO_LETTER = re.compile(f"[^{_LETTERS}0-9.\\-\u0300-\u0345]|^[^{_LETTERS}]|^$")
_PREFIX = re.compile(r"[^A-Za-z0-9.\-]")
_SPLIT = re.compile(r"(.*[/#:])([^/#:]+)", re.DOTALL)
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_UNKNOWN = "\ufffd"
_NO_ESCAPE = re.compile("%(?![0-9A-Fa-f]{2})")
_SPECIAL = re.compile('[&<>"\t\n\r]')
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}


def escaped(text: str) -> str:
    """Escape a text for an element or an attribute in double quotes."""
    return _SPECIAL.sub(lambda match: _ESCAPES[match[0]], text)


def _escaped_uri(text: str) -> str:
    """Namespaces are URIs: some parsers refuse a document that calls anything else one."""
    return quote(_NO_ESCAPE.sub("%25", text), safe=":/?#@!$&'()*+,;=%")


def decimal(number: float) -> str:
    """Write a number as xsd:decimal, which knows no exponent."""
    text = str(number)
    return format(Decimal(text), "f") if "e" in text else text


class Names:
    """Writes names and values; every fault goes to the report, and the text then written is not to be used.

    Unless `strict`, nothing is a fault: what XML cannot hold is written as near to it as XML allows.
    """

    def __init__(self, namespaces: Mapping[str, str], out: Report, strict: bool = True) -> None:
        self.namespaces = namespaces
        self.out = out
        self.strict = strict
        self.bound = {XML: "xml"}  # prefixes by namespace, in the order of their first use
        self._tags: dict[str, str] = {}

    def fault(self, at: Place, code: str, message: str) -> None:
        if self.strict:
            self.out.add(at, code, message)

    def bind(self, namespace: str, wanted: str) -> str:
        """Give the one prefix of a namespace, near to the wanted one."""
        if namespace not in self.bound:
            prefix = _PREFIX.sub("", wanted)
            if not prefix[:1].isalpha() or prefix[:3].lower() == "xml":
                prefix = "ns" + prefix
            while prefix in self.bound.values():
                prefix += "x"
            self.bound[namespace] = prefix
        return self.bound[namespace]

    def declarations(self) -> str:
        return "".join(
            f' xmlns:{prefix}="{escaped(namespace)}"' for namespace, prefix in self.bound.items() if namespace != XML
        )

    def tag(self, name: str, at: Place) -> str:
        """Write `prefix:local` under the namespace of its prefix; a name under none is cut as an absolute URI."""
        if name not in self._tags:
            self._tags[name] = self._written(name, at)
        return self._tags[name]

    def _written(self, name: str, at: Place) -> str:
        namespace, wanted, local = self._parts(name)
        if not _NCNAME.fullmatch(local):
            self.fault(at, "xml_name", f"{shown(name)} cannot be the name of an XML element.")
            namespace, local = _near(namespace, local)
        if namespace.startswith(_UNBINDABLE) or _escaped_uri(namespace) != namespace:
            self.fault(at, "xml_name", f"The namespace {shown(namespace)} is not open to extensions in XML.")
            namespace = f"x-{_escaped_uri(namespace)}"
        return f"{self.bind(namespace, wanted)}:{local}" if namespace else local

    def _parts(self, name: str) -> tuple[str, str, str]:
        prefix, colon, local = name.partition(":")
        if not colon:
            return "", "", name
        if namespace := self.namespaces.get(prefix):
            return namespace, prefix, local
        match = _SPLIT.fullmatch(name)
        return (match[1], "ns" if "/" in name else prefix, match[2]) if match else ("", "", name)

    def is_attribute(self, name: str, value: Any) -> bool:
        """Tell whether this is a member such as `xml:lang`, which can only be an attribute."""
        return self._parts(name)[0] == XML and type(value) is not dict and type(value) is not list

    def text(self, value: Any, at: Place) -> str:
        """Write a single value: text, number, truth value; nothing for None."""
        if type(value) is str:
            if _FORBIDDEN.search(value):
                self.fault(at, "xml_text", "The text holds a control character that no XML document can.")
                value = _FORBIDDEN.sub(_UNKNOWN, value)
            return escaped(value)
        if value is None:
            return ""
        if type(value) is bool:
            return "true" if value else "false"
        if type(value) is int or type(value) is float:
            return str(value)
        self.fault(at, "xml_text", "XML has room for a single value here, not for an object or a list.")
        return escaped(json.dumps(value))


def _near(namespace: str, local: str) -> tuple[str, str]:
    """A name that XML takes: what is no letter of a name as `_x0020_`; the scheme of a URI that ends in no name apart."""
    if not namespace and ":" in local:
        scheme, _, local = local.partition(":")
        namespace = f"{scheme}:"
    return namespace, _NO_LETTER.sub(lambda match: f"_x{ord(match[0] or '_'):04X}_", local)
