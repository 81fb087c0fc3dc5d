"""Letting what one party captured stand on the passports of another's goods: offered by the one, taken by the other."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused
from ocop.letters.acts import write
from ocop.people.models import Person
from ocop.producers.models import Producer
from ocop.producers.queries import people_of

from ..models import Party, Voice

_PAGE = "/ket-noi-epcis/"


def offer_voice(party: Party, *, to: Producer, by: Person | None, at: datetime | None = None) -> Voice:
    """Xin kể trên hộ chiếu: what this party captured about the producer's goods may be told to everyone."""
    with act(at) as moment:
        if party.producer_id == to.pk:
            raise Refused(Reason("Lời của chính chủ thể luôn có trên hộ chiếu hàng của mình.", "to", "self"))
        try:
            with transaction.atomic():
                voice, new = Voice.objects.get_or_create(
                    party=party, producer=to, ended_at=None, defaults={"offered_at": moment}
                )
        except IntegrityError:  # said twice at the same moment
            return Voice.objects.get(party=party, producer=to, ended_at=None)
        if new:
            Party.objects.filter(pk=party.pk).update(has_spoken=True)
            party.has_spoken = True
            record("offer_voice", by=by, about=voice, at=moment, facts={"party": party.pk, "producer": to.pk})
            _tell(voice, moment)
    return voice


def _tell(voice: Voice, moment: datetime) -> None:
    write(
        to=list(people_of(voice.producer)), subject=f"{voice.party.name} xin kể trên hộ chiếu sản phẩm của bạn", url=_PAGE,
        body=(
            f"{voice.party.name} cho phép người quét tem đọc điều họ ghi về hàng của {voice.producer.name}: làm việc gì, "
            "ngày nào. Chỉ khi bạn nhận thì lời ấy mới hiện trên hộ chiếu."
        ),
        at=moment,
    )  # fmt: skip


def accept_voice(voice: Voice, *, by: Person | None, at: datetime | None = None) -> Voice:
    """Nhận kể trên hộ chiếu: from now on the passports of the producer's goods tell what the party captured."""
    with act(at) as moment:
        voice = _held(voice)
        if voice.accepted_at is None:
            voice.accepted_at = moment
            voice.save(update_fields=["accepted_at"])
            record("accept_voice", by=by, about=voice, at=moment)
    return voice


def end_voice(voice: Voice, *, by: Person | None, at: datetime | None = None) -> Voice:
    """Thôi kể trên hộ chiếu: by either side, at once; the events stay where they are."""
    with act(at) as moment:
        voice = Voice.objects.select_for_update(of=("self",)).get(pk=voice.pk)
        if voice.ended_at is None:
            voice.ended_at = moment
            voice.save(update_fields=["ended_at"])
            record("end_voice", by=by, about=voice, at=moment)
    return voice


def _held(voice: Voice) -> Voice:
    voice = Voice.objects.select_for_update(of=("self",)).get(pk=voice.pk)
    if voice.ended_at is not None:
        raise Refused(Reason("Bên kia đã thôi cho kể. Hãy nhờ họ xin lại.", "voice", "ended"))
    return voice
