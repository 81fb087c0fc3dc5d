"""Which of the three kinds of dossier fits a product's last recognition, and what each kind must say."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from ocop.criteria.rules import CriteriaSet
from ocop.journal.rules import Reason

from .requirements import CHANGES, FOLDER
from .versions import Change, Content, version_diff
from .windows import FIRST, LATE, RERATE, UPGRADE, Window, out_of_window, window_words

RENEWALS: Path = FOLDER / "renewal"
KIND_NAMES = {FIRST: "Lần đầu", UPGRADE: "Nâng hạng", RERATE: "Đánh giá lại"}
_HIGHEST = 5
_LEGACY = "legacy_province"
_LAW = "QĐ 26/2026, Điều 6–7"


@dataclass(frozen=True, slots=True)
class Past:
    """The last recognition as the later chapters tell it; `expires_on` is the certificate's own last day."""

    state: str = "nothing"
    star: int | None = None
    level: str = ""
    regime: str = ""
    expires_on: date | None = None
    certificate: str = ""
    version: int | None = None

    @property
    def holds(self) -> bool:
        return self.state == "in_force"

    @property
    def words(self) -> str:
        paper = f" theo giấy {self.certificate}" if self.certificate else ""
        until = f" đến hết {self.expires_on:%d/%m/%Y}" if self.expires_on else ""
        return f"{self.star} sao{paper}{until}"

    @property
    def basis(self) -> dict[str, object]:
        """What a dossier keeps of it, in plain JSON."""
        until = self.expires_on.isoformat() if self.expires_on else None
        return {
            "certificate": self.certificate, "star": self.star, "level": self.level, "regime": self.regime,
            "expires_on": until, "version": self.version,
        }  # fmt: skip


def kind_unfit(kind: str, past: Past, window: Window | None, day: date) -> list[Reason]:
    """Every reason why a dossier of this kind may not be opened on `day`."""
    if kind == FIRST:
        return _first_unfit(past, window, day)
    if kind == UPGRADE:
        return _upgrade_unfit(past)
    if kind == RERATE:
        return _rerate_unfit(past, window, day)
    return [Reason("Hãy chọn loại đăng ký: lần đầu, nâng hạng hoặc đánh giá lại.", "kind", "kind")]


def kinds_fitting(past: Past, window: Window | None, day: date) -> list[str]:
    return [kind for kind in KIND_NAMES if not kind_unfit(kind, past, window, day)]


def _first_unfit(past: Past, window: Window | None, day: date) -> list[Reason]:
    """A product that holds a star is upgraded or rated again, unless the days for that have run out."""
    if not past.holds or (window is not None and window.phase(day) == LATE):
        return []
    again = f"giữ sao thì đánh giá lại ({window_words(window)})" if window else "giữ sao thì đánh giá lại"
    message = f"Sản phẩm đang có {past.words} nên không phải lần đầu: muốn hơn sao thì nâng hạng, muốn {again}."
    return [Reason(message, "kind", "star_in_force", _LAW)]


def _upgrade_unfit(past: Past) -> list[Reason]:
    reasons = []
    if past.level == _LEGACY:
        reasons.append(_legacy("nâng hạng"))
    elif not past.holds:
        reasons.append(Reason(f"Nâng hạng cần một sao còn hiệu lực; {_lacks(past)}", "kind", "no_star", _LAW))
    if (past.star or 0) >= _HIGHEST and past.level != _LEGACY:
        reasons.append(Reason("Sản phẩm đã có 5 sao, không còn hạng nào cao hơn.", "kind", "highest_star", _LAW))
    return reasons


def _rerate_unfit(past: Past, window: Window | None, day: date) -> list[Reason]:
    if past.level == _LEGACY:
        return [_legacy("đánh giá lại")]
    if past.state not in ("in_force", "expired"):
        return [Reason(f"Đánh giá lại cần một giấy đã cấp; {_lacks(past)}", "kind", "no_star", _LAW)]
    if past.expires_on is None:
        message = (
            "Chưa rõ ngày hết hạn của giấy cũ nên chưa tính được khung nộp. Hãy nhờ cơ quan tham mưu tỉnh ghi ngày."
        )
        return [Reason(message, "kind", "expiry_unknown", _LAW)]
    if window is None:
        return [Reason("Chế độ đang áp dụng không có khung nộp đánh giá lại.", "kind", "no_window", _LAW)]
    late = out_of_window(window, day)
    return [late] if late else []


def _lacks(past: Past) -> str:
    said = {
        "revoked": "giấy của sản phẩm đã bị thu hồi.", "expired": "giấy của sản phẩm đã hết hạn.",
        "unknown": "chưa rõ sao của sản phẩm còn hiệu lực không.",
    }  # fmt: skip
    return said.get(past.state, "sản phẩm chưa được công nhận lần nào.") + " Hãy mở hồ sơ lần đầu."


