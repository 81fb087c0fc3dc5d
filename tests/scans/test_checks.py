"""Checks in the field: the list that phones keep, what the portal says when a check arrives, and cases from them."""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import html5lib
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ocop.journal.rules import Refused
from ocop.lots.acts import recall_lot
from ocop.scans.acts.checks import case_from_check, take_check
from ocop.scans.exports.offline import digest_of, envelope, packed
from ocop.scans.models import Case, Check
from ocop.scans.queries.checks import judged
from ocop.scans.queries.offline import field_list, public_list
from ocop.scans.rules.checks import SAYINGS, Seen, said_of
from ocop.scans.rules.freshness import freshness
from ocop.stamps.acts import activate_range, change_signing_key, draw_stamps, report_lost, withdraw_signing_key
from ocop.stamps.exports.labels import head_of
from ocop.stamps.models import Batch, SigningKey
from ocop.stamps.queries import Signer, mint, public_half
from ocop.stamps.rules.signing import MARK, verifies
from tests.scans.test_recalls import officer
from tests.stamps.cast import Cast, cast, certify, lot, restand

TODAY = timezone.localdate()


def code(batch: Batch, sequence: int) -> str:
    return mint().code(batch.subject, batch.epoch, batch.number, sequence)


def label(batch: Batch, sequence: int) -> str:
    return head_of(batch) + code(batch, sequence) + MARK + Signer(batch.subject)(code(batch, sequence))


@pytest.fixture
def who(db: None) -> Cast:
    who = cast()
    certify(who.product)
    return who


@pytest.fixture
def batch(who: Cast) -> Batch:
    """Forty signed stamps: 0–19 in use, 20–24 lost, the rest not yet used."""
    batch = draw_stamps(lot(who), 40, by=who.ba, kind="signed")
    activate_range(code(batch, 0), code(batch, 24), by=who.ba)
    report_lost(code(batch, 20), code(batch, 24), by=who.ba, note="Rơi trên đường ra chợ")
    return batch


def told(content: str, said: str = "genuine", **changed: object) -> dict[str, Any]:
    return {"content": content, "said": said, "at": timezone.now().isoformat(), **changed}


# The rule


SEEN = Seen(
    signature=True, proved=None, signed_kind=True, key_withdrawn=False, recalled=False, suspected=False, strange=False, state="active",
    star_until=TODAY, best_before=TODAY,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({}, "genuine"), ({"signature": None}, "missing"), ({"signature": None, "signed_kind": False}, "listed"),
        ({"signature": None, "proved": True}, "genuine"), ({"signature": False, "recalled": True}, "forged"),
        ({"proved": False}, "forged"), ({"recalled": True, "state": "void"}, "recalled"), ({"state": "void"}, "void"),
        ({"state": "lost", "key_withdrawn": True}, "lost"), ({"key_withdrawn": True}, "key_withdrawn"),
        ({"suspected": True}, "copied"), ({"strange": True}, "strange"), ({"state": "delivered"}, "not_active"), ({"state": "returned"}, "returned"),
        ({"best_before": TODAY - timedelta(days=1)}, "expired"), ({"star_until": None}, "lapsed"),
        ({"star_until": TODAY - timedelta(days=1)}, "lapsed"),
    ],
)  # fmt: skip
def test_one_thing_is_said_of_a_stamp(changed: dict[str, Any], said: str) -> None:
    assert said_of(replace(SEEN, **changed), TODAY) == said


@given(
    st.builds(
        Seen, signature=st.sampled_from([True, False, None]), proved=st.sampled_from([True, False, None]),
        signed_kind=st.booleans(), key_withdrawn=st.booleans(), recalled=st.booleans(), suspected=st.booleans(), strange=st.booleans(),
        state=st.sampled_from(["active", "void", "lost", "returned", "ordered", ""]),
        star_until=st.none() | st.dates(), best_before=st.none() | st.dates(),
    )
)  # fmt: skip
def test_nothing_is_called_genuine_that_is_not_proved_or_not_whole(seen: Seen) -> None:
    said = said_of(seen, TODAY)
    assert said in SAYINGS
    if said == "genuine":
        assert seen.state == "active" and (seen.signature or seen.proved)
        assert False not in (seen.signature, seen.proved)
        assert not (seen.recalled or seen.suspected or seen.strange or seen.key_withdrawn)


