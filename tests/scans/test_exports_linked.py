"""The passport as data: in the words of the table, nothing that the page does not tell, at the addresses of the codes."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.test import Client

from gs1.linktypes import VOCABULARY, term
from ocop.scans.exports.linked import passport_data
from ocop.scans.models import ScannedStamp
from ocop.scans.rules.ten import ITEMS
from ocop.scans.rules.translations import mark_of
from ocop.scans.rules.verdicts import Star
from ocop.scans.rules.vocabulary import vocabulary
from tests.scans.test_api import Jar, Phone, jar
from tests.stamps.cast import GTIN

DATA = "application/ld+json"
STAR = Star("in_force", 4, date(2026, 1, 5), date(2029, 1, 4), "OCOP-2026-001", date(2026, 1, 5))


def _told(**more: Any) -> dict[str, Any]:
    told: dict[str, Any] = {
        "product": "Mật ong rừng", "ingredients": "Mật ong", "warnings": "Không cho trẻ dưới 1 tuổi", "storage": "", "gtin": GTIN,
        "brand": "Mật Bình Liêu", "standards": "TCVN 12605:2019", "producer": "HTX Mật ong", "producer_slug": "htx-mat-ong",
        "gln": "8938500123450", "address": "Thôn 1", "place": "Xã Bình Liêu", "lot_place": None, "lot": "L1",
        "made_on": "2026-11-01", "best_before": "2028-11-01", "simulated": True, "steps": None,
        "diary": [{"kind": "harvest", "name": "Quay mật", "on": "2026-10-30", "place": "Xã Bình Liêu", "where": "", "by": ""}],
        "translations": [
            ["name", "en", "Forest honey", mark_of("Mật ong rừng")], ["warnings", "en", "Old words", mark_of("một câu khác")],
        ],
        "exhibits": [
            {"id": 1, "kind": "picture", "title": "Lọ mật", "number": "", "issuer": "", "issued_on": None, "expires_on": None},
            {"id": 2, "kind": "test", "title": "Phiếu kiểm nghiệm", "number": "KN-1", "issuer": "Phòng mô phỏng",
             "issued_on": "2026-05-01", "expires_on": None},
        ],
    }  # fmt: skip
    return told | more


def _data(
    told: dict[str, Any], star: Star | None = STAR, **more: Any
) -> tuple[dict[str, Any], dict[str, Any], dict[str, Any]]:
    read = json.loads(passport_data(told, star, f"/01/{GTIN}/10/L1", **more))
    item, passport = read["@graph"]
    return read["@context"], item, passport


def _names(node: Any) -> set[str]:
    if isinstance(node, list):
        return {name for part in node for name in _names(part)}
    if isinstance(node, dict):
        return {key for key in node if not key.startswith("@")} | {n for part in node.values() for n in _names(part)}
    return set()


def test_every_word_used_has_its_namespace_and_every_item_of_the_table_is_told() -> None:
    context, item, passport = _data(_told(storage="Nơi khô"), serial="ABC", recalled_on="2026-11-20")
    used = _names([item, passport])
    assert {name.split(":")[0] for name in used} <= context.keys()
    for row in vocabulary().terms:
        if row.key != "recall":  # a link type; in the data the day is told, by a word of ours
            assert row.gs1 in used, row.key
            assert not row.untp or row.untp in used, row.key
    assert item["ocop:recalledOn"] == "2026-11-20"


def test_the_table_covers_the_ten_items_and_names_real_link_types() -> None:
    known = vocabulary()
    assert set(ITEMS) <= {row.key for row in known.terms}
    assert known.as_of >= date(2026, 11, 22) and known.sources["law"]
    assert term("gs1:recallStatus") and term("gs1:traceability")
    assert known.namespaces["gs1"] == VOCABULARY
    assert (known.expanded("gs1:gtin"), known.expanded("")) == (f"{VOCABULARY}gtin", "")
    for row in known.terms:
        assert (row.named("vi"), row.named("en-GB"), row.named("zh-hans")) == (row.vi, row.en, row.zh)
        assert all((row.vi, row.en, row.zh, row.gs1))


def test_what_is_not_known_is_not_said_and_an_outdated_translation_is_silent() -> None:
    _, item, passport = _data(
        _told(
            brand="",
            warnings="",
            gln="",
            address="",
            standards="",
            lot=None,
            made_on=None,
            best_before=None,
            exhibits=None,
        ),
        None,
    )
    for name in ("gs1:brand", "gs1:consumerSafetyInformation", "gs1:hasBatchLotNumber", "gs1:bestBeforeDate", "gs1:image",
                 "gs1:certification", "gs1:hasSerialNumber"):  # fmt: skip
        assert name not in item
    assert (passport["untp-dpp:granularityLevel"], "gs1:partyGLN" in item["gs1:manufacturer"]) == ("model", False)
    _, item, _ = _data(_told())
    assert item["gs1:productName"] == [
        {"@value": "Mật ong rừng", "@language": "vi"}, {"@value": "Forest honey", "@language": "en"},
    ]  # fmt: skip
    assert [text["@language"] for text in item["gs1:consumerSafetyInformation"]] == ["vi"]
    assert _data(_told(producer=None))[1].keys() & {"gs1:manufacturer", "untp:producedByParty"} == set()
    assert _data(_told(place=None))[1].keys() & {"gs1:countryOfOrigin", "untp:producedAtFacility"} == set()


def test_a_star_is_told_only_while_it_is_surely_in_force() -> None:
    def stars(star: Star | None) -> list[str]:
        proofs = _data(_told(standards="", exhibits=None), star)[1].get("gs1:certification", [])
        return [proof["gs1:certificationValue"] for proof in proofs]

    assert stars(STAR) == ["4"]
    assert stars(Star("revoked", 4, date(2026, 1, 5))) == []
    assert stars(Star("expired", 4, date(2026, 1, 5))) == []
    assert stars(None) == []


def _at(phone: Phone, path: str, **more: str) -> dict[str, Any]:
    reply = phone.get(path, **more)
    assert (reply.status, reply.headers["Content-Type"]) == (200, DATA)
    assert '/truy-xuat/tu-vung/>; rel="describedby"' in reply.headers["Link"]
    found: dict[str, Any] = json.loads(reply.body)["@graph"][0]
    return found


@pytest.mark.django_db(transaction=True)
def test_the_addresses_of_codes_give_the_passport_as_data_and_count_nothing(phone: Phone, client: Client) -> None:
    honey: Jar = jar()
    stamp, lot = f"/01/{GTIN}/21/{honey.code()}", f"/01/{GTIN}/10/{honey.lot.code}"
    for asked in ({"accept": DATA}, {"query": "linkType=gs1:dpp", "accept": "text/html"}):
        assert _at(phone, f"/01/{GTIN}", **asked)["@id"].endswith(f"/01/{GTIN}")
        assert _at(phone, lot, **asked)["gs1:hasBatchLotNumber"] == honey.lot.code
        assert _at(phone, stamp, **asked)["gs1:hasSerialNumber"] == honey.code()
    assert not ScannedStamp.objects.exists()
    assert phone.get(stamp, accept=f"text/html,{DATA};q=0.5").band.startswith("ok")  # a browser gets its page
    wrong = stamp[:-1] + ("0" if stamp[-1] != "0" else "1")
    assert phone.get(stamp, accept=f"text/html;q=0.1,{DATA}").headers["Content-Type"] == DATA
    assert phone.get(wrong, accept=DATA).status == 404
    (whole, *_) = json.loads(phone.get(lot, query="linkType=linkset").body)["linkset"]
    (link,) = whole[f"{VOCABULARY}dpp"]
    assert (link["type"], link["href"].endswith(f"{lot}?linkType=gs1:dpp")) == (DATA, True)
    (words,) = whole["describedby"]
    assert client.get("/" + words["href"].split("/", 3)[3]).status_code == 200
    assert client.get("/.well-known/gs1resolver").json()["extensionProfile"] == words["href"]


@pytest.mark.django_db
def test_the_table_of_words_is_shown_in_three_languages(client: Client) -> None:
    for language, name in (("vi", "Cảnh báo an toàn"), ("en", "Safety warning"), ("zh-hans", "安全警示")):
        client.post("/ngon-ngu/", {"language": language})
        page = client.get("/truy-xuat/tu-vung/").content.decode()
        assert name in page and "https://ref.gs1.org/voc/consumerSafetyInformation" in page
        assert "untp-dpp:traceabilityInformation" in page