def _legacy(doing: str) -> Reason:
    message = (
        f"Sao theo bộ tiêu chí cũ của tỉnh không phải sao quốc gia nên không {doing} được. Quyết định cũ vẫn giữ nguyên "
        "số và hạng; hãy mở hồ sơ lần đầu theo Bộ tiêu chí quốc gia."
    )
    return Reason(message, "kind", "legacy_star", _LAW)


@dataclass(frozen=True, slots=True)
class Topic:
    """One matter that may have changed in three years, and the criteria that speak of it."""

    key: str
    label: str
    titles: tuple[str, ...]
    papers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RenewalNeeds:
    law: str
    shortest_statement: int
    reminder_days: tuple[int, ...]
    topics: tuple[Topic, ...]


@cache
def renewal_needs(regime: str) -> RenewalNeeds:
    """Those of `regime`; an older regime, whose own are not known, takes the newest."""
    named = RENEWALS / f"{regime}.toml"
    path = named if named.exists() else max(RENEWALS.glob("*.toml"))
    return parse_needs(tomllib.loads(path.read_text(encoding="utf-8")))


def reminder_days() -> tuple[int, ...]:
    """How many days before an end people are told, by the newest law; the widest is how far pages look ahead."""
    return renewal_needs("").reminder_days


def reminder_words() -> str:
    """«180, 120 và 30»."""
    *others, last = map(str, reminder_days())
    return f"{', '.join(others)} và {last}" if others else last


def parse_needs(facts: Mapping[str, Any]) -> RenewalNeeds:
    topics = tuple(
        Topic(row["key"], row["label"], tuple(row["titles"]), tuple(row.get("papers", ()))) for row in facts["topics"]
    )
    return RenewalNeeds(
        facts["law"], facts["shortest_statement"], tuple(sorted(facts["reminder_days"], reverse=True)), topics
    )


def topics_of(needs: RenewalNeeds, asked: CriteriaSet) -> list[tuple[Topic, list[str]]]:
    """Each topic with the codes of this set that speak of it; a code stands under its first topic only."""
    taken: set[str] = set()
    found = []
    for topic in needs.topics:
        codes = [c.code for c in asked.criteria if c.code not in taken and c.title.startswith(topic.titles)]
        taken.update(codes)
        found.append((topic, [*codes, *topic.papers]))
    return [(topic, codes) for topic, codes in found if codes]


def changes_since(before: Content, now: Content) -> list[Change]:
    """What differs from the version by which the product was last recognised; the form's own lines left out."""
    return [change for change in version_diff(before, now) if change.key not in ("kind", "round", "changes")]


def is_real(change: Change) -> bool:
    """Another option, another paper, another fact of the product: rewording a note changes nothing."""
    return change.key not in ("note", "page")


def nothing_changed(kind: str, changes: Iterable[Change] | None) -> Reason | None:
    """An upgrade without a real change; `changes` is None when no version of the last recognition is ours."""
    if kind != UPGRADE or changes is None or any(is_real(change) for change in changes):
        return None
    message = (
        "Chưa thấy điều gì thật sự đổi so với lần công nhận trước (mức chọn, giấy tờ hoặc dữ kiện của sản phẩm). "
        "Hãy cập nhật các tiêu chí đã tiến bộ và gắn giấy tờ chứng minh."
    )
    return Reason(message, CHANGES, "nothing_changed", "QĐ 26/2026, Điều 6")


def statement_short(kind: str, changes: str, shortest: int) -> Reason | None:
    if kind == FIRST or not changes or len(changes.strip()) >= shortest:
        return None
    message = f"Phần Thay đổi cần ít nhất {shortest} ký tự: nói điều gì đã đổi, từ khi nào, chứng minh bằng giấy nào."
    return Reason(message, CHANGES, "statement_short", "QĐ 26/2026, Điều 6")


def unconfirmed(kind: str, carried: Collection[str]) -> Reason | None:
    """What was copied from the last dossier is the producer's word only once the producer says so again."""
    if kind != RERATE or not carried:
        return None
    codes = ", ".join(list(carried)[:8]) + (" …" if len(carried) > 8 else "")
    message = (
        f"Còn {len(carried)} mục lấy từ hồ sơ trước chưa được xác nhận ({codes}). Hãy sửa, hoặc xác nhận không đổi."
    )
    return Reason(message, "carried", "unconfirmed", "QĐ 26/2026, Điều 6")


def lapsed_papers(papers: Iterable[tuple[str, str, date | None]], day: date) -> list[Reason]:
    """(field, name, last good day) of each bound paper that is out of date on `day`: a wish, no obstacle."""
    return [
        Reason(f"{name} đã hết hạn ngày {until:%d/%m/%Y}. Hãy thay bằng giấy mới.", field, "paper_lapsed")
        for field, name, until in papers
        if until is not None and until < day
    ]
