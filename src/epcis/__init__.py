"""EPCIS 2.0 events: reading, validation and the event hash. A pure library.

Callers hand in documents and get typed events or a list of faults back.
Nothing here knows Django, a database or this province; it never stores anything.
The package is empty until the trace work arrives.
"""