# The list


def unsigned(part: dict[str, str]) -> tuple[dict[str, Any], bytes]:
    head = json.loads(urlsafe_b64decode(part["protected"] + "=="))
    return head, urlsafe_b64decode(part["signature"] + "==")


def test_the_list_says_what_is_not_active_and_nothing_of_persons(batch: Batch, who: Cast) -> None:
    facts = field_list(TODAY)
    (row,) = facts["batches"]
    assert row == [
        batch.epoch << 15 | batch.number, 40, 2, batch.lot_id, batch.subject,
        20, 5, "l", 0, 15, "o",
    ]  # fmt: skip
    assert facts["lots"][str(batch.lot_id)][1] == batch.lot.code
    name, producer, simulated, spans = facts["products"][str(batch.product_id)]
    assert (name, producer, simulated) == (batch.product.name, who.producer.name, 1)
    assert spans[0][1] == 4 and spans[-1][1] == 0
    text = packed(facts).decode()
    for secret in (who.ba.name, who.ba.phone or "-", "Rơi trên đường"):
        assert secret not in text


def test_the_public_list_tells_no_quantities_and_no_unsold_lots(batch: Batch, who: Cast) -> None:
    assert batch.lot.code not in packed(public_list()).decode()
    recall_lot(batch.lot, by=who.ba, reason="Kiểm nghiệm không đạt, thu hồi cả lô")
    facts = public_list()
    assert facts["recalled"] == [[batch.product.name, batch.lot.code]]
    assert set(facts) == {"v", "issuer", "keys", "withdrawn_epochs", "recalled"}


def test_the_list_is_signed_with_its_times_by_every_key_that_holds(batch: Batch) -> None:
    keeper = officer("province_officer")
    change_signing_key(by=keeper)
    payload, now = packed(field_list(TODAY)), timezone.now()
    sent = json.loads(envelope(payload, now))
    assert sent["payload"].encode() == payload
    assert [unsigned(part)[0]["kid"] for part in sent["signatures"]] == ["1", "0"]
    for part in sent["signatures"]:
        head, signature = unsigned(part)
        key = SigningKey.objects.get(number=int(head["kid"]))
        public = public_half(bytes(key.public_key))
        signed = part["protected"].encode() + b"." + payload
        assert verifies(public, signed, signature)
        assert not verifies(public, signed + b" ", signature)
        assert head["exp"] - head["iat"] == freshness().use_hours * 3600
        assert head["warn"] - head["iat"] == freshness().warn_hours * 3600
    withdraw_signing_key(SigningKey.objects.get(number=0), by=keeper, reason="Ổ đĩa máy in bị mất")
    sent = json.loads(envelope(payload, now))
    assert [unsigned(part)[0]["kid"] for part in sent["signatures"]] == ["1"]


def test_a_phone_that_holds_the_list_gets_only_fresh_times(client: Client, batch: Batch, who: Cast) -> None:
    client.force_login(officer())
    whole = client.get("/thanh-tra/quet/danh-sach.json")
    digest = whole.json()["digest"]
    assert digest == digest_of(whole.json()["payload"].encode())
    fresh = client.get("/thanh-tra/quet/danh-sach.json", {"co": digest})
    assert "payload" not in fresh.json() and len(fresh.content) < 700
    report_lost(code(batch, 3), code(batch, 3), by=who.ba, note="Rơi mất một tem")
    assert "payload" in client.get("/thanh-tra/quet/danh-sach.json", {"co": digest}).json()


