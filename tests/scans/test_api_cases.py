"""An inspector's conclusion is told by the very next scan, warm or cold."""

import pytest

from ocop.scans.acts import cases as acts
from tests.scans.phone import Phone
from tests.scans.test_acts_radar import person_with
from tests.scans.test_api import jar

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_stamp_found_copied_warns_at_once_and_one_cleared_no_longer(phone: Phone) -> None:
    goods, inspector = jar(), person_with("inspector")
    assert phone.get(goods.path()).band.startswith("ok") and phone.get(goods.path()).band.startswith("ok")
    case = acts.open_case(goods.batch.pk, 3, by=inspector, note="Hai quầy cùng bán một tem")
    case = acts.decide_case(
        acts.take_case(case, by=inspector), by=inspector, outcome="copied", finding="Thấy cùng một mã ở hai nơi."
    )
    assert phone.get(goods.path()).band.startswith("soon")
    assert phone.get(goods.path(4)).band.startswith("ok")
    case = acts.reopen_case(case, by=inspector, reason="Người bán đưa hóa đơn ra")
    acts.decide_case(case, by=inspector, outcome="honest", finding="Là ảnh chụp của người mua gửi nhau.")
    assert phone.get(goods.path()).band.startswith("ok")
