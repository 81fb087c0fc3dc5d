"""What a business plan asks, and the sums that follow from its figures. Money in whole đồng."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from ocop.journal.rules import Reason

from .reference import in_force
from .words import Question, answers_missing

LARGEST = 10**12


@dataclass(frozen=True, slots=True)
class Figure:
    """One number that the plan asks for."""

    key: str
    text: str
    help: str
    unit: str
    needed: bool


def plan_questions(day: date) -> tuple[Question, ...]:
    return tuple(
        Question(row["key"], row["text"], row["help"], row["needed"], row["title"])
        for row in in_force("plans", day)["sections"]
    )


def plan_figures(day: date) -> tuple[Figure, ...]:
    return tuple(
        Figure(row["key"], row["text"], row["help"], row["unit"], row["needed"])
        for row in in_force("plans", day)["figures"]
    )


@dataclass(frozen=True, slots=True)
class Sums:
    """What the figures mean for a year; a part is None while its figures are not all there."""

    revenue: int | None
    cost: int | None
    profit: int | None
    margin: Fraction | None
    per_worker: int | None
    payback_months: int | None
    break_even: int | None


def sums(figures: Mapping[str, int]) -> Sums:
    """Revenue, cost, profit, its share of revenue, revenue by head, months until the investment is back, sales that cover."""
    volume, price = figures.get("volume"), figures.get("price")
    revenue = volume * price if volume is not None and price is not None else None
    cost = _cost(figures)
    profit = revenue - cost if revenue is not None and cost is not None else None
    workers = figures.get("workers")
    return Sums(
        revenue=revenue,
        cost=cost,
        profit=profit,
        margin=Fraction(profit, revenue) if profit is not None and revenue else None,
        per_worker=revenue // workers if revenue is not None and workers else None,
        payback_months=_payback(figures.get("investment"), profit),
        break_even=_break_even(figures),
    )


def _cost(figures: Mapping[str, int]) -> int | None:
    try:
        return figures["volume"] * figures["unit_cost"] + figures["wages"] + figures["other_cost"]
    except KeyError:
        return None


def _payback(investment: int | None, profit: int | None) -> int | None:
    """Whole months, rounded up; None where there is no profit to pay from."""
    if investment is None or profit is None or profit <= 0:
        return None
    return -(-investment * 12 // profit)


def _break_even(figures: Mapping[str, int]) -> int | None:
    """How many pieces pay for wages and other costs, rounded up; None where each piece loses money."""
    try:
        each = figures["price"] - figures["unit_cost"]
        fixed = figures["wages"] + figures["other_cost"]
    except KeyError:
        return None
    return -(-fixed // each) if each > 0 else None


def figures_unfit(asked: tuple[Figure, ...], figures: Mapping[str, int]) -> list[Reason]:
    """Numbers that cannot be: negative, beyond measure, or at odds with each other."""
    names = {figure.key: figure.text for figure in asked}
    reasons = [
        Reason(f"{names.get(key, key)} Hãy ghi một số từ 0 đến một nghìn tỷ.", key, "out_of_range")
        for key, value in figures.items()
        if key not in names or not 0 <= value <= LARGEST
    ]
    if figures.get("local_workers", 0) > figures.get("workers", LARGEST):
        reasons.append(Reason("Người trong xã không thể nhiều hơn số người làm.", "local_workers", "more_than_all"))
    if figures.get("loan", 0) > figures.get("investment", LARGEST):
        reasons.append(Reason("Tiền vay không thể nhiều hơn vốn bỏ ra.", "loan", "more_than_all"))
    return reasons


def figures_missing(asked: tuple[Figure, ...], figures: Mapping[str, int]) -> list[Reason]:
    return [
        Reason(f"Chưa có số: {figure.text}", figure.key, "figure_missing")
        for figure in asked
        if figure.needed and figure.key not in figures
    ]


def plan_unready(
    questions: tuple[Question, ...], answers: Mapping[str, str], asked: tuple[Figure, ...], figures: Mapping[str, int]
) -> list[Reason]:
    return [*answers_missing(questions, answers), *figures_missing(asked, figures), *figures_unfit(asked, figures)]


def worries(figures: Mapping[str, int]) -> list[str]:
    """What a reader should look at; nothing here stops a plan."""
    found = sums(figures)
    said = []
    if found.profit is not None and found.profit < 0:
        said.append("Theo các số này, một năm chi nhiều hơn thu.")
    if found.break_even is None and "price" in figures and "unit_cost" in figures:
        said.append("Giá bán không cao hơn tiền nguyên liệu, bao bì: bán càng nhiều càng lỗ.")
    if found.payback_months is not None and found.payback_months > 60:
        said.append("Hơn năm năm mới lấy lại vốn.")
    return said


def noted_on_unfit(noted_on: date, today: date, accepted_on: date) -> Reason | None:
    if noted_on > today:
        return Reason("Ngày làm không thể sau hôm nay.", "noted_on", "future")
    if noted_on < accepted_on:
        return Reason(
            f"Phương án được duyệt ngày {accepted_on:%d/%m/%Y}; hãy ghi việc từ ngày đó.", "noted_on", "before"
        )
    return None


def figures_text(figures: Mapping[str, int]) -> str:
    """One spelling of the figures, to see whether they have changed."""
    return "\n".join(f"{key}={figures[key]}" for key in sorted(figures))
