"""What may be chosen: one reason per fault, and the sound choices in one plain form."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ocop.journal.rules import Reason

from .nouns import CriteriaSet, Criterion

# A criterion with cases takes ("a", 3); every other takes its points.
Choice = int | tuple[str, int]
DOSSIER = "dossier"


@dataclass(frozen=True, slots=True)
class Sifted:
    """Choices that stand, and a reason for each that does not."""

    choices: Mapping[str, Choice]
    reasons: tuple[Reason, ...]


def shown(value: object, longest: int = 40) -> str:
    """A stranger's value, safe and short enough for a sentence."""
    if isinstance(value, int) and abs(value) > 10**12:
        return "số quá lớn"
    if value is None:
        return "trống"
    if isinstance(value, (list, dict)):
        return "danh sách" if isinstance(value, list) else "đối tượng"
    text = "".join(c if unicodedata.category(c)[0] != "C" else "�" for c in str(value))
    return text if len(text) <= longest else text[:longest] + "…"


def sift(criteria_set: CriteriaSet, raw: Mapping[str, object]) -> Sifted:
    """Keep what can be rated. A draft rates what is kept and shows the reasons beside it."""
    kept: dict[str, Choice] = {}
    reasons: list[Reason] = []
    for code, value in raw.items():
        criterion = criteria_set.by_code.get(code) if isinstance(code, str) else None
        choice = _choice(criterion, value) if criterion else _unknown(criteria_set, code)
        if isinstance(choice, Reason):
            reasons.append(choice)
        else:
            kept[code] = choice
    for criterion in criteria_set.criteria:
        if reason := condition_missed(criterion, kept):
            reasons.append(reason)
            del kept[criterion.code]
    return Sifted(kept, tuple(reasons))


def points_of(choice: Choice) -> int:
    return choice if isinstance(choice, int) else choice[1]


def spelled(choice: object) -> str:
    """A choice as one word of a form or an address: "2", or "a:3" with its case."""
    if isinstance(choice, tuple):
        return f"{choice[0]}:{choice[1]}"
    if isinstance(choice, Mapping):
        return f"{choice.get('case')}:{choice.get('points')}"
    return str(choice)


def read_spelled(text: str) -> object:
    """The choice that `spelled` wrote; any other text stays text, and `sift` says what is wrong with it."""
    case, mark, points = text.rpartition(":")
    if not (points.isascii() and points.isdigit() and len(points) <= 4):
        return text
    return {"case": case, "points": int(points)} if mark else int(points)


def plain(choice: Choice) -> object:
    """A choice as plain JSON, the way a request spells it."""
    return choice if isinstance(choice, int) else {"case": choice[0], "points": choice[1]}


def condition_missed(criterion: Criterion, choices: Mapping[str, Choice]) -> Reason | None:
    """A part of what does not exist (the form of a story that was never written) earns nothing but 0."""
    condition = criterion.applies_if
    if condition is None or not points_of(choices.get(criterion.code, 0)):
        return None
    if points_of(choices.get(condition.code, 0)) > condition.above:
        return None
    return _fault(
        criterion,
        f"Tiêu chí {criterion.code} chỉ chấm khi tiêu chí {condition.code} được hơn {condition.above} điểm. "
        f"Hãy chấm {condition.code} trước, hoặc để {criterion.code} bằng 0.",
        "does_not_apply",
    )


def disqualifications(criteria_set: CriteriaSet, named: Iterable[object]) -> list[Reason]:
    """Reasons why something named in `disqualified` has no gate in this set."""
    known = {DOSSIER, *criteria_set.gates, *(f"{DOSSIER}:{d.key}" for d in criteria_set.disqualifiers)}
    return [
        Reason(
            f"“{shown(name)}” không phải chốt dừng của bộ {criteria_set.no}. "
            f"Các chốt có thể nêu: {', '.join(sorted(known))}.",
            "disqualified", "no_such_gate", criteria_set.law,
        )
        for name in named
        if not isinstance(name, str) or name not in known
    ]  # fmt: skip


def _choice(criterion: Criterion, value: object) -> Choice | Reason:
    if criterion.cases:
        return _cased(criterion, value)
    points = whole(value)
    if points is None:
        return _fault(criterion, _must_be_one_of(criterion), "not_points")
    if points not in criterion.points:
        return _no_such_option(criterion, points)
    return points


def _cased(criterion: Criterion, value: object) -> Choice | Reason:
    """`{"case": "a", "points": 3}`, or a bare 0."""
    if isinstance(value, tuple) and len(value) == 2:
        value = {"case": value[0], "points": value[1]}
    if not isinstance(value, Mapping):
        keys = " hoặc ".join(f"{case.key} ({case.title})" for case in criterion.cases)
        refusal = f"Tiêu chí {criterion.code} có hai trường hợp. Hãy nêu trường hợp {keys} cùng số điểm."
        return 0 if whole(value) == 0 else _fault(criterion, refusal, "case_needed")
    key = value.get("case")
    case = criterion.case(key) if isinstance(key, str) else None
    points = whole(value.get("points"))
    if case is None or value.keys() - {"case", "points"}:
        keys = ", ".join(found.key for found in criterion.cases)
        return _fault(criterion, f"Tiêu chí {criterion.code} chỉ có các trường hợp {keys}.", "no_such_case")
    if points is None:
        return _fault(criterion, _must_be_one_of(criterion), "not_points")
    if points and points not in {option.points for option in case.options}:
        return _no_such_option(criterion, points)
    return (case.key, points)


def whole(value: object) -> int | None:
    """A whole number, also when JSON spells it 2.0; True is not a number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) else None


def _unknown(criteria_set: CriteriaSet, code: object) -> Reason:
    name = shown(code)
    first, last = criteria_set.criteria[0].code, criteria_set.criteria[-1].code
    return Reason(
        f"Bộ {criteria_set.no} không có tiêu chí “{name}”. Hãy dùng mã của bộ này, từ {first} đến {last}.",
        f"choices.{name}", "unknown_criterion", criteria_set.law,
    )  # fmt: skip


def _must_be_one_of(criterion: Criterion) -> str:
    listed = ", ".join(map(str, criterion.points))
    return f"Điểm của tiêu chí {criterion.code} phải là một trong các số {listed}."


def _no_such_option(criterion: Criterion, points: int) -> Reason:
    listed = ", ".join(map(str, criterion.points))
    message = f"Tiêu chí {criterion.code} không có mức {shown(points)} điểm. Hãy chọn một trong các mức {listed}."
    return _fault(criterion, message, "no_such_option")


def _fault(criterion: Criterion, message: str, code: str) -> Reason:
    return Reason(message, f"choices.{criterion.code}", code, criterion.law)
