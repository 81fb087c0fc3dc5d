"""The fairness report laid out: sentences first, then pictures, then tables, which are also what files carry."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil, log2

from ocop.design.rules import dots
from ocop.design.rules.formats import number, percent
from ocop.people.models import Person

from ..models import Sitting
from ..rules.fairness import words
from ..rules.fairness.limits import Limits, limits
from ..rules.fairness.proving import Proof, Trial, proof
from ..rules.fairness.report import CriterionAgreement, Estimate, Fairness, Fragility, Habit, MemberHabits
from .fairness import FairnessSeen, fairness_seen_by
from .seats import sitting_seen_by

SHOWN_CRITERIA = 12
SHOWN_FRAGILE = 8
_QUESTIONS = {
    "severity": ("Chấm chặt hay nới", "điểm so với mức giữa của Hội đồng"),
    "drift": ("Trôi dần trong buổi", "điểm thay đổi từ phiếu đầu đến phiếu cuối, so với Hội đồng"),
    "halo": ("Ấn tượng chung lấn át", "lần so với mức giữa"),
    "noise": ("Thất thường ở từng tiêu chí", "lần so với mức giữa"),
}
_RATIOS = ("halo", "noise")
_PLANTED = {
    "clean": "Không ai lệch",
    "severity": "Một người chấm chặt 8 điểm",
    "drift": "Một người chặt dần 18 điểm trong buổi",
    "halo": "Một người chấm theo ấn tượng chung (±12 điểm mỗi sản phẩm)",
    "noise": "Một người chấm cẩu thả (dao động gấp 3)",
}


@dataclass(frozen=True, slots=True)
class Table:
    """What a page shows and a file carries: the same columns, the same cells."""

    key: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    title: str
    about: str
    drawing: str


@dataclass(frozen=True, slots=True)
class FragileItem:
    """One item whose outcome hangs on little, told in sentences."""

    row: Fragility
    product: str
    outcome: str
    margin: str
    nearest: str
    left_out: str


@dataclass(frozen=True)
class FairnessPage:
    """Everything that one person may read of one report."""

    seen: FairnessSeen

    @cached_property
    def told(self) -> Fairness:
        """Without the items that are closed to this person."""
        return replace(self.seen.told, fragility=self.seen.rows)

    @property
    def limits(self) -> Limits:
        return limits()

    @property
    def verdict(self) -> words.Verdict:
        return words.verdict(self.told, self.limits)

    @property
    def discussion(self) -> str:
        return words.after_discussion(self.told)

    @property
    def disputed(self) -> str:
        return words.disputed_sentence(self.told, self.limits)

    @property
    def habits(self) -> list[str]:
        drift = words.drift_sentence(self.told.panel_drift)
        return [*words.habit_sentences(self.told, self.seen.names), *([drift] if drift else [])]

    @property
    def no_habits(self) -> str:
        return words.no_habits_sentence(self.told, self.limits)

    @property
    def fragile(self) -> str:
        return words.fragile_sentence(self.told)

    @cached_property
    def fragile_items(self) -> list[FragileItem]:
        """The most fragile first: those that one sheet decides, then those nearest to a band."""
        hanging = [row for row in self.told.fragility if row.is_fragile]
        ordered = sorted(hanging, key=lambda row: (-len(row.left_out), abs(row.to_band), row.order))
        return [_fragile_item(row, self.seen) for row in ordered]

    @property
    def has_habits(self) -> bool:
        return any(member.severity for member in self.told.habits)

    @property
    def agreement_picture(self) -> Picture:
        return _agreement_picture(self.told, self.limits)

    @property
    def criteria_picture(self) -> Picture | None:
        return _criteria_picture(self.told, self.limits)

    @property
    def habit_pictures(self) -> list[Picture]:
        return [_habit_picture(self.told.habits, question, self.seen, self.limits) for question in _QUESTIONS]

    @property
    def star_picture(self) -> Picture:
        return _star_picture(self.told)

    @cached_property
    def tables(self) -> list[Table]:
        return [_summary(self.told), _criteria(self.told), _members(self), _stars(self)]

    def table(self, key: str) -> Table | None:
        return next((table for table in self.tables if table.key == key), None)

    @cached_property
    def proof(self) -> Proof | None:
        return proof()

    @property
    def proof_count(self) -> int:
        return sum(trial.runs for trial in self.proof.trials) if self.proof else 0

    @property
    def proof_columns(self) -> list[str]:
        sizes = dict.fromkeys(trial.items for trial in self.proof.trials) if self.proof else {}
        return ["Cài sẵn", *(f"{items} sản phẩm" for items in sizes)]

    @property
    def proof_rows(self) -> list[tuple[str, ...]]:
        return _proof_rows(self.proof.trials) if self.proof else []


@dataclass(frozen=True, slots=True)
class FairnessTable:
    """One table of a sitting's report."""

    sitting: Sitting
    table: Table


