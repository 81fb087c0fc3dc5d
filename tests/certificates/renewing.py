"""A recognised product as renewal tests need it: a certificate of ours, and the version that it rests on."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from ocop.certificates.acts import refresh_standing
from ocop.certificates.models import Certificate, Recognition
from ocop.dossiers.acts.freezing import freeze
from ocop.dossiers.models import Dossier, Evidence, Version
from ocop.papers.acts import bring
from ocop.papers.models import Paper
from ocop.products.models import Product
from tests.cast import Cast, everybody
from tests.dossiers.conftest import answer_all

from .stage import issued


@dataclass
class Recognised:
    people: Cast
    certificate: Certificate
    version: Version
    paper: Paper

    @property
    def product(self) -> Product:
        return self.certificate.product

    @property
    def dossier(self) -> Dossier:
        return self.version.dossier


def photograph(name: str, colour: str) -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def recognised(days_left: int = 150) -> Recognised:
    """Four stars that end in so many days, given for a dossier with answers and one paper at 1.1."""
    certificate = issued()
    dossier = certificate.result.item.dossier
    producer = dossier.product.producer
    assert producer is not None
    people = everybody()
    person = people.chi_ba
    answer_all(dossier, person, most=2, at=None)
    paper = bring(photograph("attp.jpg", "navy"), by=person)
    bound = Evidence(dossier=dossier, criterion="1.1", paper=paper, bound_by=person, bound_at=timezone.now())
    bound.save()
    version = freeze(dossier, by=person, moment=timezone.now())
    ends(certificate, timezone.localdate() + timedelta(days=days_left))
    return Recognised(people, certificate, version, paper)


def ends(certificate: Certificate, day: date) -> None:
    """As if it had been given earlier: it ends on this day."""
    given = day - timedelta(days=1090)
    Certificate.objects.filter(pk=certificate.pk).update(issued_on=given, expires_on=day)
    Recognition.objects.filter(certificate=certificate).update(decided_on=given, valid_until=day)
    refresh_standing([certificate.product])
    certificate.refresh_from_db()
