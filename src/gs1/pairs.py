"""Which application identifiers must, and which may never, stand beside each other on one item.

After the GS1 General Specifications, chapter 4; verdicts are those of the GS1 Barcode Syntax Engine in its default settings.
The rules are meant for all that is marked on one item: whoever reads several codes of it asks about them together.

    >>> from gs1.elements import parse_bracketed
    >>> faults(parse_bracketed("(02)08938500123450(37)12"))
    ['AI (37) needs (00)+(02) or (00)+(8026) beside it']
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from gs1.elements import Element
from gs1.keys import Gs1Error

# Measures carry their decimal places in the last digit, written `n`. What is inside a trade item, and what a carrier moves.
_OF_CONTENT = """
    310n 311n 312n 313n 314n 315n 316n 320n 321n 322n 323n 324n 325n 326n 327n 328n 329n 350n 351n 352n 356n 357n 360n 361n
    364n 365n 366n
"""
_OF_LOGISTICS = """
    330n 331n 332n 333n 334n 335n 336n 340n 341n 342n 343n 344n 345n 346n 347n 348n 349n 353n 354n 355n 362n 363n 367n 368n 369n
"""
_ANY_MEASURE = "30 31nn 32nn 35nn 36nn"

# Who needs company | the groups of which one must be complete.
_COMPANY: tuple[tuple[str, str], ...] = (
    # Lots, dates, variants and serial numbers belong to a trade item, a piece of one, or what a carrier holds.
    ("10 11 13 15 16 20 240 241 422", "01 02 03 8006 8026"),
    ("17", "01 02 03 255 8006 8026"),
    ("242 7001", "01 02 8006 8026"),
    ("423 424 425 426 7003 7010 7011 8008", "01 02 03"),
    ("21 251 7021 8012", "01 03 8006"),
    ("243", "01 03"),
    ("7240", "01 8006"),
    ("8009", "00 01 03"),
    ("22 235 337n 710 711 712 713 714 715 716 717 8001 8014 8200", "01"),
    ("723n", "01 8004"),
    (f"30 7002 7005 7006 7007 7008 7009 703n 8005 {_OF_CONTENT}", "01 02"),
    (_OF_LOGISTICS, "00 01"),
    # What explains another identifier needs that one too.
    ("250", "01+21 03+21 8006+21"),
    ("427", "01+422 02+422 03+422"),
    ("7004", "01+10 03+10"),
    ("7020", "01+416 03+416 8006+416"),
    ("7022", "01+7021 03+7021 8006+7021"),
    ("8040", "01+21"),
    ("8041 8042 8043", "01+21+8040"),
    ("8030", "00 01+21 03+21 253 255 8003 8004 8006+21 8010+8011 8017 8018"),
    # Carriers and what they hold: contents are counted, and counts are of contents.
    ("02 8026", "37"),
    ("37", "00+02 00+8026"),
    (
        "403 4300 4301 4302 4304 4305 4306 4307 4308 4309 4310 4311 4312 4314 4315 4316 4317 4318 4319 432n 433n 7041",
        "00",
    ),
    ("4303", "4302"),
    ("4313", "4312"),
    # Prices, coupons and payment slips.
    ("390n", "255 8020"),
    ("12 391n 415", "8020"),
    ("392n", " ".join(f"01+{measure}" for measure in _ANY_MEASURE.split())),
    ("393n 395n", _ANY_MEASURE),
    ("394n 8111", "255"),
    ("8007 8020", "415"),
    # Places, parts and people.
    ("254", "414"),
    ("8011", "8010"),
    ("8019 7241 7242 7253 7254 7255 7256", "8017 8018"),
    ("7250 7251 7252 7257 7259", "8018"),
    ("7258", "8018+7259"),
)
# Who shuts out whom; it holds whichever of the two came first.
_STRIFE: tuple[tuple[str, str], ...] = (
    *((measure, measure) for measure in f"{_OF_CONTENT} {_OF_LOGISTICS} 337n".split()),  # one number of decimals only
    ("01", "255 37"),
    ("02", "01 03"),
    ("03", "01 02 37 235"),
    ("21", "235"),
    ("255", "01 02 415 8006 8020 8026"),
    ("8006", "01 03 37"),
    ("8026", "02 03 8006"),
    ("390n", "390n 391n 394n 8111"),
    ("391n", "391n"),
    ("392n", "392n 393n"),
    ("393n", "393n"),
    ("394n", "394n 8111"),
    ("395n", "392n 393n 395n 8005"),
    ("420", "421"),
    ("421", "4307"),
    ("422 423 424 425", "426"),
    ("4330", "4331"),
    ("4331", "4330"),
    ("4332", "4333"),
    ("4333", "4332"),
    ("7240", "03"),
    ("7250", "7251"),
    ("7251", "7250"),
    ("7253 7254 7255", "7256 7259"),
    ("7259", "7256"),
    ("8017", "8018"),
    ("8018", "8017"),
)
_NEEDS = {
    who: tuple(tuple(group.split("+")) for group in groups.split()) for row, groups in _COMPANY for who in row.split()
}
_SHUNS = {who: tuple(others.split()) for row, others in _STRIFE for who in row.split()}
# A signature speaks of one single thing: these keys name a kind unless a serial number follows.
_KINDS = {"253": 13, "255": 13, "8003": 14}


@lru_cache(maxsize=1024)
def needs(ai: str) -> tuple[tuple[str, ...], ...]:
    """Give the groups of which one must stand beside an identifier; empty when it may stand alone.

    A trailing `n` stands for any digit: `("01", "31nn")`.
    """
    return _NEEDS.get(ai) or _NEEDS.get(f"{ai[:3]}n", ())


@lru_cache(maxsize=1024)
def shuns(ai: str) -> tuple[str, ...]:
    """Give the identifiers that may not stand beside one, as far as its own rule says; the other's rule may add to it."""
    return _SHUNS.get(ai) or _SHUNS.get(f"{ai[:3]}n", ())


