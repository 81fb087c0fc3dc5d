"""A passport for machines: JSON-LD in the words of GS1's web vocabulary, with those of the UN protocol beside them.

What each of our items is called there is dated reference data (rules/vocabulary.py), shown on a public page. The document is
not signed: the star certificate is the credential, this only tells what the page tells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.conf import settings

from ..rules.ten import steps_told
from ..rules.translations import said
from ..rules.verdicts import Star, Verdict, star_verdict
from ..rules.vocabulary import vocabulary
from .words.vocabulary import paper_name

MEDIA_TYPE = "application/ld+json"
VOCABULARY_PATH = "/truy-xuat/tu-vung/"
_LANGUAGES = ("vi", "en", "zh-hans")
_DATES = ("gs1:productionDate", "gs1:bestBeforeDate", "gs1:certificationStartDate", "gs1:certificationEndDate",
          "untp:productionDate")  # fmt: skip
Json = dict[str, Any]


def passport_data(
    told: Mapping[str, Any], star: Star | None, path: str, *, serial: str = "", recalled_on: str | None = None
) -> bytes:
    """The passport of what stands at an address of ours: a product, one of its lots, or one stamped piece."""
    here = settings.ORIGIN + path
    item = _without_gaps(
        {
            "@id": here,
            "@type": ["gs1:FoodBeverageTobaccoProduct" if told["ingredients"] else "gs1:Product", "untp:Product"],
            **_named(told), **_made(told), **_shown(told), **_proved(told, star, here),
            "gs1:hasSerialNumber": serial, "untp:serialNumber": serial,
            "ocop:recalledOn": recalled_on, "ocop:simulated": bool(told["simulated"]),
        }
    )  # fmt: skip
    passport = _without_gaps(
        {
            "@id": f"{here}#ho-chieu", "@type": "untp-dpp:ProductPassport", "untp-dpp:product": {"@id": here},
            "untp-dpp:granularityLevel": "item" if serial else "batch" if told["lot"] else "model",
            "untp-dpp:traceabilityInformation": _steps(told), "untp-dpp:conformityClaim": _claims(told, star, here),
        }
    )  # fmt: skip
    return orjson.dumps({"@context": _context(), "@graph": [item, passport]})


def _context() -> Json:
    return {
        **vocabulary().namespaces, "ocop": f"{settings.ORIGIN}{VOCABULARY_PATH}#", "xsd": "http://www.w3.org/2001/XMLSchema#",
        **{name: {"@type": "xsd:date"} for name in _DATES},
    }  # fmt: skip


def _named(told: Mapping[str, Any]) -> Json:
    name = _texts(told, "name")
    brand = {"@type": "gs1:Brand", "gs1:brandName": told["brand"]} if told["brand"] else None
    gtin = told["gtin"] or None
    return {
        "gs1:productName": name, "untp:name": told["product"], "gs1:gtin": gtin, "untp:registeredId": gtin, "gs1:brand": brand,
        "gs1:ingredientStatement": _texts(told, "ingredients"), "gs1:consumerSafetyInformation": _texts(told, "warnings"),
        "gs1:consumerStorageInstructions": _texts(told, "storage"),
    }  # fmt: skip


def _made(told: Mapping[str, Any]) -> Json:
    maker = _maker(told)
    place = told["lot_place"] or told["place"]  # all our places are communes of the province
    country = {"@type": "gs1:Country", "gs1:countryCode": "VN"} if place else None
    return {
        "gs1:manufacturer": maker, "untp:producedByParty": maker and {"@id": maker["@id"]},
        "gs1:countryOfOrigin": country, "untp:countryOfProduction": country and "VN",
        "gs1:provenanceStatement": place,
        "untp:producedAtFacility": {"@type": "untp:Facility", "untp:name": place} if place else None,
        "gs1:productionDate": told["made_on"], "untp:productionDate": told["made_on"],
        "gs1:bestBeforeDate": told["best_before"], "gs1:hasBatchLotNumber": told["lot"], "untp:batchNumber": told["lot"],
    }  # fmt: skip


def _maker(told: Mapping[str, Any]) -> Json | None:
    if not told["producer"]:
        return None
    where = {"gs1:streetAddress": told["address"], "gs1:addressLocality": told["place"], "gs1:countryCode": "VN"}
    address = {"@type": "gs1:PostalAddress", **_without_gaps(where)}
    return _without_gaps(
        {
            "@id": f"{settings.ORIGIN}/chu-the/{told['producer_slug']}/", "@type": ["gs1:Organization", "untp:Party"],
            "gs1:organizationName": told["producer"], "gs1:partyGLN": told["gln"], "untp:registeredId": told["gln"],
            "gs1:address": address,
        }
    )  # fmt: skip


def _shown(told: Mapping[str, Any]) -> Json:
    pictures = [
        {"@type": "gs1:ReferencedFileDetails", "gs1:referencedFileURL": {"@id": _exhibit(x)}}
        for x in _exhibits(told, "picture")
    ]
    return {"gs1:image": pictures, "untp:productImage": pictures[:1]}


def _proved(told: Mapping[str, Any], star: Star | None, here: str) -> Json:
    standards = [{"@type": "gs1:CertificationDetails", "gs1:certificationStandard": told["standards"]}]
    papers = _papers(told, here)
    return {
        "gs1:certification": [*_star(star, here), *(standards if told["standards"] else []), *papers],
        "gs1:traceability": {"@id": here},
    }


def _star(star: Star | None, here: str) -> list[Json]:
    """The star, as far as it is known to be in force today."""
    if star is None or not star.star or star_verdict(star) is not Verdict.GENUINE:
        return []
    page = {"@id": f"{settings.ORIGIN}/giay-chung-nhan/{star.number}/"} if star.number else None
    return [
        _without_gaps(
            {
                "@id": f"{here}#sao", "@type": "gs1:CertificationDetails", "gs1:certificationStandard": "OCOP",
                "gs1:certificationValue": str(star.star), "gs1:certificationIdentification": star.number,
                "gs1:certificationStartDate": star.issued_on, "gs1:certificationEndDate": star.expires_on,
                "gs1:certificationURI": page,
            }
        )
    ]  # fmt: skip


def _papers(told: Mapping[str, Any], here: str) -> list[Json]:
    """Papers that everyone may open, and those attached in the diary, which are told without their file."""
    attached = [_paper(x, f"{here}#giay-{x['id']}", paper_name(x["paper"], "vi")) for x in told.get("attested") or ()]
    return [*(_paper(x, _exhibit(x), x["title"]) for x in _exhibits(told, "certificate", "test")), *attached]


def _paper(shown: Mapping[str, Any], name: str, title: str) -> Json:
    return _without_gaps(
        {
            "@id": name, "@type": "gs1:CertificationDetails", "gs1:certificationStandard": title,
            "gs1:certificationIdentification": shown["number"], "gs1:certificationAgency": shown["issuer"],
            "gs1:certificationStartDate": shown["issued_on"], "gs1:certificationEndDate": shown["expires_on"],
        }
    )  # fmt: skip


def _claims(told: Mapping[str, Any], star: Star | None, here: str) -> list[Json]:
    return [{"@id": proof["@id"]} for proof in (*_star(star, here), *_papers(told, here))]


def _steps(told: Mapping[str, Any]) -> list[Json]:
    """The steps with the three things the circular asks for: what, where, when."""
    return [
        _without_gaps(
            {
                "@type": "ocop:Step", "ocop:step": step.get("name") or step.get("kind"), "ocop:kind": step.get("kind"),
                "ocop:place": step.get("place") or step.get("where"), "ocop:on": step.get("on"), "ocop:by": step.get("by"),
            }
        )
        for step in steps_told(told)
    ]  # fmt: skip


def _texts(told: Mapping[str, Any], field: str) -> list[Json]:
    """A text in every language in which somebody approved it."""
    found = [(language, said(told, language, (field,))[field]) for language in _LANGUAGES]
    return [
        {"@value": text.text, "@language": language} for language, text in found if text and text.language == language
    ]


def _exhibits(told: Mapping[str, Any], *kinds: str) -> Iterable[Mapping[str, Any]]:
    return (x for x in told["exhibits"] or () if x["kind"] in kinds)


def _exhibit(shown: Mapping[str, Any]) -> str:
    return f"{settings.ORIGIN}/tra-cuu/hien-vat/{shown['id']}/"


def _without_gaps(said_of: Json) -> Json:
    """What is not known is not said at all; no is an answer."""
    return {name: value for name, value in said_of.items() if value is False or value}
