"""The worker carries letters once, tries again after a fault, and gives up in the end."""

import threading

import pytest
from django.db import connection
from pytest_django import Settings

from ocop.letters.acts import write
from ocop.letters.models import Letter, Sending
from ocop.letters.queries import MOST_TRIES
from ocop.letters.tasks import carry_letters
from tests import cast


class BrokenCarrier:
    """A gateway that is down."""

    name = "hỏng"

    def carry(self, letter: Letter, address: str) -> None:
        raise ConnectionError("no answer")


def _write(channel: str, count: int = 1) -> list[Letter]:
    return [
        letter for i in range(count) for letter in write(to=[cast.person("chi_ba")], subject=str(i), channel=channel)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("channel", "address"), [("sms", "+84900000001"), ("email", "chi.ba@mo-phong.example")])
def test_a_letter_leaves_once_by_its_channel_and_says_that_it_is_simulated(channel: str, address: str) -> None:
    (letter,) = _write(channel)
    assert carry_letters() == 1
    assert carry_letters() == 0
    sending = Sending.objects.get()
    assert (sending.carrier, sending.address, sending.fault) == ("mô phỏng", address, "")
    letter.refresh_from_db()
    assert letter.sent_at == sending.at


@pytest.mark.django_db
def test_letters_for_the_desk_do_not_leave() -> None:
    _write("desk", 2)
    assert carry_letters() == 0
    assert not Sending.objects.exists()


@pytest.mark.django_db
def test_a_broken_gateway_is_tried_again_and_given_up_in_the_end(settings: Settings) -> None:
    _write("sms", 2)
    settings.LETTER_CARRIER = f"{__name__}.BrokenCarrier"
    for _ in range(MOST_TRIES + 2):
        assert carry_letters() == 0
    assert Sending.objects.filter(fault="ConnectionError: no answer").count() == 2 * MOST_TRIES
    assert not Letter.objects.filter(sent_at__isnull=False).exists()


@pytest.mark.django_db
def test_a_gateway_that_comes_back_gets_the_letter(settings: Settings) -> None:
    _write("sms")
    settings.LETTER_CARRIER = f"{__name__}.BrokenCarrier"
    carry_letters()
    del settings.LETTER_CARRIER
    assert carry_letters() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_carry_each_letter_once() -> None:
    _write("sms", 12)
    carried: list[int] = []

    def work() -> None:
        carried.append(carry_letters())
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sum(carried) == Sending.objects.count() == 12
