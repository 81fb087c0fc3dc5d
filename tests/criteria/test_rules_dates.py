"""Bands, regimes and transition by date."""

from datetime import date
from decimal import Decimal

import pytest

from ocop.criteria.rules import CURRENT, certificate_extended_to, regime_of_dossier, regime_on, regimes, star_of


@pytest.mark.parametrize(
    ("average", "star"),
    [
        ("100", 5),
        ("90", 5),
        ("89.99", 4),
        ("70", 4),
        ("69.999", 3),
        ("50", 3),
        ("49.5", 2),
        ("30", 2),
        ("29.9", 1),
        ("0", 1),
    ],
)
def test_an_average_falls_into_its_band(average: str, star: int) -> None:
    law = regimes()[CURRENT]
    assert star_of(law, Decimal(average), 5).star == star
    assert star_of(law, Decimal(average), 3).star == min(star, 3)
    assert star_of(law, Decimal(average), 5, gated=True).star is None


def test_a_fraction_between_the_whole_number_bands_of_2019_stays_unknown() -> None:
    assert star_of(regimes()["QD1048-2019"], Decimal("89.5"), 5).star is None
    assert star_of(regimes()["QD1048-2019"], Decimal("89"), 5).star == 4


@pytest.mark.parametrize(
    ("day", "regime"),
    [(date(2026, 5, 22), CURRENT), (date(2026, 11, 21), CURRENT), (date(2026, 5, 21), "QD148-2023"), (date(2023, 2, 24), "QD148-2023"),
     (date(2023, 2, 23), "QD1048-2019"), (date(2019, 8, 21), "QD1048-2019"), (date(2019, 8, 20), "QN-PROVINCIAL-2013")],
)  # fmt: skip
def test_the_day_of_filing_chooses_the_regime(day: date, regime: str) -> None:
    found = regime_on(day)
    assert found is not None
    assert found.key == regime


def test_a_dossier_filed_before_the_new_law_is_finished_under_the_old_one() -> None:
    first = regime_of_dossier(date(2026, 5, 21), "first")
    renewal = regime_of_dossier(date(2026, 5, 21), "renewal")
    today = regime_of_dossier(date(2026, 5, 22), "first")
    assert first
    assert renewal
    assert today
    assert (first.regime.key, first.finish_by) == ("QD148-2023", date(2026, 7, 21))
    assert renewal.finish_by == date(2026, 6, 21)
    assert (today.regime.key, today.finish_by) == (CURRENT, None)


def test_a_certificate_is_extended_only_when_its_window_had_closed_before_the_law_came() -> None:
    law = regimes()[CURRENT]
    assert certificate_extended_to(date(2026, 7, 1), law) == date(2026, 12, 28)
    assert certificate_extended_to(date(2026, 9, 18), law) is not None
    assert certificate_extended_to(date(2026, 9, 19), law) is None
    assert certificate_extended_to(date(2026, 5, 21), law) is None


def test_who_recognises_changed_when_the_district_went() -> None:
    law = regimes()["QD148-2023"]
    assert law.recogniser(3, date(2025, 7, 5)) == "district"
    assert law.recogniser(3, date(2025, 7, 6)) == "province"
    assert regimes()[CURRENT].recogniser(5, date(2026, 6, 1)) == "ministry"
