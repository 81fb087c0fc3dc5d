"""Notes of phones: signed, sent late, twice, in any order, by two phones about the same stamps."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from itertools import permutations
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from django.db import connections
from django.utils import timezone

from ocop.journal.rules import Refused
from ocop.people.models import Person
from ocop.stamps.acts import draw_stamps, register_phone, report_lost, retire_phone, take_note, void_range
from ocop.stamps.models import ActivationNote, Batch, RangeChange
from tests.stamps.cast import person
from tests.stamps.cast_rolls import code, ordered, ready, states


class Phone:
    """What a browser does: a key that stays, notes that it signs."""

    def __init__(self, owner: Person, name: str = "Điện thoại của Chị Ba") -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.public = self._key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.id = uuid4()
        self.row = register_phone(self.id, name=name, public_key=self.public, by=owner)

    def sign(self, words: str) -> bytes:
        r, s = decode_dss_signature(self._key.sign(words.encode(), ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    def note(self, first: str, last: str, *, id: UUID | None = None, at: str = "") -> tuple[str, bytes]:
        facts = {"id": str(id or uuid4()), "phone": str(self.id), "first": first, "last": last}
        words = json.dumps({**facts, "at": at or timezone.now().isoformat()})
        return words, self.sign(words)


def codes_of(note: ActivationNote) -> list[str]:
    return [reason["code"] for reason in note.reasons]


@pytest.mark.django_db
class TestNotes:
    def test_a_note_activates_what_its_phone_signed_whoever_sends_it(self) -> None:
        ba, made = ready()
        batch = draw_stamps(made, 100, by=ba.ba)
        phone = Phone(ba.ba)
        taken = take_note(*phone.note(code(batch, 0), code(batch, 29)), by=person("Con gái Chị Ba"))
        assert (taken.outcome, taken.activated) == ("taken", 30)
        assert states(batch) == [(0, 30, "active"), (30, 100, "ordered")]
        change = RangeChange.objects.get()
        assert change.changed_by == ba.ba
        assert "ghi trên máy lúc" in change.note

    def test_sending_again_gives_the_same_answer_and_changes_nothing(self) -> None:
        ba, made = ready()
        batch = draw_stamps(made, 100, by=ba.ba)
        note = Phone(ba.ba).note(code(batch, 0), code(batch, 29))
        first = take_note(*note, by=ba.ba)
        void_range(code(batch, 0), code(batch, 4), by=ba.ba, note="Rách khi dán")
        again = take_note(*note, by=ba.ba)
        assert (again.pk, again.outcome, again.activated) == (first.pk, "taken", 30)
        assert states(batch)[:2] == [(0, 5, "void"), (5, 30, "active")]

    def test_one_id_never_stands_for_two_notes(self) -> None:
        ba, made = ready()
        batch = draw_stamps(made, 100, by=ba.ba)
        phone, id = Phone(ba.ba), uuid4()
        take_note(*phone.note(code(batch, 0), code(batch, 9), id=id), by=ba.ba)
        with pytest.raises(Refused, match="đã dùng"):
            take_note(*phone.note(code(batch, 10), code(batch, 19), id=id), by=ba.ba)

    def test_in_whatever_order_notes_arrive_the_same_stamps_are_active_in_the_end(self) -> None:
        ranges = [(0, 40), (30, 60), (55, 80)]
        for order in permutations(range(3)):
            ba, made = ready()
            batch = draw_stamps(made, 100, by=ba.ba)
            phone = Phone(ba.ba)
            notes = [phone.note(code(batch, lo), code(batch, hi - 1)) for lo, hi in ranges]
            taken = [take_note(*notes[n], by=ba.ba) for n in order]
            assert states(batch) == [(0, 80, "active"), (80, 100, "ordered")]
            assert sum(note.activated for note in taken) == 80

    def test_what_another_was_quicker_with_is_told_and_is_no_fault(self) -> None:
        ba, made = ready()
        batch = draw_stamps(made, 100, by=ba.ba)
        one, other = Phone(ba.ba), Phone(ba.ba, "Máy ở kho")
        take_note(*one.note(code(batch, 0), code(batch, 49)), by=ba.ba)
        late = take_note(*other.note(code(batch, 30), code(batch, 69)), by=ba.ba)
        assert (late.outcome, late.activated, codes_of(late)) == ("taken", 20, ["was_active"])
        assert "Tem 000Y–001H (20 tem) đã kích hoạt từ trước, do Chị Ba" in late.reasons[0]["message"]

    def test_what_was_voided_or_lost_meanwhile_stays_so_and_is_explained(self) -> None:
        ba, made = ready()
        batch = draw_stamps(made, 100, by=ba.ba)
        note = Phone(ba.ba).note(code(batch, 0), code(batch, 29))
        void_range(code(batch, 0), code(batch, 4), by=ba.ba, note="Rách khi dán")
        report_lost(code(batch, 20), code(batch, 29), by=ba.ba, note="Rơi ở bến xe")
        taken = take_note(*note, by=ba.ba)
        assert (taken.outcome, taken.activated, codes_of(taken)) == ("partly", 15, ["is_void", "is_lost"])
        assert states(batch)[:3] == [(0, 5, "void"), (5, 20, "active"), (20, 30, "lost")]

    def test_what_cannot_be_done_at_all_is_kept_with_its_reasons(self) -> None:
        ba, made = ready()
        other, office = ordered(10)
        draw_stamps(made, 10, by=ba.ba)
        mine, theirs = Phone(ba.ba), Phone(other.ba)
        typo = take_note(*mine.note("sai", code(office, 0)), by=ba.ba)
        assert (typo.outcome, codes_of(typo)) == ("refused", ["unreadable", "foreign"])
        early = take_note(*theirs.note(code(office, 0), code(office, 9)), by=other.ba)
        assert (early.outcome, early.activated, codes_of(early)) == ("refused", 0, ["not_delivered"])
        assert ActivationNote.objects.count() == 2

    def test_without_the_phones_signature_nothing_is_taken(self) -> None:
        ba, made = ready()
        batch = draw_stamps(made, 10, by=ba.ba)
        phone, stranger = Phone(ba.ba), Phone(ba.ba)
        words, signature = phone.note(code(batch, 0), code(batch, 9))
        for payload, signed in (
            (words.replace(code(batch, 0), code(batch, 1)), signature), (words, stranger.sign(words)), (words, b""),
            (words.replace(str(phone.id), str(uuid4())), signature),
        ):  # fmt: skip
            with pytest.raises(Refused, match="chữ ký"):
                take_note(payload, signed, by=ba.ba)
        assert states(batch) == [(0, 10, "ordered")]

    def test_a_phone_that_was_given_up_signs_for_nobody(self) -> None:
        ba, made = ready()
        batch = draw_stamps(made, 10, by=ba.ba)
        phone = Phone(ba.ba)
        note = phone.note(code(batch, 0), code(batch, 9))
        with pytest.raises(Refused):
            retire_phone(phone.row, by=person("Người lạ"))
        retire_phone(phone.row, by=ba.ba)
        taken = take_note(*note, by=ba.ba)
        assert (taken.outcome, codes_of(taken)) == ("refused", ["retired"])
        assert states(batch) == [(0, 10, "ordered")]

    def test_a_clock_that_runs_ahead_is_told_and_the_portals_own_counts(self) -> None:
        ba, made = ready()
        batch = draw_stamps(made, 10, by=ba.ba)
        ahead = (timezone.now() + timedelta(days=3)).isoformat()
        taken = take_note(*Phone(ba.ba).note(code(batch, 0), code(batch, 9), at=ahead), by=ba.ba)
        assert (taken.outcome, codes_of(taken)) == ("taken", ["fast_clock"])
        assert RangeChange.objects.get().changed_at <= timezone.now()

    def test_registering_twice_is_harmless_and_strangers_register_nothing(self) -> None:
        ba, _ = ready()
        phone = Phone(ba.ba)
        assert register_phone(phone.id, name="x", public_key=phone.public, by=ba.ba) == phone.row
        for by, key, id in (
            (person("Người lạ"), phone.public, uuid4()), (ba.ba, b"nonsense", uuid4()), (ba.ba, b"", phone.id),
        ):  # fmt: skip
            with pytest.raises(Refused):
                register_phone(id, name="x", public_key=key, by=by)


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def _together(self, *jobs: Callable[[], object]) -> list[object]:
        results: list[object] = [None] * len(jobs)
        gate = threading.Barrier(len(jobs))

        def run(i: int) -> None:
            try:
                gate.wait(10)
                results[i] = jobs[i]()
            except Exception as fault:
                results[i] = fault
            finally:
                connections.close_all()

        threads = [threading.Thread(target=run, args=(i,)) for i in range(len(jobs))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        return results

    def test_two_phones_over_one_another_activate_each_stamp_once(self) -> None:
        ba, made = ready()
        batch = draw_stamps(made, 100, by=ba.ba)
        one, other = Phone(ba.ba), Phone(ba.ba, "Máy ở kho")
        a, b = one.note(code(batch, 0), code(batch, 59)), other.note(code(batch, 40), code(batch, 99))
        results = self._together(lambda: take_note(*a, by=ba.ba), lambda: take_note(*b, by=ba.ba))
        assert all(isinstance(r, ActivationNote) and r.outcome == "taken" for r in results), results
        assert sum(r.activated for r in results if isinstance(r, ActivationNote)) == 100
        assert states(batch) == [(0, 100, "active")]
        assert sum(c.size for c in RangeChange.objects.all()) == 100

    def test_one_note_sent_four_times_at_once_is_taken_once(self) -> None:
        ba, made = ready()
        batch: Batch = draw_stamps(made, 100, by=ba.ba)
        note = Phone(ba.ba).note(code(batch, 0), code(batch, 59))
        results = self._together(*[lambda: take_note(*note, by=ba.ba)] * 4)
        assert {getattr(r, "pk", r) for r in results} == {ActivationNote.objects.get().pk}
        assert RangeChange.objects.count() == 1