def fairness_table_seen_by(person: Person, pk: int, table: str) -> FairnessTable | None:
    """A table with the person's closed items left out; whether they may read it is `access`'s to say."""
    sitting = sitting_seen_by(person, pk)
    seen = fairness_seen_by(person, sitting) if sitting else None
    found = FairnessPage(seen).table(table) if seen else None
    return FairnessTable(sitting, found) if sitting and found else None


def _fragile_item(row: Fragility, seen: FairnessSeen) -> FragileItem:
    return FragileItem(
        row, seen.products.get(row.item, "chưa rõ"), words.outcome_words(row.outcome), words.margin_words(row),
        words.nearest_sentence(row, seen.names), words.left_out_sentence(row, seen.names),
    )  # fmt: skip


def _agreement_picture(told: Fairness, bounds: Limits) -> Picture:
    rows = [("Tổng điểm (α)", told.totals.interval)]
    if told.after_discussion:
        rows.append(("Sau thảo luận (α)", told.after_discussion.interval))
    if told.icc:
        rows += [("Một phiếu, ICC(2,1)", told.icc.single), ("Trung bình, ICC(2,k)", told.icc.average)]
    ticks = ((0.0, "0"), (bounds.alpha_high, number(bounds.alpha_high, 1)), (1.0, "1"))
    scale = dots.Scale(0.0, 1.0, ticks, usual=(bounds.alpha_high, 1.0))
    drawn = [_estimate_dot(name, estimate) for name, estimate in rows if estimate]
    title = "Hội đồng thống nhất đến đâu"
    about = "1 là giống hệt, 0 là như bốc thăm. Vạch đậm: khoảng tin cậy 95 %. Vùng nền: rất thống nhất, từ 0,8."
    return Picture(title, about, dots.dots(drawn, scale, title=title))


def _criteria_picture(told: Fairness, bounds: Limits) -> Picture | None:
    seen = [row for row in told.criteria if row.agreement.interval and row.agreement.items >= bounds.least_items]
    widest = sorted(seen, key=lambda row: -row.agreement.apart)[:SHOWN_CRITERIA]
    if not widest:
        return None
    scale = dots.Scale(
        0.0,
        1.0,
        ((0.0, "0"), (bounds.alpha_high, number(bounds.alpha_high, 1)), (1.0, "1")),
        usual=(bounds.alpha_high, 1.0),
    )
    drawn = [_criterion_dot(row, bounds) for row in widest]
    title = f"{len(drawn)} tiêu chí gây khác ý nhiều nhất"
    about = "Hệ số α của từng tiêu chí với khoảng tin cậy; xếp theo mức lệch trung bình giữa hai thành viên bất kỳ."
    return Picture(title, about, dots.dots(drawn, scale, title=title))


def _criterion_dot(row: CriterionAgreement, bounds: Limits) -> dots.Dot:
    assert row.agreement.interval
    dot = _estimate_dot(f"{row.code} {row.title}", row.agreement.interval)
    apart = f"lệch {number(row.agreement.apart, 1)}/{row.max}"
    return replace(dot, words=apart, marked=row.agreement.apart >= bounds.apart)


