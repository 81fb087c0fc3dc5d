"""Each ending is a state of its own, said in one sentence with its day and its basis; stars only while valid."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from ocop.certificates import lifecycle
from ocop.certificates.acts import issue_certificates, supersede
from ocop.certificates.models import Certificate
from ocop.certificates.queries import standing_of
from ocop.certificates.queries.sentences import basis_of, sentence_of
from ocop.certificates.rules.credentials import check
from ocop.certificates.rules.verdicts import Validity, validity_on
from ocop.dossiers.models import Dossier
from ocop.journal.rules import Refused
from ocop.letters.models import Letter

from .stage import issued, signed

db = pytest.mark.django_db
ISSUED, LAST = date(2026, 11, 21), date(2029, 11, 21)
EXTENDED = LAST + timedelta(180)
DAY = timedelta(1)


@pytest.mark.parametrize(
    ("day", "facts", "validity", "said"),
    [
        (LAST, {"extended_until": EXTENDED}, Validity.VALID, EXTENDED),
        (LAST + DAY, {"extended_until": EXTENDED}, Validity.EXTENDED, EXTENDED),
        (EXTENDED, {"extended_until": EXTENDED}, Validity.EXTENDED, EXTENDED),
        (EXTENDED + DAY, {"extended_until": EXTENDED}, Validity.EXPIRED, EXTENDED),
        (date(2028, 5, 1), {"superseded_on": date(2028, 5, 1)}, Validity.SUPERSEDED, date(2028, 5, 1)),
        (date(2028, 4, 30), {"superseded_on": date(2028, 5, 1)}, Validity.VALID, LAST),
        (date(2031, 1, 1), {"superseded_on": date(2028, 5, 1)}, Validity.SUPERSEDED, date(2028, 5, 1)),
        (date(2031, 1, 1), {"superseded_on": date(2030, 1, 1)}, Validity.EXPIRED, LAST),
    ],
)
def test_what_ended_it_first_is_what_is_said(day: date, facts: dict[str, date], validity: Validity, said: date) -> None:
    verdict = validity_on(day, issued_on=ISSUED, expires_on=LAST, revoked_on=None, **facts)
    assert (verdict.validity, verdict.day) == (validity, said)


days = st.dates(ISSUED, date(2031, 1, 1))


@given(days, st.none() | days, st.none() | days, st.none() | st.integers(1, 180))
def test_a_star_is_filled_exactly_while_the_certificate_is_valid(
    day: date, revoked: date | None, superseded: date | None, extra: int | None
) -> None:
    until = LAST + timedelta(extra) if extra else None
    verdict = validity_on(
        day, issued_on=ISSUED, expires_on=LAST, revoked_on=revoked, extended_until=until, superseded_on=superseded
    )
    over = [when for when in (revoked, superseded) if when is not None and when <= day]
    assert verdict.is_valid is (day <= (until or LAST) and not over)
    assert (verdict.drawing == "valid") is verdict.is_valid


@db
def test_a_new_certificate_takes_over_on_its_first_day_and_everybody_is_told() -> None:
    decided = signed(items=2)
    first, second = decided.stage.items
    Dossier.objects.filter(pk=second.dossier_id).update(product=first.dossier.product_id, kind="upgrade")
    old, new = issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    old.refresh_from_db()
    assert (old.state, old.superseded_by, old.superseded_on) == (lifecycle.SUPERSEDED, new, new.issued_on)
    told = Letter.objects.filter(subject__contains=f"được thay bằng {new.number}")
    assert sorted(letter.to.name for letter in told) == ["Anh Tư (mô phỏng)", "Chị Ba (mô phỏng)"]
    standing = standing_of(old.product)
    assert (standing.is_valid, standing.certificate) == (True, new)
    text = Client().get(old.get_absolute_url()).content.decode()
    assert f"Giấy đã được thay bằng giấy {new.number} từ ngày {new.issued_on:%d/%m/%Y}" in text
    assert new.get_absolute_url() in text
    assert "Không được dùng logo và dấu sao OCOP" in text
    body = Client().get(f"/api/v1/certificates/{old.number}").json()
    assert (body["valid"], body["state"], body["superseded_by"]) == (False, "superseded", new.number)
    assert body["standing"]["logo_and_stars"] is False


@db
def test_the_credential_of_a_replaced_certificate_fails_and_the_new_one_holds() -> None:
    decided = signed(items=2)
    old, new = issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    Certificate.objects.filter(pk=new.pk).update(product=old.product)
    supersede(old, with_=Certificate.objects.get(pk=new.pk), by=decided.stage.people.co_nam)

    def fetched(address: str) -> dict[str, object]:
        return json.loads(Client().get(address.removeprefix("http://127.0.0.1:8000")).content)

    keys = fetched("/.well-known/did.json")
    for certificate, codes in ((old, ["superseded"]), (new, [])):
        credential = fetched(f"{certificate.get_absolute_url()}chung-chi.json")
        lists = [fetched(entry["statusListCredential"]) for entry in credential["credentialStatus"]]
        assert [fault.code for fault in check(credential, keys, timezone.now(), lists).faults] == codes


@db
def test_only_a_newer_certificate_of_the_same_product_takes_over() -> None:
    decided = signed(items=2)
    one, other = issue_certificates(decided.decision, by=decided.stage.people.co_nam)
    for wrong in (one, other):
        with pytest.raises(Refused):
            supersede(one, with_=wrong, by=decided.stage.people.co_nam)


@db
def test_an_extension_says_its_law_and_keeps_the_star_and_the_credential_alive() -> None:
    certificate = issued()
    today = timezone.localdate()
    Certificate.objects.filter(pk=certificate.pk).update(
        issued_on=today - timedelta(1100), expires_on=today - timedelta(4), extended_until=today + timedelta(176)
    )
    certificate = Certificate.objects.get(pk=certificate.pk)
    until = certificate.extended_until
    assert sentence_of(certificate, today) == (
        f"Giấy được kéo dài theo điều khoản chuyển tiếp, đến hết ngày {until:%d/%m/%Y}"
    )
    assert "QĐ 26/2026, Điều 12" in basis_of(certificate, today)
    body = Client().get(f"/api/v1/certificates/{certificate.number}").json()
    assert (body["valid"], body["state"], body["extended_until"]) == (True, "extended", until.isoformat())
    credential = json.loads(Client().get(f"{certificate.get_absolute_url()}chung-chi.json").content)
    assert credential["validUntil"] == f"{until}T23:59:59+07:00"
