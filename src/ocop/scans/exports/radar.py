"""The radar in words, rows and drawings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import sqrt
from typing import Any

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from ocop.design.rules import charts

from ..rules.radar.limits import limits
from ..rules.radar.tested import ABUSED, HONEST, tested
from ..rules.radar.trial import Rates
from ..rules.radar.world import CHEATS, STAMPS_OF_A_BATCH
from ..rules.regions import region_name

_VERDICTS = {
    "genuine": "tem thật", "inactive": "chưa kích hoạt", "expired": "sao hết hạn", "revoked": "sao bị thu hồi",
    "no_star": "không có sao", "unsure": "chưa rõ sao", "copied": "có thể là tem chép", "void": "tem đã hủy",
    "lost": "tem báo mất", "recalled": "lô bị thu hồi", "past_date": "quá hạn dùng", "placed": "người mua cho biết nơi",
}  # fmt: skip
_SIGNS = {
    "burst": "{n} mạng khác nhau quét trong vòng 24 giờ",
    "crowd": "{n} mạng khác nhau quét trong 30 ngày",
    "spread": "mua, bán ở {n} tỉnh xa nhau",
    "jumps": "{n} lần hai lượt quét xa nhau nhanh hơn máy bay",
    "returns": "{n} lần đi xa rồi lại về chỗ cũ",
    "dormant": "{n} mạng quét khi tem chưa kích hoạt",
    "market": "{n} lượt quét ngoài nơi bán đã khai",
    "lapsed": "{n} mạng quét khi sao không còn hiệu lực",
}
ABUSES = {
    "label": "một tem chép nghìn bản, bán ở sáu tỉnh",
    "few": "một tem chép sáu mươi bản, bán ở một chợ",
    "range": "bốn mươi tem, mỗi tem chép mười bản",
    "roll": "cuộn tem chưa kích hoạt bị đem dán",
    "diverted": "cả lô bán ra ngoài nơi đã khai",
    "lapsed": "sao hết hạn mà vẫn bán với sao",
    "resold": "một tem hai người bán ở hai thành phố",
    "slow": "một tem chép ít, bán rải rác bốn tỉnh",
}


@dataclass(frozen=True, slots=True)
class SignTold:
    """A sign in a sentence, and how much of the alarm it makes."""

    words: str
    weight: float


def signs_told(signs: Iterable[Mapping[str, Any]]) -> list[SignTold]:
    return [SignTold(_SIGNS[s["name"]].format(n=round(s["seen"])), s["weight"]) for s in signs]


@dataclass(frozen=True, slots=True)
class SightingRow:
    at: datetime
    where: str
    network: str
    verdict: str


def sighting_rows(sightings: Iterable[Mapping[str, Any]]) -> list[SightingRow]:
    """Newest first."""
    rows = [
        SightingRow(
            datetime.fromisoformat(s["at"]),
            region_name(s["region"]),
            f"mạng {s['network']}",
            _VERDICTS.get(s["verdict"], s["verdict"]),
        )
        for s in sightings
    ]
    return rows[::-1]


_WIDE, _LANE, _EDGE = 480, 44, 10


def days_drawn(sightings: Sequence[Mapping[str, Any]]) -> str:
    """The stamp's way through time (left to right) and place (one lane each): goods stay in a lane, copies jump."""
    if not sightings:
        return ""
    rows = [(datetime.fromisoformat(s["at"]), region_name(s["region"]), s["verdict"]) for s in sightings]
    lanes = list(dict.fromkeys(where for _, where, _ in rows))[:8]
    points = list(_points(rows, lanes))
    bottom = _LANE * len(lanes) + 30
    return str(
        format_html(
            '<svg viewBox="0 0 {} {}" role="img" aria-label="{}">{}{}{}{}{}</svg>',
            _WIDE, bottom, _said(rows, lanes),
            format_html_join("", '<path class="lane" d="M0 {}H{}"/>', ((_LANE * n, _WIDE) for n in range(1, len(lanes) + 1))),
            format_html('<path class="way" d="M{}"/>', "L".join(f"{x} {y}" for x, y, _ in points)),
            format_html_join("", '<text x="0" y="{}">{}</text>', ((_LANE * n - 10, name) for n, name in enumerate(lanes, 1))),
            format_html_join("", '<circle cx="{}" cy="{}" r="5.5"{}/>', points),
            _ends(rows[0][0], rows[-1][0], bottom - 6),
        )
    )  # fmt: skip


def _points(rows: Sequence[tuple[datetime, str, str]], lanes: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    begun = rows[0][0]
    span = max((rows[-1][0] - begun).total_seconds(), 1)
    for at, where, verdict in rows:
        if where in lanes:
            along = (at - begun).total_seconds() / span
            yield (
                round(_EDGE + (_WIDE - 2 * _EDGE) * along),
                _LANE * (lanes.index(where) + 1),
                "" if verdict in _CALM else _ODD,
            )


_CALM, _ODD = frozenset({"genuine", "placed", "unsure"}), mark_safe(' class="odd"')


def _said(rows: Sequence[tuple[datetime, str, str]], lanes: Sequence[str]) -> str:
    count = Counter(where for _, where, _ in rows)
    return "Lượt quét theo thời gian: " + ", ".join(f"{name} {count[name]} lượt" for name in lanes)


def _ends(begun: datetime, ended: datetime, y: int) -> SafeString:
    first, last = timezone.localtime(begun), timezone.localtime(ended)
    form = "%H:%M %d/%m/%Y" if first.date() == last.date() else "%d/%m/%Y"
    return format_html(
        '<text x="0" y="{}" class="soft">{}</text><text x="{}" y="{}" class="soft" text-anchor="end">{}</text>',
        y, first.strftime(form), _WIDE, y, last.strftime(form),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class TrialRow:
    """One kind of abuse, and the share found for each share of known places."""

    abuse: str
    found: tuple[float, ...]


def at_rule() -> list[tuple[float, Rates]]:
    return [(trial.known, trial.at(limits().score)) for trial in tested()]


def trial_rows() -> dict[str, Any]:
    rates = at_rule()
    return {
        "known": [f"{100 * known:.0f} %" for known, _ in rates],
        "false_alarms": [r.false_alarms for _, r in rates],
        "rows": [TrialRow(ABUSES[kind], tuple(r.found[kind] for _, r in rates)) for kind in CHEATS],
        "campaigns": ABUSED,
        "stamps": HONEST * STAMPS_OF_A_BATCH,
        "off": round(98 / sqrt(ABUSED)),
    }


def curve() -> list[dict[str, Any]]:
    """Detection against false alarms, threshold by threshold, where 60 % of the places are known."""
    trial = next(t for t in tested() if t.known == 0.6)
    return [
        {
            "threshold": f"{r.threshold:.2f}".rstrip("0").rstrip(".").replace(".", ","),
            "false_alarms": r.false_alarms,
            "detection": r.detection,
            "now": r.threshold == limits().score,
        }
        for r in trial.rates
    ]


def curve_drawn() -> str:
    """The share found, from the strictest threshold to the loosest."""
    rows = [(f"{row['false_alarms']:g}".replace(".", ","), 100 * row["detection"]) for row in curve()[::-1]]
    return str(charts.line(rows, title="Tìm ra (%) theo số báo nhầm trên 10.000 tem"))
