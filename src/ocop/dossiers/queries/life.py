"""What happened to a dossier, told from the journal; and the way that lies ahead."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone

from ocop.journal.models import Line
from ocop.journal.queries import lines_about
from ocop.people.queries import names_of

from .. import lifecycle
from ..models import Dossier
from ..rules.obstacles import field_name

# Saves are many and small: they are told as one line a day.
_QUIET = {"save_answer", "save_changes", "bind_evidence", "unbind_evidence", "restore_evidence", "save_form_facts"}
_VISIT = {"save_visit", "photograph_visit"}
_WORDS = {
    "open_dossier": "Mở hồ sơ",
    "confirm_carried": "Xác nhận các mục lấy từ hồ sơ trước",
    "submit": "Nộp hồ sơ",
    "request_completion": "Yêu cầu bổ sung",
    "complete": "Gửi bổ sung",
    "request_change": "Tỉnh yêu cầu bổ sung",
    "amend": "Gửi bổ sung cho tỉnh",
    "extend_requests": "Gia hạn bổ sung",
    "ask_help": "Nhờ người điền giúp",
    "offer_help": "Cán bộ đề nghị điền giúp",
    "consent_help": "Đồng ý cho điền giúp",
    "end_help": "Thôi điền giúp",
    "confirm_read_back": "Đọc lại và xác nhận",
    "ask_binding": "Yêu cầu đóng tập hồ sơ",
    "bind": "Đã đóng tập hồ sơ",
    "seal_samples": "Niêm phong mẫu",
    "receive_samples": "Tỉnh nhận mẫu",
    "taste_samples": "Mở mẫu khi chấm",
    "destroy_samples": "Hủy mẫu",
    "return_samples": "Trả lại mẫu",
    "plan_visit": "Mở phiếu khảo sát",
    "close_visit": "Kết thúc phiếu khảo sát",
    "ask_reply": "Mời trả lời nhận xét",
    "give_reply": "Trả lời nhận xét",
    "forward": "Xã có ý kiến và chuyển lên tỉnh",
    "accept": "Tỉnh tiếp nhận",
    "return_dossier": "Trả lại hồ sơ",
    "withdraw": "Rút hồ sơ",
    "put_before_council": "Đưa ra phiên họp Hội đồng",
    "conclude": "Hội đồng có kết quả",
    "decide": "Có quyết định",
}


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the life of a dossier."""

    at: datetime
    words: str
    who: str
    detail: str


def life_of(dossier: Dossier) -> list[Event]:
    """Every act about the dossier, the newest first; drafting is told as one line a day and person."""
    lines = list(lines_about(dossier))
    names = names_of(number for line in lines if (number := _person(line.actor)) is not None)
    events: list[Event] = []
    for _, group in groupby(lines, key=_kind):
        batch = list(group)
        last = batch[-1]
        who = names.get(_person(last.actor) or 0, "Hệ thống")
        events.append(Event(last.at, _told(last.verb, len(batch)), who, _detail(last)))
    return events[::-1]


def _told(verb: str, times: int) -> str:
    if verb in _QUIET:
        return f"Soạn hồ sơ: {times} lần lưu"
    if verb in _VISIT:
        return f"Ghi phiếu khảo sát: {times} lần lưu"
    return _WORDS.get(verb, verb)


def _kind(line: Line) -> tuple[object, ...]:
    if line.verb in _QUIET:
        return "quiet", line.actor, timezone.localdate(line.at)
    if line.verb in _VISIT:
        return "visit", line.actor, timezone.localdate(line.at)
    return (line.number,)


def _person(actor: str) -> int | None:
    name, _, number = actor.partition(":")
    return int(number) if name == "people.person" and number.isdigit() else None


def _detail(line: Line) -> str:
    facts = line.facts
    if line.verb == "submit":
        return f"số phiếu {facts.get('receipt', '')}, bản {facts.get('version', '')}"
    if line.verb in ("complete", "amend"):
        return f"bản {facts.get('version', '')}"
    if line.verb in ("request_completion", "request_change"):
        return "mục " + ", ".join(field_name(code) for code in facts.get("fields", []))
    if line.verb.endswith("_samples"):
        return "mẫu " + ", ".join(str(n) for n in facts.get("pieces", []))
    if line.verb == "ask_reply":
        return "tiêu chí " + ", ".join(facts.get("criteria", []))
    if line.verb == "give_reply":
        return f"tiêu chí {facts.get('criterion', '')}"
    if line.verb == "forward" and not facts.get("proposes", True):
        return "không đề nghị"
    return ""


@dataclass(frozen=True, slots=True)
class Station:
    """One station of the official way, for `c-life`."""

    state: str
    label: str
    date: str = ""
    text: str = ""
    href: str = ""


_STATIONS = {
    lifecycle.DRAFT: "Soạn hồ sơ",
    lifecycle.SUBMITTED: "Xã xem xét, có ý kiến (Mẫu 03)",
    lifecycle.FORWARDED: "Tỉnh kiểm tra, tiếp nhận",
    lifecycle.ACCEPTED: "Chờ phiên họp Hội đồng",
    lifecycle.BEFORE_COUNCIL: "Hội đồng chấm",
    lifecycle.RATED: "Trình quyết định",
    lifecycle.DECIDED: "Có quyết định",
}


def way_of(dossier: Dossier) -> list[Station]:
    """Where the dossier stands on the official way: done, now, to come; or stopped."""
    stopped = dossier.state in (lifecycle.RETURNED, lifecycle.WITHDRAWN)
    state = _reached_before_stop(dossier) if stopped else dossier.state
    state = {lifecycle.COMPLETION: lifecycle.SUBMITTED, lifecycle.AMENDING: lifecycle.ACCEPTED}.get(state, state)
    here = lifecycle.MAIN_WAY.index(state)
    days = {
        lifecycle.DRAFT: dossier.submitted_at,
        lifecycle.SUBMITTED: dossier.forwarded_at,
        lifecycle.FORWARDED: dossier.accepted_at,
    }
    return [
        Station(_sign(place, here, dossier.state, stopped), label, _written(days.get(key)), _hint(key, dossier))
        for place, (key, label) in enumerate(_STATIONS.items())
    ]


def _sign(place: int, here: int, state: str, stopped: bool) -> str:
    if place < here or state == lifecycle.DECIDED:
        return "done"
    if place == here:
        return "stopped" if stopped else "now"
    return "todo"


def _reached_before_stop(dossier: Dossier) -> str:
    if dossier.accepted_at:
        return lifecycle.ACCEPTED
    if dossier.forwarded_at:
        return lifecycle.FORWARDED
    return lifecycle.SUBMITTED if dossier.submitted_at else lifecycle.DRAFT


def _written(moment: datetime | date | None) -> str:
    if isinstance(moment, datetime):
        return f"{timezone.localtime(moment):%d/%m/%Y}"
    return ""


def _hint(key: str, dossier: Dossier) -> str:
    if key == lifecycle.SUBMITTED and dossier.state == lifecycle.COMPLETION:
        return "Đang chờ chủ thể bổ sung; đồng hồ của xã dừng."
    if key == lifecycle.ACCEPTED and dossier.state == lifecycle.AMENDING:
        return "Tỉnh đang chờ chủ thể bổ sung."
    if key == lifecycle.SUBMITTED and dossier.state == lifecycle.SUBMITTED and dossier.commune_due_on:
        return f"Hạn của xã: {dossier.commune_due_on:%d/%m/%Y}."
    return ""