def _estimate_dot(name: str, estimate: Estimate) -> dots.Dot:
    return dots.Dot(name, estimate.value, estimate.low, estimate.high, number(estimate.value, 2))


def _habit_picture(members: Sequence[MemberHabits], question: str, seen: FairnessSeen, bounds: Limits) -> Picture:
    title, unit = _QUESTIONS[question]
    known = [(member, habit) for member in members if (habit := _habit(member, question))]
    if question in _RATIOS:
        usual: float = getattr(bounds, question)
        scale, drawn = _ratio_scale([h for _, h in known], usual), [_ratio_dot(m, h, seen) for m, h in known]
    else:
        scale = _points_scale([habit for _, habit in known], getattr(bounds, question), question)
        drawn = [_points_dot(m, h, seen) for m, h in known]
    return Picture(title, unit, dots.dots(drawn, scale, title=title))


def _habit(member: MemberHabits, question: str) -> Habit | None:
    found: Habit | None = getattr(member, question)
    return found


def _points_scale(habits: Iterable[Habit], usual: float, question: str) -> dots.Scale:
    far = max((abs(end) for h in habits for end in (h.value, h.low, h.high)), default=1.0)
    top = max(5.0, ceil(far / 5) * 5)
    left, right = ("chặt", "nới") if question == "severity" else ("chặt dần", "nới dần")
    ticks = ((-top, f"{left} {top:.0f}"), (0.0, "0"), (top, f"{right} {top:.0f}"))
    return dots.Scale(-top, top, ticks, middle=0.0, usual=(-usual, usual))


def _points_dot(member: MemberHabits, habit: Habit, seen: FairnessSeen) -> dots.Dot:
    return dots.Dot(
        seen.names.get(member.seat, "–"), habit.value, habit.low, habit.high, words.signed(habit.value),
        habit.wide_low, habit.wide_high, habit.said,
    )  # fmt: skip


def _ratio_scale(habits: Iterable[Habit], usual: float) -> dots.Scale:
    """In powers of two, so that half and double lie equally far from the middle."""
    far = max((abs(log2(end)) for h in habits for end in (h.value, h.low, h.high) if end > 0), default=1.0)
    top = float(min(max(1, ceil(far)), 4))
    ticks = ((-top, f"×1/{2**top:.0f}"), (0.0, "×1"), (top, f"×{2**top:.0f}"))
    return dots.Scale(-top, top, ticks, middle=0.0, usual=(-top, log2(usual)))


def _ratio_dot(member: MemberHabits, habit: Habit, seen: FairnessSeen) -> dots.Dot:
    ends = [log2(max(end, 1e-3)) for end in (habit.value, habit.low, habit.high, habit.wide_low, habit.wide_high)]
    return dots.Dot(
        seen.names.get(member.seat, "–"),
        ends[0],
        ends[1],
        ends[2],
        words.times(habit.value),
        ends[3],
        ends[4],
        habit.said,
    )


