"""The demonstration's council at work: codes drawn, conflicts asked, sheets sealed, opened, discussed and scored again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from ocop.councils import acts as councils
from ocop.councils import lifecycle as states
from ocop.councils.models import Council, Item, Sitting
from ocop.councils.queries import has_stated, own_sheet, seat_of, unlocked_key
from ocop.councils.rules import DEFAULT_BY_LAWS
from ocop.councils.rules.keeping import Cell
from ocop.criteria.rules import criteria_set
from ocop.criteria.rules.choices import spelled
from ocop.cycles.models import Round
from ocop.dossiers import lifecycle
from ocop.dossiers.models import Dossier
from ocop.people.models import Person

from .cast import Cast
from .choices import Choices, as_seen_by, lowered
from .stages import moment

BASIS = "Quy chế mô phỏng; điều về chênh lệch phỏng theo cách làm của một số tỉnh"
BY_LAWS: dict[str, object] = {
    "spread_rule": "second_round", "spread_points": 10, "spread_basis": BASIS, "basis": "Quy chế hoạt động (mô phỏng)"
}  # fmt: skip
# The members score on tablets, as they would: each choice is a short message, not a page.
_TABLET = "d3e0" * 4
_WHY = "Minh chứng chưa đủ cho mức chủ thể tự chấm (mô phỏng)."


def council_of(cast: Cast, founded: date) -> Council:
    found = Council.objects.filter(office=cast.offices["council"]).first()
    council = found or councils.found_council(
        name=cast.offices["council"].name, decision_number="QĐ mô phỏng 01/2026", founded_on=founded,
        by=cast.co_nam, office=cast.offices["council"], by_laws={**DEFAULT_BY_LAWS, **BY_LAWS}, simulated=True,
        at=moment(founded),
    )  # fmt: skip
    roles = {"ba_sau": "chair", "thu_ky": "secretary", "chu_bay": "advisor"} | {
        f"thanh_vien_{n}": "member" for n in range(1, 6)
    }
    for name, role in roles.items():
        person = cast.people[name]
        if not council.seats.filter(person=person).exists():
            councils.seat_member(
                council, person=person, role=role, organisation="Cơ quan mô phỏng", by=cast.co_nam, at=moment(founded)
            )
    leader = council.seats.get(person=cast.chu_bay)
    if not leader.leads:
        councils.name_leader(leader, by=cast.co_nam, at=moment(founded))
    return council


def sitting_of(
    council: Council, round_: Round, name: str, on: date, dossiers_: list[Dossier], cast: Cast, *, called: date
) -> Sitting:
    """A sitting with these dossiers on its agenda."""
    sitting = Sitting.objects.filter(name=name).first() or councils.call_sitting(
        council, round=round_, name=name, held_on=on, by=cast.thu_ky, at=moment(called)
    )
    for dossier in dossiers_:
        dossier.refresh_from_db()
        if dossier.state == lifecycle.ACCEPTED:
            councils.put_item(sitting, dossier=dossier, by=cast.co_nam, at=moment(called, 10))
    return sitting


def codes_of(sitting: Sitting, cast: Cast, at: datetime) -> dict[str, str]:
    """The three opening codes, drawn by their holders; drawn again by a load that goes on where one stopped."""
    holders = {"chair": cast.ba_sau, "secretary": cast.thu_ky, "envelope": cast.co_nam}
    return {holder: councils.draw_code(sitting, by=person, at=at) for holder, person in holders.items()}


def reported(item: Item, choices: Choices, cast: Cast, at: datetime) -> None:
    report = getattr(item, "advisor_report", None)
    if report is not None and report.handed_in_at:
        return
    remark = "Hồ sơ đủ, nên xem kỹ phần thị trường (nhận xét mô phỏng)."
    councils.save_report(item, by=cast.chu_bay, choices=choices, remark=remark, at=at)
    councils.hand_in_report(item, by=cast.chu_bay, at=at)


def scored(item: Item, set_no: int, choices: Choices, voters: list[Person], at: datetime, strict: int = -1) -> None:
    """Each of `voters` fills in a sheet of their own, a little different from the others', and hands it in.

    The `strict`th voter sees much less, so that the sheets lie far apart.
    """
    for nth, voter in enumerate(voters):
        seen = as_seen_by(nth, set_no, choices)
        scored_by(item, lowered(set_no, seen, by=16) if nth == strict else seen, voter, at)


def scored_by(item: Item, choices: Mapping[str, object], voter: Person, at: datetime) -> None:
    seat = seat_of(voter, item.sitting.council_id)
    if seat is not None and not has_stated(item, seat):
        councils.declare_interests(item.sitting, conflicts={}, by=voter, at=at)
    item.refresh_from_db()
    known = own_sheet(voter, item)
    if known is not None and known.is_in:
        return
    sheet = councils.open_sheet(item, by=voter, at=at)
    claims = dict(item.dossier.answers.values_list("criterion", "points"))
    for seq, (code, choice) in enumerate(choices.items(), 1):
        cell = Cell(seq, code, spelled(choice), remark=_why(claims.get(code), choice))
        kept = councils.keep_cell(sheet.pk, cell, device=_TABLET, by=voter, at=at)
        assert kept.state == "saved", kept.message
    sheet.refresh_from_db()
    councils.hand_in(sheet, edition=sheet.edition, by=voter, at=at)


def _why(claimed: int | None, choice: object) -> str:
    points = int(choice["points"]) if isinstance(choice, dict) else int(str(choice))
    return _WHY if claimed is not None and points < claimed else ""


def held(sitting: Sitting, plans: list[tuple[int, Choices]], cast: Cast, on: date, strict: int = -1) -> Sitting:
    """From the opening to the minutes in one morning; the second item's sheets lie far apart and are scored twice."""
    voters = [cast.ba_sau, *cast.members]
    codes = codes_of(sitting, cast, moment(on, 7))
    sitting = councils.open_sitting(sitting, by=cast.thu_ky, at=moment(on, 8))
    items = list(sitting.items.select_related("sitting", "dossier"))
    for place, (item, (set_no, choices)) in enumerate(zip(items, plans, strict=True)):
        scored(item, set_no, choices, voters, moment(on, 9), strict=strict if place == 1 else -1)
    key = unlocked_key(sitting, codes["chair"], codes["secretary"])
    for item, (set_no, choices) in zip(items, plans, strict=True):
        opened = councils.open_sheets(item, key=key, by=cast.ba_sau, at=moment(on, 10))
        if opened.state == states.DISCUSSION:
            _scored_again(opened, set_no, choices, cast, on, key)
    return councils.close_sitting(sitting, by=cast.ba_sau, at=moment(on, 12))


def _scored_again(item: Item, set_no: int, choices: Choices, cast: Cast, on: date, key: bytes) -> None:
    found = criteria_set(item.dossier.regime, set_no)
    assert found is not None
    words = "Đã xem lại hợp đồng tiêu thụ và mẫu trên bàn (ý kiến mô phỏng)."
    councils.say(item, text=words, criterion=found.criteria[0].code, by=cast.members[-1], at=moment(on, 10))
    summary = "Các thành viên xem lại minh chứng, thống nhất cách hiểu mức điểm (tóm tắt mô phỏng)."
    item = councils.call_second_round(item, summary=summary, by=cast.ba_sau, at=moment(on, 10))
    scored(item, set_no, choices, [cast.ba_sau, *cast.members], moment(on, 11))
    councils.open_sheets(item, key=key, by=cast.ba_sau, at=moment(on, 11))
