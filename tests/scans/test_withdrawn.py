"""A withdrawn key: every scan of its stamps says so, and other epochs go on."""

from __future__ import annotations

import pytest
from django.test import Client

from ocop.stamps.acts import activate_range, draw_stamps, withdraw_epoch
from ocop.stamps.models import Epoch
from tests.stamps.cast_rolls import code, officer, ready

pytestmark = pytest.mark.django_db
SAID = "đã bị thu hồi"


def test_from_the_withdrawal_on_each_stamp_of_the_epoch_warns_and_newer_ones_do_not(client: Client) -> None:
    ba, made = ready()
    old = draw_stamps(made, 10, by=ba.ba)
    activate_range(code(old, 0), code(old, 9), by=ba.ba)
    path = f"{old.path}{code(old, 3)}"
    assert SAID not in client.get(path).content.decode()
    withdraw_epoch(Epoch.objects.get(), by=officer(), reason="Máy chủ bị lấy bản sao lưu.")
    assert SAID in client.get(path).content.decode()
    new = draw_stamps(made, 10, by=ba.ba)
    activate_range(code(new, 0), code(new, 9), by=ba.ba)
    assert SAID not in client.get(f"{new.path}{code(new, 3)}").content.decode()
