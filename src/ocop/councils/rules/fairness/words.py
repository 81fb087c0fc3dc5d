"""The report in plain Vietnamese: what a chair reads first. Names come from outside; no numpy here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ocop.criteria.rules import BEST_STAR
from ocop.design.rules.formats import number

from .limits import Limits
from .report import Agreement, CriterionAgreement, Estimate, Fairness, Fragility, Habit, MemberHabits, Outcome

_CLASSES = ("chưa thống nhất", "khá thống nhất", "rất thống nhất")


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kind` is a sign of the house: ok, soon or unknown."""

    kind: str
    sentence: str
    rest: tuple[str, ...]


def verdict(told: Fairness, limits: Limits) -> Verdict:
    """Whether the council agreed, with what makes it uncertain."""
    if told.totals.items < limits.least_items:
        few = f"Mới có {told.totals.items} sản phẩm được từ hai phiếu trở lên: chưa đủ để nói Hội đồng chấm thống nhất đến đâu."
        return Verdict(
            "unknown", few, (f"Cần từ {limits.least_items} sản phẩm. Phần sao mong manh bên dưới vẫn đúng.",)
        )
    alpha = told.totals.interval
    if alpha is None:
        return Verdict("ok", "Mọi phiếu cho cùng một tổng điểm: không có khác biệt nào để đo.", ())
    place, sure = _class(alpha.value, limits), alpha.low is not None and _class(alpha.low, limits) > 0
    rest = [f"Hai thành viên bất kỳ lệch nhau trung bình {number(told.totals.apart, 1)} điểm trên cùng một sản phẩm."]
    if doubt := _doubt(alpha, limits):
        rest.append(doubt)
    if place and not sure:
        return Verdict("soon", f"Hội đồng chấm {_CLASSES[place]}, nhưng số liệu chưa đủ chắc.", tuple(rest))
    return Verdict("ok" if place else "soon", f"Hội đồng chấm {_CLASSES[place]}.", tuple(rest))


def after_discussion(told: Fairness) -> str:
    """What the second rounds changed; empty where there is nothing to compare."""
    before, after = told.totals, told.after_discussion
    if after is None:
        return ""
    rounds = f"{told.second_rounds} sản phẩm được chấm lại hoặc sửa phiếu sau thảo luận"
    way = "gần nhau hơn" if after.apart < before.apart else "không gần nhau hơn"
    return (
        f"{rounds}. Các phiếu {way}: lệch trung bình {number(before.apart, 1)} điểm trước thảo luận, "
        f"{number(after.apart, 1)} điểm sau. Độ thống nhất ở trên tính từ vòng một, khi chưa ai nghe ai."
    )


def most_disputed(told: Fairness, limits: Limits) -> list[CriterionAgreement]:
    """Criteria on which any two members differ most, in points: that is what moves totals apart."""
    seen = [row for row in told.criteria if row.agreement.items >= limits.least_items]
    wide = [row for row in seen if row.agreement.apart >= limits.apart]
    return sorted(wide, key=lambda row: -row.agreement.apart)


def disputed_sentence(told: Fairness, limits: Limits) -> str:
    wide = most_disputed(told, limits)
    if all(row.agreement.items < limits.least_items for row in told.criteria):
        return "Chưa tiêu chí nào được chấm ở đủ số sản phẩm để so sánh."
    if not wide:
        return "Không tiêu chí nào gây khác ý đáng kể."
    first = wide[0]
    text = (
        f"Tiêu chí {first.code} ({first.title}) gây khác ý nhiều nhất: hai thành viên bất kỳ lệch nhau trung bình "
        f"{number(first.agreement.apart, 1)} trên {first.max} điểm."
    )
    others = ", ".join(f"{row.code} ({row.title})" for row in wide[1:4])
    return f"{text} Kế đó: {others}." if others else text


def habit_sentences(told: Fairness, names: Mapping[int, str]) -> list[str]:
    """What is said aloud of members, strongest question first; empty where nothing is."""
    return [
        sentence
        for question in ("severity", "drift", "halo", "noise")
        for member in told.habits
        for sentence in [_said(member, question, names.get(member.seat, "một thành viên"))]
        if sentence
    ]


def no_habits_sentence(told: Fairness, limits: Limits) -> str:
    if not any(member.severity for member in told.habits):
        return f"Chưa đủ phiếu để nói về thói quen chấm: cần từ {limits.least_sheets} phiếu của mỗi thành viên."
    return "Không thấy ai chấm chặt, chấm nới, trôi dần, chấm theo ấn tượng chung hay chấm thất thường quá mức thường tình."


def mirror_sentence(member: MemberHabits, limits: Limits) -> str:
    """What a member is told of their own severity, and nobody else is."""
    if member.severity is None:
        return f"Bạn nộp {member.sheets} phiếu: chưa đủ để nói gì, cần từ {limits.least_sheets} phiếu."
    value, doubt = member.severity.value, f"{points(abs(member.severity.value))} điểm trên 100"
    if member.severity.low <= 0 <= member.severity.high:
        return "Mức chấm của bạn không khác mức giữa của Hội đồng: chênh lệch thấy được có thể chỉ do ngẫu nhiên."
    return f"Trung bình bạn chấm {'thấp' if value < 0 else 'cao'} hơn mức giữa của Hội đồng khoảng {doubt}."


def drift_sentence(habit: Habit | None) -> str:
    """The whole council against the advisory team."""
    if habit is None or not habit.said:
        return ""
    way = "cao dần" if habit.value > 0 else "thấp dần"
    return (
        f"So với điểm của Tổ tư vấn, cả Hội đồng chấm {way}: từ mục đầu đến mục cuối chừng {points(abs(habit.value))} "
        "điểm. Cũng có thể chính Tổ tư vấn đã đổi mức."
    )


