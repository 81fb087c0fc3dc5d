"""Loading the official wording."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.people.models import Person

from .access import may_load_wording
from .models import OfficialWording
from .queries import set_for
from .rules import CURRENT, Criterion

LONGEST_TEXT, MOST_ROWS = 4000, 20_000


@dataclass(frozen=True, slots=True)
class WordingRow:
    """One text as an office writes it: the set, the criterion, its case, the option in order (0: the criterion)."""

    set_no: int
    criterion: str
    text: str
    option: int = 0
    case: str = ""

    @classmethod
    def read(cls, row: Mapping[str, object]) -> WordingRow | None:
        """A row of a table with columns set, criterion, case, option, text; None when a number is none."""
        numbers = [str(row.get(name) or "0").strip() for name in ("set", "option")]
        if not all(number.isascii() and number.isdigit() and len(number) <= 3 for number in numbers):
            return None
        set_no, option = map(int, numbers)
        words = [str(row.get(name) or "").strip() for name in ("criterion", "text", "case")]
        return cls(set_no, words[0], words[1], option, words[2])


def load_wording(
    rows: Iterable[WordingRow], *, source: str, by: Person | None, at: datetime | None = None, regime: str = CURRENT
) -> int:
    """Nạp lời văn bản: all rows or none; earlier loadings stay. `by` is None only for the command line."""
    given = list(rows)
    if by is not None and not may_load_wording(by):
        raise Refused(Reason("Chỉ cơ quan tham mưu OCOP được nạp lời văn bản.", code="not_allowed"))
    Refused.unless_clear(_table_unfit(given, source), *(_row_unfit(n, row, regime) for n, row in enumerate(given, 1)))
    with act(at) as moment:
        OfficialWording.objects.bulk_create(
            OfficialWording(
                regime=regime, set_no=row.set_no, criterion=row.criterion, case=row.case, option=row.option,
                text=clean_text(row.text), source=clean_text(source), loaded_at=moment,
            )
            for row in given
        )  # fmt: skip
        facts = {"rows": len(given), "source": clean_text(source)}
        record("criteria.load_wording", by=by, about=f"criteria:{regime}", at=moment, facts=facts)
    return len(given)


def _table_unfit(rows: list[WordingRow], source: str) -> list[Reason]:
    reasons = text_unfit(source, field="source", label="Nguồn", longest=300, shortest=1)
    if not 0 < len(rows) <= MOST_ROWS:
        reasons.append(Reason(f"Bảng có {len(rows)} dòng; cần từ 1 đến {MOST_ROWS} dòng.", "rows", "row_count"))
    places = [(row.set_no, row.criterion, row.case, row.option) for row in rows]
    if len(set(places)) < len(places):
        reasons.append(Reason("Có hai dòng cho cùng một lựa chọn. Hãy bỏ một dòng.", "rows", "twice"))
    return reasons


def _row_unfit(number: int, row: WordingRow, regime: str) -> list[Reason]:
    found = set_for(row.set_no, regime)
    criterion = found.by_code.get(row.criterion) if found else None
    if criterion is None or not _has_place(criterion, row):
        message = f"Dòng {number}: không có lựa chọn thứ {row.option} của tiêu chí này trong bộ {row.set_no}."
        return [Reason(message, f"rows.{number}", "no_such_place")]
    return text_unfit(
        row.text, field=f"rows.{number}", label=f"Dòng {number}: lời văn bản", longest=LONGEST_TEXT, shortest=1
    )


def _has_place(criterion: Criterion, row: WordingRow) -> bool:
    if row.option == 0:
        return row.case == ""
    case = criterion.case(row.case)
    options = case.options if case else criterion.options
    return bool(case) == bool(row.case) and row.option <= len(options)
