"""EPCIS 2.0 and CBV 2.0 for Python: read, check, type, hash and translate supply-chain events.

A pure library (orjson and msgspec below it, `gs1` beside it): no framework, no database, no clock, no network.

    >>> from epcis import parse, event_hash
    >>> document = parse(b'{"@context": …, "type": "EPCISDocument", …}')   # or EpcisError with every reason
    >>> document.events[0].event_time                                      # typed: epcis.events.ObjectEvent
    >>> event_hash(document.objects[0], document.namespaces)               # 'ni:///sha-256;…?ver=CBV2.0'

Sources: GS1 EPCIS 2.0 and its JSON schema, GS1 Core Business Vocabulary 2.0 (chapter 8.9: event hash ID),
EPC Tag Data Standard 2.0 (URNs), GS1 Digital Link: URI Syntax.
"""

from epcis.documents import Document, parse, read
from epcis.errors import EpcisError, Problem
from epcis.hashing import event_hash, hash_algorithm, prehash
from epcis.identifiers import to_link, to_urn
from epcis.limits import Limits
from epcis.xmlreading import parse_xml
from epcis.xmlwriting import to_xml

__all__ = [
    "parse", "parse_xml", "read", "to_xml", "Document",
    "EpcisError", "Problem", "Limits",
    "event_hash", "hash_algorithm", "prehash",
    "to_link", "to_urn",
]  # fmt: skip