def fragile_sentence(told: Fairness) -> str:
    moved = sum(1 for row in told.fragility if row.flips)
    alone = sum(1 for row in told.fragility if row.left_out)
    total = len(told.fragility)
    if not total:
        return "Chưa có sản phẩm nào có kết quả."
    if not moved and not alone:
        return f"Sao của cả {total} sản phẩm đều đứng vững: không phiếu nào, không mức nào một mình làm đổi được."
    return (
        f"{moved} trong {total} sản phẩm sẽ đổi sao nếu một phiếu chọn khác đi một mức ở một tiêu chí; "
        f"{alone} sản phẩm sẽ đổi sao nếu vắng một phiếu."
    )


def nearest_sentence(row: Fragility, names: Mapping[int, str]) -> str:
    """The nearest change that would give another star, as one could say it aloud."""
    if row.nearest is None:
        return ""
    change, name = row.nearest, names.get(row.nearest.seat, "một thành viên")
    return (
        f"Nếu {name} cho tiêu chí {change.criterion} là {change.new} điểm thay vì {change.old}, "
        f"kết quả là {outcome_words(change.outcome)}."
    )


def left_out_sentence(row: Fragility, names: Mapping[int, str]) -> str:
    if not row.left_out:
        return ""
    parts: dict[str, list[str]] = {}
    for out in row.left_out:
        parts.setdefault(outcome_words(out.outcome), []).append(names.get(out.seat, "một thành viên"))
    return " ".join(f"Vắng phiếu của {' hoặc '.join(who)}, kết quả là {words}." for words, who in parts.items())


def outcome_words(outcome: Outcome) -> str:
    if outcome.star is None:
        return "không xếp hạng (có chốt loại)"
    if outcome.to_ministry:
        return "đề nghị Bộ xét 5 sao"
    return f"{outcome.star} sao" if outcome.star >= 3 else "chưa đạt 3 sao"


def margin_words(row: Fragility) -> str:
    """What decides: minimums that hold it down, or else the way to the nearest band, «trên ngưỡng 4 sao 0,33 điểm»."""
    if row.star_by_minimums < row.star_by_points and row.held_by:
        codes = ", ".join(row.held_by[:4]) + ("…" if len(row.held_by) > 4 else "")
        return f"đủ điểm {row.star_by_points} sao, vướng điều kiện tối thiểu ở {codes}"
    if not row.band_star:
        return ""
    side = "dưới" if row.to_band < 0 else "trên"
    band = "xét 5 sao" if row.band_star == BEST_STAR else f"{row.band_star} sao"
    return f"{side} ngưỡng {band} {number(abs(row.to_band), 2)} điểm"


def estimate_words(estimate: Estimate | None, places: int = 2) -> str:
    if estimate is None:
        return "chưa đủ để nói"
    if estimate.low is None or estimate.high is None:
        return f"{number(estimate.value, places)} (không tính được khoảng)"
    return f"{number(estimate.value, places)} ({number(estimate.low, places)} đến {number(estimate.high, places)})"


def agreement_words(agreement: Agreement, which: Callable[[Agreement], Estimate | None]) -> str:
    if agreement.identical:
        return "mọi phiếu giống nhau"
    return estimate_words(which(agreement))


def habit_words(habit: Habit | None, ratio: bool = False) -> str:
    """The number with its widened interval: points with a sign, or times the council's middle."""
    if habit is None:
        return "chưa đủ để nói"
    shown = times if ratio else signed
    return f"{shown(habit.value)} ({shown(habit.wide_low)} đến {shown(habit.wide_high)})"


def points(value: float) -> str:
    return number(value, 1)


def signed(value: float) -> str:
    return f"+{number(value, 1)}" if value >= 0.05 else number(value, 1)


def times(value: float) -> str:
    return f"×{number(min(value, 99), 2)}"


def _class(value: float, limits: Limits) -> int:
    return int(value >= limits.alpha_fair) + int(value >= limits.alpha_high)


def _doubt(alpha: Estimate, limits: Limits) -> str:
    if alpha.low is None or alpha.high is None:
        return "Số liệu chưa cho phép tính khoảng tin cậy."
    low, high = _class(alpha.low, limits), _class(alpha.high, limits)
    if low == high:
        return ""
    return f"Với số sản phẩm này, mức thật có thể từ «{_CLASSES[low]}» đến «{_CLASSES[high]}»."


def _said(member: MemberHabits, question: str, name: str) -> str:
    habit: Habit | None = getattr(member, question)
    if habit is None or not habit.said:
        return ""
    size = points(abs(habit.value))
    if question == "severity":
        way = "chặt" if habit.value < 0 else "nới"
        return f"{name} chấm {way} hơn mức giữa của Hội đồng khoảng {size} điểm."
    if question == "drift":
        way = "chặt" if habit.value < 0 else "nới"
        return f"{name} chấm {way} dần so với Hội đồng: từ phiếu đầu đến phiếu cuối chừng {size} điểm."
    ratio = number(habit.value, 1)
    if question == "halo":
        return (
            f"Ở phiếu của {name}, các tiêu chí của cùng một sản phẩm hay cùng cao hoặc cùng thấp, gấp {ratio} lần mức "
            "giữa: có thể ấn tượng chung lấn át từng tiêu chí."
        )
    return f"Điểm từng tiêu chí của {name} lệch khó đoán hơn, gấp {ratio} lần mức giữa của Hội đồng."
