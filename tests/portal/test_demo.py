"""The demonstration is told once; what visitors do afterwards is theirs."""

from dataclasses import replace

import pytest

from ocop.certificates.models import Certificate
from ocop.diaries.models import Book
from ocop.dossiers import acts, lifecycle
from ocop.dossiers.models import Dossier
from ocop.journal.models import Line
from ocop.people.queries import today
from ocop.portal.management.demo import stages, story
from ocop.scans.models import Recall, ResolverLink, Sweep
from ocop.stamps.models import Roll, SigningKey
from ocop.traces.models import Grant
from tests import cast


@pytest.mark.django_db
def test_a_second_load_adds_what_an_older_one_lacked_and_leaves_alone_what_visitors_did() -> None:
    everybody = cast.everybody()
    assert story.told_before(everybody) is None
    with pytest.MonkeyPatch.context() as older:
        older.setattr(story, "_traced", lambda *_: ())
        told = story.tell(everybody, today())
    assert Certificate.objects.count() == 2
    assert not Book.objects.exists() and not Roll.objects.exists()
    assert story.completed(everybody, told, today()) == []
    for noun in (Book, Roll, SigningKey, Sweep, Recall, ResolverLink, Grant):
        assert noun.objects.exists(), noun
    eligible = {question.key: True for question in stages.dossiers_questions()}
    visited = acts.open_dossier(
        product=told.certificate.product, kind=Dossier.Kind.UPGRADE, by=everybody.chi_ba, eligibility=eligible
    )
    lines = Line.objects.count()
    assert story.completed(everybody, told, today()) == []
    assert story.told_before(everybody) == replace(told, codes={}), "opening codes are shown once and stored nowhere"
    visited.refresh_from_db()
    assert visited.state == lifecycle.DRAFT
    assert Line.objects.count() == lines
