"""Who may open a paper here; later chapters open papers of their objects by their own doors."""

from __future__ import annotations

from ocop.people.models import Person

from .models import Paper


def may_open_paper(person: Person, paper: Paper) -> bool:
    return person.is_active and paper.brought_by_id == person.pk
