"""Files of entries, for whoever may read one of the entries."""

from __future__ import annotations

from collections.abc import Iterable

from ocop.papers.models import Paper
from ocop.papers.queries import path_of
from ocop.people.models import Person

from ..models import Attachment
from .seeing import books_seen


def paper_of(person: Person, sha256: str) -> Paper | None:
    """The paper with this hash that the person has brought and whose bytes are still there."""
    found = Paper.objects.filter(sha256=sha256, brought_by=person).first()
    return found if found and path_of(sha256).exists() else None


def file_seen(person: Person, sha256: str) -> Paper | None:
    """A file that the person brought, or that hangs on an entry they may read and was brought by who may write there."""
    own = paper_of(person, sha256)
    if own is not None:
        return own
    seen = books_seen(person).order_by().values("pk")
    authors = Attachment.objects.filter(sha256=sha256, entry__book__in=seen).values("entry__author_id")
    return Paper.objects.filter(sha256=sha256, brought_by__in=authors).order_by("id").first()


def arrived(hashes: Iterable[str]) -> dict[str, Paper]:
    """Which of these files have come, by hash."""
    return {paper.sha256: paper for paper in Paper.objects.filter(sha256__in=set(hashes)).order_by("-id")}
