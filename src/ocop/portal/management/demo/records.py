"""`demo.json`: who may sign in, and one address of each kind of page, so that a visitor or a script finds its way."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from ocop.people.models import Person

from .cast import PARTS, PASSWORD
from .diaries import keepers
from .partners import visitor_secret
from .signed import signed_examples
from .story import Told, code_of


def accounts(people: dict[str, Person]) -> list[dict[str, str]]:
    return [
        {"role": str(role), "login": people[key].phone or "", "password": PASSWORD, "name": people[key].name}
        for key, (_, _, _, role, _) in PARTS.items()
    ] + [
        {"role": "producer", "login": keeper.phone or "", "password": PASSWORD, "name": keeper.name}
        for keeper in keepers()
    ]


def examples(told: Told) -> dict[str, str]:
    """One real address for each kind of page."""
    gtin = told.mangrove.gtin or ""
    return {
        "product_url": told.mangrove.get_absolute_url(),
        "fresh_product_url": told.honey.get_absolute_url(),
        "producer_url": told.honey.producer.get_absolute_url() if told.honey.producer else "",
        "place_url": f"/dia-ban/{told.honey.place.slug}/" if told.honey.place else "",
        "certificate_url": told.certificate.get_absolute_url(),
        "second_certificate_url": told.second.get_absolute_url(),
        "stamp_url": f"{told.plain_batch.path}{code_of(told.plain_batch, 4)}",
        "stamp_code": code_of(told.plain_batch, 4),
        "stamp_not_activated_url": f"{told.plain_batch.path}{code_of(told.plain_batch, 99)}",
        "stamp_void_url": f"{told.plain_batch.path}{code_of(told.plain_batch, 195)}",
        "digital_link_url": f"/01/{gtin}",
        "digital_link_lot_url": f"/01/{gtin}/10/{told.lot.code}",
        "digital_link_serial_url": f"/01/{gtin}/21/{code_of(told.batch, 7)}",
        "scoring_sitting_url": told.sitting.get_absolute_url(),
        "self_assessment_url": "/tu-danh-gia/",
        "statistics_url": "/thong-ke/",
        "epcis_url": "/epcis/v2/",
        "diary_url": "/nhat-ky-san-xuat/",
        "diary_app_url": "/nhat-ky-san-xuat/so/",
        "diary_lot_url": f"/nhat-ky-san-xuat/lo/{told.lot.pk}/",
        **signed_examples(),
    }


def _written_codes(file: Path) -> dict[str, str]:
    try:
        found = json.loads(file.read_text("utf-8")).get("examples", {})
    except (OSError, ValueError):
        return {}
    return {name: str(code) for name, code in found.items() if name.startswith("opening_code_")}


def write(home: Path, people: dict[str, Person], told: Told) -> Path:
    """Writes the file whole or not at all; readable by its owner only, as it holds passwords."""
    target, fresh = home / "demo.json", home / "demo.json.new"
    tokens = {"epcis": visitor_secret(target, people["quan_tri"])}
    content: dict[str, Any] = {"accounts": accounts(people), "tokens": tokens, "examples": examples(told)}
    # Opening codes are shown once: what an earlier load wrote down is all that is known of them.
    codes = {f"opening_code_{holder}": code for holder, code in told.codes.items()}
    content["examples"] |= codes or _written_codes(target)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as handle:
        json.dump(content, handle, ensure_ascii=False, indent=2)
    fresh.replace(target)
    return target
