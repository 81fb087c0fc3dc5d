"""What the law's items are called in the vocabularies of GS1 and of the United Nations: dated reference data. Pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from .regions import FOLDER


@dataclass(frozen=True, slots=True)
class Term:
    """One item of a passport: which law asks for it, its names in two vocabularies (empty: none), and in three languages."""

    key: str
    law: str
    gs1: str
    untp: str
    vi: str
    en: str
    zh: str

    def named(self, language: str) -> str:
        """Its name in the reader's language."""
        return {"en": self.en, "zh": self.zh}.get(language[:2], self.vi)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The whole mapping, as of a day."""

    as_of: date
    sources: Mapping[str, str]
    namespaces: Mapping[str, str]
    terms: tuple[Term, ...]

    def expanded(self, name: str) -> str:
        """The web address that a short name such as `gs1:gtin` stands for; empty for none."""
        prefix, _, rest = name.partition(":")
        return self.namespaces[prefix] + rest if rest else ""


@cache
def vocabulary() -> Vocabulary:
    raw = tomllib.loads((FOLDER / "vocabulary.toml").read_text(encoding="utf-8"))
    terms = tuple(Term(**row) for row in raw["item"])
    return Vocabulary(raw["as_of"], raw["sources"], raw["namespaces"], terms)
