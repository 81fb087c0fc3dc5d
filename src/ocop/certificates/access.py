"""Who may draft, sign, issue, revoke and read decisions; published certificates are everybody's."""

from __future__ import annotations

from datetime import date

from ocop.councils.models import Sitting
from ocop.people.models import Person
from ocop.people.queries import mandates_in_force
from ocop.people.rules import Role

from .models import Certificate, Decision
from .queries.decisions import knows_decisions


def _holds(person: Person, *roles: Role, day: date | None = None) -> bool:
    return any(mandate.role in roles for mandate in mandates_in_force(person, day))


def may_draft_decisions(person: Person, *_: object, day: date | None = None) -> bool:
    return _holds(person, Role.PROVINCE_OFFICER, day=day)


def may_draft_for(person: Person, sitting: Sitting | None = None) -> bool:
    return may_draft_decisions(person)


def may_publish(person: Person, decision: Decision) -> bool:
    return may_draft_decisions(person)


def may_sign_decisions(person: Person, *_: object, day: date | None = None) -> bool:
    return _holds(person, Role.PROVINCE_LEADER, day=day)


def may_sign(person: Person, decision: Decision) -> bool:
    return may_sign_decisions(person)


def may_issue(person: Person, decision: Decision) -> bool:
    return _holds(person, Role.PROVINCE_OFFICER, Role.PROVINCE_LEADER)


def may_see_decisions(person: Person) -> bool:
    return knows_decisions(person)


def may_see_decision(person: Person, decision: Decision) -> bool:
    return may_see_decisions(person)


def may_see_proposals(person: Person) -> bool:
    return _holds(person, Role.PROVINCE_OFFICER, Role.PROVINCE_LEADER, Role.MINISTRY_OFFICER)


def may_revoke(person: Person, certificate: Certificate) -> bool:
    return may_sign_decisions(person)
