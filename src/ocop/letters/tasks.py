"""Carrying letters out of the house: by SMS and e-mail, after commit, from the worker."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string

from .models import Letter, Sending
from .queries import letters_to_carry

_ROUND = 200


class Carrier(Protocol):
    """A gateway for SMS or e-mail; it raises when it could not take the letter."""

    name: str

    def carry(self, letter: Letter, address: str) -> None: ...


class SimulatedCarrier:
    """Hộp thư đi mô phỏng: nothing leaves the house; the row in `Sending` shows what would have left."""

    name = "mô phỏng"

    def carry(self, letter: Letter, address: str) -> None:
        return None


def carrier() -> Carrier:
    """The gateway named by the setting LETTER_CARRIER; without one, the simulated one."""
    path: str = getattr(settings, "LETTER_CARRIER", "ocop.letters.tasks.SimulatedCarrier")
    found: Callable[[], Carrier] = import_string(path)
    return found()


def carry_letters() -> int:
    """Every letter that still has to leave, each in its own transaction; two workers never take the same one."""
    gateway, last, carried = carrier(), 0, 0
    for _ in range(_ROUND):
        with transaction.atomic():
            letter = letters_to_carry().filter(pk__gt=last).select_for_update(skip_locked=True, of=("self",)).first()
            if letter is None:
                break
            carried += _carry(letter, gateway)
            last = letter.pk
    return carried


def _carry(letter: Letter, gateway: Carrier) -> bool:
    address = (letter.to.phone if letter.channel == Letter.Channel.SMS else letter.to.email) or ""
    fault = ""
    try:
        gateway.carry(letter, address)
    except Exception as error:  # a gateway may fail in any way; the next round tries again
        fault = f"{type(error).__name__}: {error}"[:300]
    now = timezone.now()
    Sending.objects.create(letter=letter, carrier=gateway.name, address=address, fault=fault, at=now)
    if not fault:
        Letter.objects.filter(pk=letter.pk).update(sent_at=now)
    return not fault


jobs = {"letters.carry": carry_letters}
hours = {"letters.carry": "* * * * *"}
