"""GS1 identifiers and strict Digital Link URIs: a pure library, thin over `biip`.

Callers hand in text and get small typed values back, or a `Gs1Error` that names the application identifier.
Nothing here knows Django, a database or this province. It never guesses: a short GTIN, an unknown
application identifier or a doubled one is an error, where `biip` alone would let it pass.
"""
