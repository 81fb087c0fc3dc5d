"""The frozen copy that every submission leaves."""

from __future__ import annotations

from datetime import datetime

from ocop.people.models import Person

from .. import rules
from ..models import Dossier, PrivatePart, Version
from ..queries.content import content_now
from ..queries.paperwork import form_facts, private_facts


def freeze(dossier: Dossier, *, by: Person, moment: datetime) -> Version:
    """Đóng băng một bản: canonical JSON with the hash of every paper, and its own SHA-256."""
    content = content_now(dossier)
    version = Version.objects.create(
        dossier=dossier, number=dossier.versions.count() + 1, content=content,
        sha256=rules.content_hash(content), frozen_at=moment, frozen_by=by,
    )  # fmt: skip
    facts = form_facts(dossier)
    if facts is not None:
        PrivatePart.objects.create(version=version, content=private_facts(facts), salt=facts.salt)
    return version
