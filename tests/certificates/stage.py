"""A decision as far as a test needs it."""

from __future__ import annotations

from dataclasses import dataclass

from ocop.certificates.acts import draft_decision, issue_certificates, sign_decision
from ocop.certificates.models import Certificate, Decision
from ocop.criteria.rules import Choice
from tests.councils.sheets import HONEY, scored
from tests.councils.stage import Stage, opened


def four_stars() -> dict[str, Choice]:
    return scored(HONEY, 88, keep=4)


@dataclass
class Decided:
    stage: Stage
    decision: Decision

    @property
    def officer(self) -> object:
        return self.stage.people.co_nam


def closed(items: int = 1, choices: dict[str, Choice] | None = None, **by_laws: object) -> Stage:
    stage = opened(items, **by_laws)
    stage.everyone_scores(choices or four_stars())
    stage.sitting = stage.close()
    return stage


def drafted(items: int = 1, choices: dict[str, Choice] | None = None, **by_laws: object) -> Decided:
    stage = closed(items, choices, **by_laws)
    return Decided(stage, draft_decision(stage.sitting, number="1234/QĐ-UBND (mô phỏng)", by=stage.people.co_nam))


def signed(items: int = 1, choices: dict[str, Choice] | None = None, **by_laws: object) -> Decided:
    decided = drafted(items, choices, **by_laws)
    decided.decision = sign_decision(decided.decision, by=decided.stage.people.lanh_dao)
    return decided


def issued() -> Certificate:
    decided = signed()
    (certificate,) = issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    return certificate
