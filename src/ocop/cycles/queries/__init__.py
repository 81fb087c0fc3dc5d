"""Questions about the yearly cycle, always for someone."""

from .asked import Asked, idea_question, plan_section
from .authority import (
    digital_plan_seen_by,
    digital_step_seen_by,
    idea_seen_by,
    is_office_over,
    is_officer_of,
    note_seen_by,
    plan_seen_by,
    product_of,
    stands_for,
)
from .board import StepRow, YearBoard, year_board
from .calendar import (
    Line,
    calendar,
    cycle_of,
    next_round,
    provincial_rounds,
    round_taking_proposals,
    runs_province_office,
)
from .campaigns import Season, cycle_on, season_of, window_of, windows_of
from .desk import doings_of, waiting_for
from .digital import (
    PlanNow,
    last_answers,
    plan_now,
    plan_of_product,
    plans_in_reach,
    products_to_test,
    with_digital_plan,
)
from .ideas import (
    counted_by_commune,
    holds_office,
    ideas_of,
    officer_ideas,
    officer_plans,
    overdue,
    told_of,
)

__all__ = [
    "Asked", "Line", "PlanNow", "Season", "StepRow", "YearBoard", "calendar", "counted_by_commune", "cycle_of", "cycle_on",
    "digital_plan_seen_by", "digital_step_seen_by", "doings_of", "holds_office", "idea_question", "idea_seen_by", "ideas_of",

    "is_office_over", "is_officer_of", "last_answers", "next_round", "note_seen_by", "officer_ideas", "officer_plans",
    "overdue", "plan_now", "plan_of_product", "plan_section", "plan_seen_by", "plans_in_reach", "product_of", "products_to_test",
    "provincial_rounds", "round_taking_proposals", "runs_province_office", "season_of", "stands_for", "told_of",
    "waiting_for", "window_of", "windows_of", "with_digital_plan", "year_board",
]  # fmt: skip