def _star_picture(told: Fairness) -> Picture:
    values = [(float(row.average), row.is_fragile) for row in told.fragility]
    low = min([40, *(int(value) // 10 * 10 for value, _ in values)])
    title = "Điểm và ngưỡng sao"
    drawing = dots.heaps(
        values, low=low, high=100, bounds=((50, "3 sao"), (70, "4 sao"), (90, "xét 5 sao")), title=title,
        sentence=words.fragile_sentence(told),
    )  # fmt: skip
    about = (
        "Mỗi chấm là một sản phẩm, đặt theo điểm trung bình. Chấm đỏ có viền: sao sẽ đổi nếu một phiếu khác đi một mức, "
        "hoặc vắng một phiếu."
    )
    return Picture(title, about, drawing)


def _summary(told: Fairness) -> Table:
    rows = [
        ("Số sản phẩm", str(told.items)),
        ("Số thành viên chấm", str(told.members)),
        ("Số phiếu vòng một", str(told.sheets)),
        ("Sản phẩm chấm lại hoặc sửa phiếu sau thảo luận", str(told.second_rounds)),
        ("Lệch trung bình giữa hai phiếu, điểm", number(told.totals.apart, 2)),
        ("Krippendorff α của tổng điểm, theo khoảng cách", words.agreement_words(told.totals, lambda a: a.interval)),
        ("Krippendorff α của tổng điểm, theo thứ bậc", words.agreement_words(told.totals, lambda a: a.ordinal)),
        ("ICC(2,1): một phiếu", words.estimate_words(told.icc.single if told.icc else None)),
        ("ICC(2,k): điểm trung bình của Hội đồng", words.estimate_words(told.icc.average if told.icc else None)),
        ("Sản phẩm đủ phiếu của mọi thành viên, dùng cho ICC", str(told.icc.items) if told.icc else "chưa đủ để nói"),
        ("Cả Hội đồng trôi so với Tổ tư vấn, điểm", words.habit_words(told.panel_drift)),
    ]
    return Table("tom-tat", "Tóm tắt", ("Đại lượng", "Giá trị (khoảng)"), tuple(rows))


def _criteria(told: Fairness) -> Table:
    columns = ("Tiêu chí", "Nội dung", "Sản phẩm", "Lệch trung bình", "Tối đa", "α theo khoảng cách", "α theo thứ bậc")
    rows = tuple(
        (
            row.code, row.title, str(row.agreement.items), number(row.agreement.apart, 2), str(row.max),
            words.agreement_words(row.agreement, lambda a: a.interval),
            words.agreement_words(row.agreement, lambda a: a.ordinal),
        )
        for row in told.criteria
    )  # fmt: skip
    return Table("tieu-chi", "Từng tiêu chí", columns, rows)


def _members(page: FairnessPage) -> Table:
    columns = ("Thành viên", "Số phiếu", "Chặt (−), nới (+)", "Trôi dần", "Ấn tượng chung", "Thất thường", "Nói ra")
    rows = tuple(
        (
            page.seen.names.get(member.seat, "–"), str(member.sheets),
            *(words.habit_words(_habit(member, question), question in _RATIOS) for question in _QUESTIONS),
            ", ".join(_QUESTIONS[q][0].lower() for q in _QUESTIONS if (habit := _habit(member, q)) and habit.said) or "không",
        )
        for member in page.told.habits
    )  # fmt: skip
    return Table("thanh-vien", "Từng thành viên", columns, rows)


def _stars(page: FairnessPage) -> Table:
    columns = (
        "Mục",
        "Sản phẩm",
        "Điểm",
        "Kết quả",
        "Đứng ở đâu",
        "Thay đổi làm đổi sao",
        "Thay đổi gần nhất",
        "Vắng một phiếu",
    )
    told: Callable[[Fragility], FragileItem] = lambda row: _fragile_item(row, page.seen)  # noqa: E731
    rows = tuple(
        (
            str(row.order), item.product, row.average.replace(".", ","), item.outcome, item.margin,
            f"{row.flips} trong {row.changes}", item.nearest or "không có", item.left_out or "không đổi",
        )
        for row, item in ((row, told(row)) for row in page.told.fragility)
    )  # fmt: skip
    return Table("sao", "Từng sản phẩm", columns, rows)


def _proof_rows(trials: Iterable[Trial]) -> list[tuple[str, ...]]:
    """By kind of bias, for each size of a sitting: how often it was found and how often an innocent was named."""
    by_bias: dict[str, list[Trial]] = {}
    for trial in trials:
        by_bias.setdefault(trial.bias, []).append(trial)
    return [
        (
            _PLANTED.get(bias, bias),
            *(_share(trial) for trial in found),
        )
        for bias, found in by_bias.items()
    ]


def _share(trial: Trial) -> str:
    wrong = f"nói oan {percent(trial.wrong_share)}"
    return wrong if trial.bias == "clean" else f"nhận ra {percent(trial.found_share, 0)}, {wrong}"
