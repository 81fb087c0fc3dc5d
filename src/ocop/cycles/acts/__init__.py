"""What may happen in the yearly cycle."""

from .calendar import open_cycle, open_round
from .campaigns import set_campaign
from .digital import prove_step, take_test
from .ideas import (
    accept_idea,
    check_eligibility,
    link_product,
    open_idea,
    rename_idea,
    return_idea,
    save_idea_answer,
    submit_idea,
    withdraw_idea,
)
from .plans import (
    accept_plan,
    finish_plan,
    give_opinion,
    note_progress,
    open_plan,
    return_plan,
    save_plan_answer,
    save_plan_figures,
    submit_plan,
)
from .reminding import remind_of_closing

__all__ = [
    "accept_idea", "accept_plan", "check_eligibility", "finish_plan", "give_opinion", "link_product",
    "note_progress", "open_cycle", "open_idea", "open_plan", "open_round", "prove_step", "remind_of_closing",
    "rename_idea", "return_idea", "return_plan", "save_idea_answer", "save_plan_answer", "save_plan_figures",
    "set_campaign", "submit_idea", "submit_plan", "take_test", "withdraw_idea",
]  # fmt: skip
