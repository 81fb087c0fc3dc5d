"""Chị Ba's honey, a round that takes proposals, and the papers of a dossier."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import html5lib
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from PIL import Image

from ocop.criteria.rules import CriteriaSet, criteria_set
from ocop.cycles.acts import open_cycle, open_round
from ocop.cycles.models import Round
from ocop.dossiers import acts
from ocop.dossiers.models import Answer, Dossier
from ocop.people.models import Person
from ocop.products.models import Product
from tests import cast as parts

# A Monday at 9 in Vietnam: far from any holiday.
NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _papers_elsewhere(settings: object, tmp_path: Path) -> None:
    settings.PAPERS_DIR = tmp_path / "papers"  # type: ignore[attr-defined]


class Company:
    """The cast; whoever is not in every scene comes on stage when a test names them: everybody costs two seconds."""

    def __init__(self) -> None:
        self.province, self.commune = parts.place("22"), parts.place("06838")
        self.producer = parts.producer()
        self.product = parts.product(self.producer)
        self.people = self
        for name in ("chi_ba", "anh_tu", "co_nam"):
            self[name]

    def __getitem__(self, name: str) -> Person:
        if name not in self.__dict__:
            if name == "chi_lan":
                parts.producer("neighbour", "chi_lan")
            self.__dict__[name] = parts.person(name)
        return self.__dict__[name]  # type: ignore[no-any-return]

    def __getattr__(self, name: str) -> Person:
        if name not in parts.PARTS:
            raise AttributeError(name)
        return self[name]


@pytest.fixture
def cast(db: None) -> Company:
    return Company()


def extra_round(cast: Company, *, opens: date = date(2026, 6, 1), until: date = date(2026, 12, 31)) -> Round:
    cycle = open_cycle(province=cast.province, year=opens.year, by=cast.co_nam, simulated=True, at=NOW)
    return open_round(
        cycle=cycle, name="Đợt bổ sung (mô phỏng)", opens_on=opens, proposals_until=until,
        ends_on=until + timedelta(days=60), basis="Quy chế Hội đồng (mô phỏng)", by=cast.co_nam, simulated=True, at=NOW,
    )  # fmt: skip


@pytest.fixture
def round_(cast: Company) -> Round:
    return extra_round(cast)


@pytest.fixture
def draft(cast: Company, round_: Round) -> Dossier:
    return acts.open_dossier(product=cast.product, kind="first", by=cast.chi_ba, at=NOW)


def best_choices(asked: CriteriaSet, most: int = 100) -> dict[str, tuple[str, int]]:
    """(case, points) for each criterion: the most points, but no more than `most` each."""
    chosen = {}
    for criterion in asked.criteria:
        case = criterion.cases[0] if criterion.cases else None
        options = case.options if case else criterion.options
        points = max([o.points for o in options if o.points <= most], default=0)
        chosen[criterion.code] = (case.key if case else "", points)
    return chosen


def answer_all(dossier: Dossier, by: Person, *, most: int = 100, at: datetime | None = NOW) -> None:
    """Every answer at once, without its 32 acts: their saving is tested elsewhere."""
    asked = criteria_set(dossier.regime, dossier.set_no)
    assert asked is not None
    Answer.objects.bulk_create(
        Answer(dossier=dossier, criterion=code, case=case, points=points, saved_by=by, saved_at=at or timezone.now())
        for code, (case, points) in best_choices(asked, most).items()
    )


@pytest.fixture
def filled(draft: Dossier, cast: Company) -> Dossier:
    answer_all(draft, cast.chi_ba)
    return draft


@pytest.fixture
def submitted(filled: Dossier, cast: Company) -> Dossier:
    return acts.submit(filled, by=cast.chi_ba, at=NOW)


@pytest.fixture
def forwarded(submitted: Dossier, cast: Company) -> Dossier:
    return forward(submitted, cast)


WORDS = {
    "local_material": "Mật lấy từ rừng hồi của xã, do các hộ thành viên cung cấp.",
    "local_labour": "Hai mươi lao động thường xuyên đều ở trong xã.",
    "idea_origin": "Nghề nuôi ong rừng có ở bản từ nhiều đời.",
    "local_identity": "Bao bì dùng hoa văn và cách gọi của người địa phương.",
}


def forward(dossier: Dossier, cast: Company, *, at: datetime | None = NOW) -> Dossier:
    return acts.forward(dossier, **WORDS, by=cast.anh_tu, at=at)


def photograph(name: str = "giay-dang-ky.jpg", colour: str = "navy") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def enter(person: Person) -> Client:
    """A browser of their own in which the person has signed in."""
    client = Client()
    client.force_login(person, backend=BACKEND)
    return client


def read(response: HttpResponse, status: int = 200) -> str:
    """The page's text, once it is proved to be sound HTML with the expected status."""
    text = response.content.decode()
    assert response.status_code == status, text[:3000]
    html5lib.HTMLParser(strict=True).parse(text)
    return text


@pytest.fixture
def today_round(cast: Company) -> Round:
    """The pages judge by the database's clock, so the round stands around the present day."""
    day = timezone.localdate()
    return extra_round(cast, opens=day - timedelta(days=30), until=day + timedelta(days=30))


@pytest.fixture
def live(cast: Company, today_round: Round) -> Dossier:
    return acts.open_dossier(product=cast.product, kind="first", by=cast.chi_ba)


@pytest.fixture
def handed_in(live: Dossier, cast: Company) -> Dossier:
    answer_all(live, cast.chi_ba, at=None)
    return acts.submit(live, by=cast.chi_ba)


def another(cast: Company, number: int, *, submit: bool = False, on: bool = False) -> Dossier:
    """One more product of the cooperative with a dossier: draft, submitted, or forwarded (`on`)."""
    product = Product.objects.get(pk=cast.product.pk)
    product.pk, product.slug, product.name, product.sort_key = (
        None,
        f"mat-{number}",
        f"Mật {number} (mô phỏng)",
        f"mat {number}",
    )
    product.save()
    dossier = acts.open_dossier(product=product, kind="first", by=cast.chi_ba)
    if submit or on:
        answer_all(dossier, cast.chi_ba, at=None)
        dossier = acts.submit(dossier, by=cast.chi_ba)
    return forward(dossier, cast, at=None) if on else dossier
