"""Five pieces, each from hand to hand: in order, signed, without a gap."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from ocop.dossiers import acts
from ocop.dossiers.models import Dossier, Sample, SampleStep
from ocop.dossiers.queries.samples import samples_missing, tray_of
from ocop.journal.models import Line
from ocop.journal.rules import Refused
from tests.dossiers.conftest import NOW, Company, forward, photograph

SEALS = {n: f"NP-{n:03d}" for n in range(1, 6)}


def codes(refused: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refused.value.reasons}


@pytest.fixture
def accepted(forwarded: Dossier, cast: Company) -> Dossier:
    return acts.accept(forwarded, by=cast.co_nam, at=NOW)


@pytest.fixture
def sealed(accepted: Dossier, cast: Company) -> Dossier:
    acts.seal_samples(accepted, seals=SEALS, by=cast.chi_ba, at=NOW)
    return accepted


def test_five_pieces_go_their_way_and_the_log_has_no_gap(sealed: Dossier, cast: Company) -> None:
    acts.receive_samples(sealed, pieces=[1, 2, 3, 4, 5], by=cast.co_nam, photo=photograph(), at=NOW)
    acts.put_before_council(sealed, by=cast.co_nam, at=NOW)
    acts.taste_samples(sealed, pieces=[1, 2, 3], by=cast.thu_ky, at=NOW)
    acts.destroy_samples(sealed, pieces=[1, 2, 3], note="Đã dùng hết khi chấm, bỏ vỏ.", by=cast.co_nam, at=NOW)
    acts.return_samples(sealed, pieces=[4, 5], note="Chị Ba nhận lại.", by=cast.co_nam, at=NOW)
    log = list(SampleStep.objects.filter(dossier=sealed))
    assert [(line.number, line.step_name, line.pieces) for line in log] == [
        (1, "Niêm phong", [1, 2, 3, 4, 5]), (2, "Tỉnh nhận mẫu", [1, 2, 3, 4, 5]), (3, "Mở mẫu khi chấm", [1, 2, 3]),
        (4, "Hủy mẫu", [1, 2, 3]), (5, "Trả lại mẫu", [4, 5]),
    ]  # fmt: skip
    assert log[1].photo is not None
    assert log[1].seals == list(SEALS.values())
    assert [s.state for s in Sample.objects.filter(dossier=sealed)] == ["destroyed"] * 3 + ["given_back"] * 2
    told = Line.objects.filter(verb__endswith="_samples").values_list("verb", "facts__number")
    assert [number for _, number in told] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("step", ["receive", "taste", "destroy", "return"])
def test_no_step_before_sealing(accepted: Dossier, cast: Company, step: str) -> None:
    acts.put_before_council(accepted, by=cast.co_nam, at=NOW)
    with pytest.raises(Refused) as refused:
        getattr(acts, f"{step}_samples")(accepted, pieces=[1], note="một ghi chú đủ dài", by=cast.co_nam, at=NOW)
    assert codes(refused) == {"out_of_order"}
    assert "chưa niêm phong" in refused.value.reasons[0].message


def test_a_piece_is_not_tasted_before_it_is_received_nor_received_twice(sealed: Dossier, cast: Company) -> None:
    acts.receive_samples(sealed, pieces=[1], by=cast.co_nam, at=NOW)
    acts.put_before_council(sealed, by=cast.co_nam, at=NOW)
    with pytest.raises(Refused) as early:
        acts.taste_samples(sealed, pieces=[1, 2], by=cast.co_nam, at=NOW)
    assert [reason.message for reason in early.value.reasons] == [
        "Không thể mở mẫu khi chấm mẫu số 2: mẫu này đã niêm phong."
    ]
    with pytest.raises(Refused):
        acts.receive_samples(sealed, pieces=[1], by=cast.co_nam, at=NOW)
    assert SampleStep.objects.count() == 2


def test_samples_are_tasted_at_the_council_only(sealed: Dossier, cast: Company) -> None:
    acts.receive_samples(sealed, pieces=[1], by=cast.co_nam, at=NOW)
    with pytest.raises(Refused) as refused:
        acts.taste_samples(sealed, pieces=[1], by=cast.co_nam, at=NOW)
    assert codes(refused) == {"wrong_state"}


@pytest.mark.parametrize(
    ("seals", "code"),
    [
        ({1: "A-1", 2: "A-1"}, "seal_twice"), ({1: ""}, "too_short"), ({6: "A-6"}, "piece_unknown"),
        ({0: "A-0"}, "piece_unknown"), ({}, "no_piece"), ({1: "x" * 41}, "too_long"),
    ],
)  # fmt: skip
def test_an_impossible_seal_is_refused(accepted: Dossier, cast: Company, seals: dict[int, str], code: str) -> None:
    with pytest.raises(Refused) as refused:
        acts.seal_samples(accepted, seals=seals, by=cast.anh_tu, at=NOW)
    assert code in codes(refused)
    assert not Sample.objects.exists()


@pytest.mark.parametrize("who", ["ba_sau", "chi_lan", "quan_tri"])
def test_only_those_whose_hands_they_are_in_sign(sealed: Dossier, cast: Company, who: str) -> None:
    for attempt in (
        lambda: acts.seal_samples(sealed, seals={1: "B"}, by=cast[who], at=NOW),
        lambda: acts.receive_samples(sealed, pieces=[1], by=cast[who], at=NOW),
        lambda: acts.taste_samples(sealed, pieces=[1], by=cast[who], at=NOW),
    ):
        with pytest.raises(Refused) as refused:
            attempt()
        assert codes(refused) & {"not_sealer", "not_keeper", "not_province_officer"}


def test_tourism_brings_no_samples(accepted: Dossier, cast: Company) -> None:
    Dossier.objects.filter(pk=accepted.pk).update(set_no=26)
    with pytest.raises(Refused) as refused:
        acts.seal_samples(accepted, seals={1: "NP-1"}, by=cast.chi_ba, at=NOW)
    assert codes(refused) == {"no_samples"}
    accepted.refresh_from_db()
    assert samples_missing([accepted]) == {}
    assert tray_of(accepted).expected == 0


def test_what_is_missing_is_known_before_a_sitting(sealed: Dossier, cast: Company) -> None:
    assert samples_missing([sealed]) == {sealed.pk: 5}
    acts.receive_samples(sealed, pieces=[1, 2, 3], by=cast.co_nam, at=NOW)
    assert samples_missing([sealed]) == {sealed.pk: 2}
    acts.receive_samples(sealed, pieces=[4, 5], by=cast.co_nam, at=NOW)
    assert samples_missing([sealed]) == {}


def test_destroying_says_how(sealed: Dossier, cast: Company) -> None:
    acts.receive_samples(sealed, pieces=[1], by=cast.co_nam, at=NOW)
    with pytest.raises(Refused) as refused:
        acts.destroy_samples(sealed, pieces=[1], by=cast.co_nam, at=NOW)
    assert codes(refused) == {"too_short"}


@pytest.mark.django_db(transaction=True)
def test_two_clerks_at_once_move_a_piece_once(cast: Company, round_: object, filled: Dossier) -> None:
    submitted = acts.submit(filled, by=cast.chi_ba, at=NOW)
    dossier = forward(submitted, cast)
    acts.seal_samples(dossier, seals=SEALS, by=cast.chi_ba, at=NOW)
    gate = Barrier(2)

    def receive(pieces: list[int]) -> str:
        try:
            gate.wait(10)
            acts.receive_samples(dossier, pieces=pieces, by=cast.co_nam, at=NOW + timedelta(minutes=1))
        except Refused as refused:
            return refused.reasons[0].code
        finally:
            connections.close_all()
        return "done"

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(receive, ([1, 2, 3], [3, 4])))
    assert sorted(outcomes) == ["done", "out_of_order"]
    assert list(SampleStep.objects.values_list("number", flat=True)) == [1, 2]
