"""What the official forms and the bound file are filled with: the sealed words, or the working copy as a draft."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from ocop.journal.queries import lines_about
from ocop.journal.rules import canonical
from ocop.people.models import Person
from ocop.people.queries import names_of

from ..models import Binding, CommuneOpinion, Dossier, FormFacts, Version
from ..rules import content_hash
from .content import content_now
from .reading import Form, form_of
from .snapshots import form_as_submitted

PUBLIC_FIELDS = ("representative", "position", "phone", "email", "registration", "results", "plan")
PRIVATE_FIELDS = ("gender", "ethnicity", "residence")


@dataclass(frozen=True, slots=True)
class Filled:
    """Everything a form is filled from. `private` is None for readers who may not see it."""

    dossier: Dossier
    form: Form
    facts: Mapping[str, str]
    private: Mapping[str, str] | None
    version: Version | None
    content: str
    opinion: CommuneOpinion | None
    accepted_by: str
    saved_by_producer: str

    @property
    def draft(self) -> bool:
        return self.version is None


def form_facts(dossier: Dossier) -> FormFacts | None:
    return FormFacts.objects.filter(dossier=dossier).first()


def private_facts(facts: FormFacts) -> dict[str, str]:
    return {name: getattr(facts, name) for name in PRIVATE_FIELDS}


def private_seal(facts: FormFacts) -> str:
    """What a version keeps of the private fields: nobody can guess them from it, for the salt is kept apart."""
    return hashlib.sha256(facts.salt.encode() + canonical(private_facts(facts))).hexdigest()


def form_content(dossier: Dossier) -> dict[str, str] | None:
    """The part of a frozen version that comes from the forms; None while nobody has filled them in."""
    facts = form_facts(dossier)
    if facts is None:
        return None
    return {name: getattr(facts, name) for name in PUBLIC_FIELDS} | {"private_sha256": private_seal(facts)}


def filled(dossier: Dossier, *, private: bool, draft: bool = False) -> Filled:
    """For the sealed paper the newest version; for a draft (or before the first submission) the working copy."""
    version = None if draft else dossier.versions.order_by("-number").first()
    opinion = CommuneOpinion.objects.select_related("given_by").filter(dossier=dossier).first()
    if version is None:
        facts = form_facts(dossier)
        told = {name: getattr(facts, name) for name in PUBLIC_FIELDS} if facts else {}
        own = private_facts(facts) if facts else {}
        form, content = form_of(dossier), content_hash(content_now(dossier))
    else:
        told, own = version.content.get("form") or {}, _sealed_private(version)
        form, content = form_as_submitted(dossier), version.sha256
    return Filled(
        dossier, form, told, own if private else None, version, content, opinion, _actor(dossier, "accept"),
        _actor(dossier, "submit"),
    )  # fmt: skip


def _sealed_private(version: Version) -> dict[str, str]:
    part = getattr(version, "private_part", None)
    return dict(part.content) if part else {}


def _actor(dossier: Dossier, verb: str) -> str:
    """The name of whoever last did this to the dossier."""
    actor = next((line.actor for line in reversed(list(lines_about(dossier))) if line.verb == verb), "")
    number = actor.partition(":")[2]
    return names_of([int(number)]).get(int(number), "") if number.isdigit() else ""


def binding_of(dossier: Dossier, content: str) -> Binding | None:
    """The newest bound file of exactly this content."""
    return Binding.objects.filter(dossier=dossier, content=content).select_related("paper").order_by("-id").first()


def content_to_bind(dossier: Dossier, *, draft: bool) -> str:
    version = None if draft else dossier.versions.order_by("-number").first()
    return version.sha256 if version else content_hash(content_now(dossier))


def binding_seen_by(person: Person, number: int, binding: int) -> Binding | None:
    from .authority import dossier_seen_by

    dossier = dossier_seen_by(person, number)
    if dossier is None:
        return None
    return (
        Binding.objects.select_related("paper", "dossier__product__producer")
        .filter(dossier=dossier, pk=binding)
        .first()
    )


def pages_expected(form: Form) -> int:
    """How many sheets the bound file will have, about: to choose between now and the worker."""
    papers = {e.paper_id: e.paper.pages or 1 for row in form.rows for e in row.papers}
    return sum(papers.values()) + len(form.rows) + 12
