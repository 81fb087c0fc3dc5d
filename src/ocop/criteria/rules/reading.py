"""Reads `reference/criteria/` once; a set whose sums are not the law's does not load."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from .nouns import (
    Band,
    Case,
    Condition,
    CriteriaSet,
    Criterion,
    Disqualifier,
    Gate,
    Group,
    Level,
    Option,
    Part,
    Regime,
    Renewal,
    Section,
    Subgroup,
    Transition,
)

FOLDER = Path(__file__).resolve().parents[4] / "reference" / "criteria"
CURRENT = "QD26-2026"

_OPTION = re.compile(r"(\d+)(\**) (.+)")
_LEAF = re.compile(
    r"(?P<code>[\d.]+) (?P<key>[a-z][\w-]*)"
    r"(?: !(?P<gate>[\w-]+))?(?: if (?P<on>[\d.]+) > (?P<above>\d+))?"
)
_HEAD = re.compile(r"(?P<code>[A-Z]|[\d.]+) (?P<max>\d+) (?P<key>[a-z][\w-]*)")


class Unsound(Exception):
    """A reference file contradicts itself."""


@dataclass(frozen=True, slots=True)
class Words:
    """What the sets of one regime share: names, gates and the criteria, each defined once."""

    lines: Mapping[str, str]
    headings: Mapping[str, str]
    gates: Mapping[str, Gate]
    disqualifiers: Mapping[str, str]
    criteria: Mapping[str, Mapping[str, Any]]


@dataclass(slots=True)
class _Branch:
    """A head of the tree while its children are being read."""

    code: str
    title: str
    max: int
    leaves: list[Criterion] = field(default_factory=list)
    inner: list[_Branch] = field(default_factory=list)


@cache
def regimes() -> Mapping[str, Regime]:
    """Every regime by key, the newest first."""
    found = [_regime(path) for path in FOLDER.glob("*/regime.toml")]
    return {r.key: r for r in sorted(found, key=lambda r: str(r.starts or ""), reverse=True)}


def criteria_sets(regime: str = CURRENT) -> tuple[CriteriaSet, ...]:
    """The sets of a regime in the order of the law; empty where the points are not known."""
    return tuple(_sets(regime).values()) if regime in regimes() else ()


def criteria_set(regime: str, no: int) -> CriteriaSet | None:
    return _sets(regime).get(no) if regime in regimes() else None


@cache
def _sets(regime: str) -> Mapping[int, CriteriaSet]:
    law = regimes()[regime]
    words = _words(FOLDER / regime) if law.set_numbers else None
    return {no: _set(law, no, words) for no in law.set_numbers if words}


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _regime(path: Path) -> Regime:
    facts = _read(path)
    certificate, renewal, moved = (facts.get(name) for name in ("certificate", "renewal", "transition"))
    return Regime(
        key=path.parent.name,
        document=facts["document"],
        short=facts["short"],
        annex=facts["annex"],
        issued=facts.get("issued"),
        starts=facts.get("from"),
        ends=facts.get("to"),
        source=facts["source"],
        certainty=facts["certainty"],
        note=facts.get("note", ""),
        part_points=facts.get("parts", {}),
        bands=tuple(Band(b["star"], b["from"], b["to"], b.get("inclusive", False)) for b in facts.get("bands", ())),
        levels=tuple(_level(level) for level in facts.get("levels", ())),
        certificate_months=certificate and certificate["months"],
        certified_from=certificate and certificate["from_star"],
        renewal=renewal and Renewal(**renewal),
        transition=moved and Transition(moved["previous"], moved["law"], moved["finish_days"], moved["extension_days"]),
        set_numbers=tuple(sorted(int(file.stem) for file in path.parent.glob("sets/*.toml"))),
    )


def _level(facts: Mapping[str, Any]) -> Level:
    recognisers = {int(star): who for star, who in facts["recognisers"].items()}
    return Level(facts.get("from"), recognisers, facts["certainty"])


def _words(folder: Path) -> Words:
    words = _read(folder / "words.toml")
    criteria: dict[str, Mapping[str, Any]] = {}
    for path in sorted(folder.glob("criteria/*.toml")):
        fresh = _read(path)
        if twice := criteria.keys() & fresh.keys():
            raise Unsound(f"{path.name}: defined twice: {sorted(twice)}")
        criteria.update(fresh)
    gates = {
        key: Gate(key, gate["type"], gate["reason"], tuple(gate.get("zero_at", ())))
        for key, gate in words["gates"].items()
    }
    return Words(words["lines"], words["headings"], gates, words["disqualifiers"], criteria)


def _set(law: Regime, no: int, words: Words) -> CriteriaSet:
    facts = _read(FOLDER / law.key / "sets" / f"{no:02d}.toml")
    parts = _tree(facts["tree"].strip().splitlines(), words, f"{law.short}, {law.annex}, bộ {no}, tiêu chí ")
    if {part.code: part.max for part in parts} != dict(law.part_points):
        raise Unsound(f"set {no}: parts {[(part.code, part.max) for part in parts]}")
    subgroup = facts.get("subgroup")
    return CriteriaSet(
        regime=law,
        no=no,
        name=facts["name"],
        line=facts["line"],
        line_name=words.lines[facts["line"]],
        group=facts["group"],
        subgroup=subgroup and Subgroup(**subgroup),
        agencies=tuple(facts["agencies"]),
        samples=facts["samples"],
        disqualifiers=tuple(Disqualifier(key, words.disqualifiers[key]) for key in facts["disqualifiers"]),
        parts=parts,
    )


def _tree(lines: Iterable[str], words: Words, law: str) -> tuple[Part, ...]:
    parts: list[_Branch] = []
    for line in lines:
        if head := _HEAD.fullmatch(line):
            branch = _Branch(head["code"], words.headings[head["key"]], int(head["max"]))
            if branch.code.isalpha():
                parts.append(branch)
            else:
                (parts[-1] if "." not in branch.code else parts[-1].inner[-1]).inner.append(branch)
        elif leaf := _LEAF.fullmatch(line):
            _hang(_leaf(leaf, words, law), parts[-1])
        else:
            raise Unsound(f"{law}: cannot read {line!r}")
    return tuple(_part(branch) for branch in parts)


def _hang(leaf: Criterion, part: _Branch) -> None:
    """Put a leaf under its section (and inner heading); a leaf without a dot is its own section."""
    if "." not in leaf.code:
        part.inner.append(_Branch(leaf.code, leaf.title, leaf.max, [leaf]))
        return
    section = part.inner[-1]
    heads = [b for b in section.inner if leaf.code.startswith(b.code + ".")]
    (heads[0] if heads else section).leaves.append(leaf)


def _part(branch: _Branch) -> Part:
    sections = tuple(_section(inner) for inner in branch.inner)
    _must_add_up(branch, [section.max for section in sections])
    return Part(branch.code, branch.title, branch.max, sections)


def _section(branch: _Branch) -> Section:
    leaves = list(branch.leaves)
    for inner in branch.inner:
        _must_add_up(inner, [leaf.max for leaf in inner.leaves])
        leaves += [_grouped(leaf, Group(inner.code, inner.title, inner.max)) for leaf in inner.leaves]
    _must_add_up(branch, [leaf.max for leaf in leaves])
    return Section(branch.code, branch.title, branch.max, tuple(leaves))


def _grouped(leaf: Criterion, group: Group) -> Criterion:
    return Criterion(**{name: getattr(leaf, name) for name in Criterion.__slots__} | {"group": group})


def _must_add_up(branch: _Branch, points: list[int]) -> None:
    if sum(points) != branch.max:
        raise Unsound(f"{branch.code} {branch.title}: {points} do not add up to {branch.max}")


def _leaf(match: re.Match[str], words: Words, law: str) -> Criterion:
    facts = _like(match["key"], words)
    return Criterion(
        code=match["code"],
        key=match["key"],
        title=facts["title"],
        note=facts.get("note", ""),
        options=tuple(_option(text) for text in facts.get("options", ())),
        cases=tuple(
            Case(key, case["title"], tuple(_option(text) for text in case["options"]))
            for key, case in facts.get("cases", {}).items()
        ),
        gate=words.gates[match["gate"]] if match["gate"] else None,
        applies_if=Condition(match["on"], int(match["above"])) if match["on"] else None,
        group=None,
        law=law + match["code"],
    )


def _like(key: str, words: Words) -> Mapping[str, Any]:
    """The facts of a criterion, with the words of the one it is like and its own scale."""
    facts = words.criteria[key]
    if "like" not in facts:
        return facts
    model = _like(facts["like"], words)
    labels = [text.split(" ", 1)[1] for text in model["options"]]
    options = [f"{mark} {label}" for mark, label in zip(facts["scale"].split(), labels, strict=True)]
    return {**model, "options": options, **{name: facts[name] for name in ("title", "note") if name in facts}}


def _option(text: str) -> Option:
    match = _OPTION.fullmatch(text)
    if match is None:
        raise Unsound(f"cannot read option {text!r}")
    return Option(int(match[1]), match[3], len(match[2]) or None)