def test_the_list_is_for_inspectors_the_keys_for_everybody(client: Client, batch: Batch, who: Cast) -> None:
    assert client.get("/thanh-tra/quet/danh-sach.json").status_code in (302, 401)
    client.force_login(who.ba)
    assert client.get("/thanh-tra/quet/danh-sach.json").status_code == 403
    client.logout()
    answer = client.get("/.well-known/ocop-stamps.json")
    facts = json.loads(answer.json()["payload"])
    (key,) = facts["keys"]
    public = ec.EllipticCurvePublicNumbers(int(key["x"], 16), int(key["y"], 16), ec.SECP256R1()).public_key()
    head, signature = unsigned(answer.json()["signatures"][0])
    signed = answer.json()["signatures"][0]["protected"] + "." + answer.json()["payload"]
    assert head["alg"] == "ES256" and verifies(public, signed.encode(), signature)
    again = client.get("/.well-known/ocop-stamps.json", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_the_shell_is_the_same_for_everybody_and_holds_nobodys_data(client: Client, batch: Batch) -> None:
    stranger = client.get("/thanh-tra/quet/")
    client.force_login(officer())
    assert client.get("/thanh-tra/quet/").content == stranger.content
    html5lib.HTMLParser(strict=True).parse(stranger.content)
    worker = client.get("/thanh-tra/quet/tho.js").content.decode()
    files = json.loads(worker.partition("FILES = ")[2].partition(";")[0])
    for file in files:
        assert client.get(file).status_code == 200, file
        assert client.get(file.replace("/v/", "/v/x")).status_code in (200, 404)
    assert client.get("/thanh-tra/quet/ung-dung.webmanifest").json()["scope"] == "/thanh-tra/quet/"


# Arriving


@pytest.mark.parametrize(
    ("sequence", "said"), [(0, "genuine"), (22, "lost"), (39, "not_active")]
)  # fmt: skip
def test_the_portal_judges_a_stamp_again(batch: Batch, sequence: int, said: str) -> None:
    assert judged(label(batch, sequence), TODAY) == judged(label(batch, sequence).lower(), TODAY)
    found = judged(label(batch, sequence), TODAY)
    assert (found.said, found.batch, found.sequence) == (said, batch, sequence)
    assert judged(code(batch, sequence), TODAY).said == said


def test_the_portal_knows_forgeries_recalls_and_lapsed_stars(batch: Batch, who: Cast) -> None:
    real = label(batch, 1)
    forged = real[:-20] + ("0" if real[-20] != "0" else "1") + real[-19:]
    assert judged(forged, TODAY).said == "forged"
    assert judged(real[:-1], TODAY).said == "forged", "a damaged signature is not the same as none"
    assert judged(real.partition("?")[0], TODAY).said == "genuine"
    assert judged(real.replace(batch.subject, "08938500123467"), TODAY).said == "forged"
    assert judged("1005-639Z", TODAY).said == "unreadable"
    certificate = batch.product.certificates.get()
    restand(certificate, expires=TODAY - timedelta(days=1))
    assert judged(real, TODAY).said == "lapsed"
    recall_lot(batch.lot, by=who.ba, reason="Kiểm nghiệm không đạt, thu hồi cả lô")
    assert judged(real, TODAY).said == "recalled"


def test_a_check_arrives_once_however_often_it_is_sent(client: Client, batch: Batch) -> None:
    inspector = officer()
    client.force_login(inspector)
    me = client.get("/thanh-tra/quet/toi.json").json()
    assert me["person"] == inspector.pk and me["token"]
    id_ = str(uuid4())
    sent = {
        "check": json.dumps(
            told(
                label(batch, 22),
                "lost",
                id=id_,
                where={"lat": 21.5, "lon": 107.4, "accuracy": 12},
                place="Chợ",
                note="x",
            )
        )
    }
    for _ in range(2):
        answer = client.post("/thanh-tra/quet/gui/", sent)
        assert answer.json() == {"id": id_, "answer": "lost", "sentence": SAYINGS["lost"][1]}
    check = Check.objects.get()
    assert (check.batch, check.sequence, check.latitude, check.accuracy) == (batch, 22, 21.5, 12)
    page = client.get("/thanh-tra/quet/da-kiem-tra/")
    html5lib.HTMLParser(strict=True).parse(page.content)
    assert "Tem đã báo mất." in page.content.decode()
    assert "Chưa có lần kiểm tra nào" not in client.get("/thanh-tra/quet/da-kiem-tra/?loc=dang-ngo").content.decode()
    answer = client.post(f"/thanh-tra/quet/da-kiem-tra/{id_}/vu-viec/")
    case = Case.objects.get()
    assert answer["Location"] == case.get_absolute_url()
    assert case.sequence == 22 and "Chợ" in case.notes.get().text
    client.post(f"/thanh-tra/quet/da-kiem-tra/{id_}/vu-viec/")
    assert Case.objects.count() == 1


def test_a_check_with_nonsense_is_refused_with_every_reason(client: Client, batch: Batch) -> None:
    client.force_login(officer())
    ahead = (timezone.now() + timedelta(days=1)).isoformat()
    bad = {"id": str(uuid4()), "content": "", "said": "ok", "at": ahead, "where": {"lat": 210, "lon": 1}}
    answer = client.post("/thanh-tra/quet/gui/", {"check": json.dumps(bad)})
    assert answer.status_code == 422 and len(answer.json()["reasons"]) == 4
    for broken in ("", "[]", "{}", "null", '{"id": 7}', "[" * 9000):
        assert client.post("/thanh-tra/quet/gui/", {"check": broken}).status_code == 422
    assert not Check.objects.exists()


def test_another_persons_check_is_neither_taken_over_nor_told(batch: Batch, who: Cast) -> None:
    first, second = officer(), officer()
    id_: UUID = uuid4()
    take_check(id_, told(label(batch, 0)), by=first)
    with pytest.raises(Refused, match="của người khác"):
        take_check(id_, told(label(batch, 0)), by=second)
    with pytest.raises(Refused, match="Chỉ thanh tra"):
        take_check(uuid4(), told(label(batch, 0)), by=who.ba)


def test_a_second_check_of_the_same_stamp_joins_the_open_case(batch: Batch) -> None:
    inspector = officer()
    checks = [take_check(uuid4(), told(label(batch, 22), "lost"), by=inspector) for _ in range(2)]
    assert case_from_check(checks[0], by=inspector) == case_from_check(checks[1], by=inspector)
    assert Case.objects.get().notes.count() == 2
    forged = take_check(uuid4(), told("https://x.example/t/abc", "forged"), by=inspector)
    with pytest.raises(Refused, match="không phải tem của cổng"):
        case_from_check(forged, by=inspector)


def test_a_photo_comes_with_its_check(client: Client, batch: Batch) -> None:
    out = BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "JPEG")
    client.force_login(officer())
    photo = SimpleUploadedFile("anh.jpg", out.getvalue(), "image/jpeg")
    answer = client.post(
        "/thanh-tra/quet/gui/", {"check": json.dumps(told(label(batch, 0), id=str(uuid4()))), "photo": photo}
    )
    assert answer.status_code == 200, answer.content
    check = Check.objects.get()
    assert check.photo is not None
    address = f"/thanh-tra/quet/da-kiem-tra/{check.pk}/anh/"
    assert b"".join(client.get(address)) == out.getvalue()  # type: ignore[arg-type]
    client.force_login(check.batch.drawn_by)  # type: ignore[union-attr]
    assert client.get(address).status_code == 404


# A signed stamp is scanned like any other.


def test_a_scan_with_its_signature_is_the_same_page(client: Client, batch: Batch) -> None:
    path = label(batch, 0).removeprefix(settings.ORIGIN.upper())
    plain, signed = client.get(path.partition("?")[0]), client.get(path)
    assert (signed.status_code, plain.status_code) == (200, 200)
    assert batch.product.name in signed.content.decode()
    client.force_login(officer())
    assert batch.lot.code in client.get("/thanh-tra/", {"ma": label(batch, 0)}).content.decode()


def test_the_star_on_the_phone_follows_the_day(batch: Batch) -> None:
    spans = field_list(TODAY)["products"][str(batch.product_id)][3]
    later = next(span for span in spans if span[1] == 0)
    assert date.fromisoformat(later[0]) > TODAY
