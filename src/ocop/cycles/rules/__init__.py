"""What the yearly cycle decides without a database."""

from . import digital
from .campaigns import (
    IDEAS,
    IMPLEMENTATION,
    LONGEST_GRACE,
    PLANS,
    RATING,
    Window,
    default_windows,
    follows_rounds,
    grounds_missing,
    is_late,
    out_of_time,
    resubmit_by,
    review_working_days,
    rounds_law,
    step_fixed,
    window_unfit,
)
from .ideas import (
    Eligibility,
    check_incomplete,
    eligibility_questions,
    form_source,
    idea_questions,
    idea_unready,
    is_eligible,
    stumbles,
)
from .plans import (
    Figure,
    Sums,
    figures_text,
    figures_unfit,
    noted_on_unfit,
    plan_figures,
    plan_questions,
    plan_unready,
    sums,
    worries,
)
from .rounds import (
    FIRST_YEAR,
    LAST_YEAR,
    RoundDates,
    basis_missing,
    legal_rounds,
    not_province_office,
    round_unfit,
    year_unfit,
)
from .standing import not_yours, steps_named, wrong_state
from .words import (
    LONGEST_ANSWER,
    LONGEST_NAME,
    LONGEST_WORDS,
    Question,
    answer_unfit,
    changed_meanwhile,
    mark_of,
    name_unfit,
    question_unknown,
    words_missing,
)

__all__ = [
    "Eligibility", "FIRST_YEAR", "Figure", "IDEAS", "IMPLEMENTATION", "LAST_YEAR", "LONGEST_ANSWER",
    "LONGEST_GRACE", "LONGEST_NAME", "LONGEST_WORDS", "PLANS", "Question", "RATING", "RoundDates", "Sums",
    "Window", "answer_unfit", "basis_missing", "changed_meanwhile", "check_incomplete", "default_windows",
    "digital", "eligibility_questions", "figures_text", "figures_unfit", "follows_rounds", "form_source",
    "grounds_missing", "idea_questions", "idea_unready", "is_eligible", "is_late", "legal_rounds", "mark_of",
    "name_unfit", "not_province_office", "not_yours", "noted_on_unfit", "out_of_time", "plan_figures",
    "plan_questions", "plan_unready", "question_unknown", "resubmit_by", "review_working_days", "round_unfit",
    "rounds_law", "step_fixed", "steps_named", "stumbles", "sums", "window_unfit", "words_missing", "worries",
    "wrong_state", "year_unfit",
]  # fmt: skip