def faults(elements: Iterable[Element]) -> list[str]:
    """List what is wrong with the company that elements keep, each fault beginning with the identifier at fault."""
    return [f"AI ({ai}) {what}" for ai, what in _faults(tuple(elements))]


def check(elements: Iterable[Element]) -> None:
    """Refuse elements that lack their company or shun each other.

    Raises:
        Gs1Error: with the first fault.
    """
    for ai, what in _faults(tuple(elements)):
        raise Gs1Error(f"AI ({ai}) {what}", ai)


def _faults(elements: tuple[Element, ...]) -> Iterator[tuple[str, str]]:
    values: dict[str, str] = {}
    for ai, value in elements:
        if values.setdefault(ai, value) != value:
            yield ai, "stands twice with different values"
    yield from _company_faults(tuple(values))
    if "8030" in values:
        yield from _unsigned_kinds(values)


@lru_cache(maxsize=4096)
def _company_faults(present: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """Links of one kind carry the same identifiers, so that their company is judged once."""
    return tuple(fault for ai in present for fault in _bad_company(ai, present))


def _bad_company(ai: str, present: Collection[str]) -> Iterator[tuple[str, str]]:
    for pattern in shuns(ai):
        if other := _met(pattern, present, ai):
            yield ai, f"may not stand beside ({other})"
    groups = needs(ai)
    if groups and not any(all(_met(pattern, present, ai) for pattern in group) for group in groups):
        yield ai, f"needs {_told(groups)} beside it"


def _unsigned_kinds(values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for ai, length in _KINDS.items():
        if len(values.get(ai, "")) == length:
            yield ai, "needs its serial number where a signature (8030) stands"


def _met(pattern: str, present: Collection[str], itself: str) -> str | None:
    """Find an identifier of a pattern among those present, other than the one that asks."""
    if not pattern.endswith("n"):
        return pattern if pattern in present and pattern != itself else None
    beginning = pattern.rstrip("n")
    return next((ai for ai in present if ai.startswith(beginning) and ai != itself and len(ai) == len(pattern)), None)


def _told(groups: tuple[tuple[str, ...], ...]) -> str:
    return " or ".join("+".join(f"({ai})" for ai in group) for group in groups)
