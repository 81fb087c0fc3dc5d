"""Which kind of stamp: proposed by group, star, price and past cases; chosen by the producer; required by the office."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from ocop.journal.models import Line
from ocop.journal.rules import Refused
from ocop.letters.models import Letter
from ocop.scans.acts import decide_case, open_case, reopen_case, take_case
from ocop.stamps.acts import draw_stamps, lift_kind_demand, require_kind
from ocop.stamps.models import Batch, CopyNote
from ocop.stamps.queries import kind_for
from ocop.stamps.rules.kinds import PLAIN, PROTECTED, kind_proposed
from tests.diaries.cast import as_
from tests.scans.test_acts_radar import person_with
from tests.stamps.cast_rolls import officer, ready

pytestmark = pytest.mark.django_db
WHY = "Hai vụ chép tem trong năm, ở hai tỉnh (mô phỏng)."


def test_a_case_within_two_years_proposes_the_scratch_kind_and_says_why() -> None:
    found = kind_proposed(set_no=4, star=4, price=None, copied=1, day=date(2026, 11, 22))
    assert found.kind == PROTECTED
    assert "từng bị chép" in found.why
    assert kind_proposed(set_no=4, star=4, price=None, copied=0, day=date(2026, 11, 22)).kind == PLAIN


def test_a_stated_price_moves_the_proposal_and_the_choice_stays_the_producers() -> None:
    ba, made = ready(quantity=500)
    batch = draw_stamps(made, 10, by=ba.ba, kind="plain", price=650_000)
    assert (batch.kind, batch.proposed) == ("plain", "protected")
    assert Line.objects.latest("number").facts["proposed"] == "protected"
    page = as_(ba.ba).get(f"/san-xuat/lo/{made.pk}/").content.decode()
    assert "500.000 đồng" in page
    assert 'name="price" value="650000"' in page
    assert "Lúc đặt, hệ thống đề nghị" in as_(ba.ba).get(f"/tem/{batch.pk}/").content.decode()
    assert draw_stamps(made, 10, by=ba.ba).kind == "protected"  # what nobody chose is what is proposed
    with pytest.raises(Refused, match="Giá một đơn vị"):
        draw_stamps(made, 10, by=ba.ba, price=0)


def test_what_an_inspector_concluded_is_remembered_for_the_next_order_and_taken_back_when_reopened() -> None:
    ba, made = ready(quantity=500)
    batch = draw_stamps(made, 100, by=ba.ba)
    assert batch.kind == "plain"
    who = person_with("inspector")
    case = take_case(open_case(batch.pk, 3, by=who, note="Quét ở hai tỉnh cùng giờ"), by=who)
    case = decide_case(case, by=who, outcome="copied", finding="Đã thấy hai món cùng một mã (mô phỏng).")
    today = timezone.localdate()
    assert kind_for(ba.product, today).kind == "protected"
    assert kind_for(ba.product, today + timedelta(days=800)).kind == "plain"
    reopen_case(case, by=who, reason="Có ảnh mới, hai món là một")
    assert kind_for(ba.product, today).kind == "plain"
    assert CopyNote.objects.get().withdrawn_at is not None


def test_the_office_requires_a_kind_and_may_let_it_go_again() -> None:
    ba, made = ready(quantity=500)
    draw_stamps(made, 10, by=ba.ba)
    nam = officer()
    with pytest.raises(Refused) as refused:
        require_kind(ba.product, "golden", reason="", by=ba.ba)
    assert len(refused.value.reasons) == 3
    require_kind(ba.product, "protected", reason=WHY, by=nam)
    assert Letter.objects.filter(to=ba.ba, body__contains=WHY).exists()
    with pytest.raises(Refused, match="yêu cầu “Tem bảo vệ") as refused:
        draw_stamps(made, 9_999, by=ba.ba, kind="plain")
    assert {r.code for r in refused.value.reasons} == {"over_quota", "kind_required"}
    assert draw_stamps(made, 10, by=ba.ba).kind == "protected"
    assert WHY in as_(ba.ba).get(f"/san-xuat/lo/{made.pk}/").content.decode()
    lift_kind_demand(ba.product, by=nam)
    assert draw_stamps(made, 10, by=ba.ba, kind="plain").kind == "plain"
    with pytest.raises(Refused, match="không bị yêu cầu"):
        lift_kind_demand(ba.product, by=nam)


def test_the_office_sees_every_product_with_its_proposal_and_requires_from_there() -> None:
    ba, made = ready(quantity=500)
    draw_stamps(made, 10, by=ba.ba, kind="plain", price=650_000)
    office = as_(officer())
    listed = office.get("/tem/loai/").content.decode()
    assert ba.product.name in listed
    assert "khác đề nghị" in listed
    page = f"/tem/loai/{ba.product.pk}/"
    assert office.post(page, {"kind": "protected", "reason": ""}).status_code == 422
    assert office.post(page, {"kind": "protected", "reason": WHY}).status_code == 302
    assert "Đang yêu cầu: Tem bảo vệ" in office.get(page).content.decode()
    assert office.post(f"{page}thoi/").status_code == 302
    assert as_(ba.ba).get(page).status_code in (403, 404)
    assert Batch.objects.count() == 1
