"""The ledger as a table."""

from __future__ import annotations

from ..queries import Ledger
from ..rules.periods import Period
from .tables import Table

COLUMNS = ("Trạng thái", "Tồn đầu", "Vào", "Ra", "Tồn cuối")


def ledger_table(name: str, ledger: Ledger, period: Period) -> Table:
    rows = [(a.name, a.opening, a.came, a.left, a.closing) for a in ledger.accounts]
    t = ledger.total
    rows.append(("Cộng mọi trạng thái", t.opening, t.came, t.left, t.closing))
    return Table("Sổ tem", f"{name}. {period.words}. Tồn đầu + vào − ra = tồn cuối.", COLUMNS, rows)
