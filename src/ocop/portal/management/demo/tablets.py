"""A sitting in full swing: three items, one of them on every screen, some sheets in; and a dossier to practise on."""

from __future__ import annotations

from datetime import date, timedelta

from ocop.councils import acts as councils
from ocop.councils import lifecycle as states
from ocop.councils.models import Council, Exercise, Sitting
from ocop.criteria.rules import criteria_set
from ocop.cycles.models import Round
from ocop.dossiers import lifecycle
from ocop.journal.acts import act

from .cast import Cast
from .choices import choices_for
from .councils import codes_of, reported, scored, sitting_of
from .stages import Plan, brought, filed, moment, product_of

NAME = "Phiên đang chấm trên máy tính bảng (mô phỏng)"
PRACTICE = "Mật ong A (hồ sơ chấm thử, mô phỏng)"
PLANS = (
    Plan(
        "Nhựa trám trắng Bình Liêu (mô phỏng)", 4, "Thực phẩm", "Thực phẩm thô, sơ chế", choices_for(4, 3, at_least=64),
        "Trám hái trong rừng, phân loại bằng tay.", "Trám trắng.",
    ),
    Plan(
        "Miến dong sấy gió Bình Liêu (mô phỏng)", 6, "Thực phẩm", "Thực phẩm chế biến", choices_for(6, 4, at_least=72),
        "Miến phơi trên sào tre.", "Tinh bột dong.",
    ),
    Plan(
        "Chè dây đồi Bình Liêu (mô phỏng)", 11, "Thực phẩm", "Chè", choices_for(11, 3, at_least=60),
        "Lá chè dây sao tay.", "Lá chè dây.",
    ),
)  # fmt: skip


def tell_tablets(cast: Cast, council: Council, round_: Round, today: date) -> None:
    live_sitting(cast, council, round_, today)
    practice(cast, council, today)


def live_sitting(cast: Cast, council: Council, round_: Round, today: date) -> None:
    """Opened this morning: two members have handed in the first item, one has begun the second, the others nothing."""
    found = Sitting.objects.filter(name=NAME).first()
    if found is not None and found.state != states.PLANNED:
        return
    filed_on = max(round_.opens_on, today - timedelta(days=9))
    dossiers = []
    for plan in PLANS:
        product = product_of(plan, cast.producer, by=cast.chi_ba, at=moment(filed_on, 8))
        filing = filed(product, plan, by=cast.chi_ba, on=filed_on)
        dossiers.append(brought(filing, lifecycle.ACCEPTED, cast, on=filed_on))
    called = filed_on + timedelta(days=8)
    sitting = sitting_of(council, round_, NAME, today, dossiers, cast, called=called)
    for item, plan in zip(sitting.items.all(), PLANS, strict=True):
        reported(item, plan.choices, cast, moment(called, 11))
    with act():
        _begun(sitting, cast, called)


def _begun(sitting: Sitting, cast: Cast, day: date) -> None:
    codes_of(sitting, cast, moment(day, 13))
    sitting = councils.open_sitting(sitting, by=cast.thu_ky, at=moment(day, 14))
    for voter in (cast.ba_sau, *cast.members):
        councils.declare_interests(sitting, conflicts={}, by=voter, at=moment(day, 14))
    first, second = list(sitting.items.select_related("sitting", "dossier"))[:2]
    scored(first, PLANS[0].set_no, PLANS[0].choices, cast.members[:2], moment(day, 15))
    sheet = councils.open_sheet(second, by=cast.members[2], at=moment(day, 15))
    for code, choice in list(PLANS[1].choices.items())[:6]:
        sheet = councils.save_score(
            sheet, criterion=code, choice=choice, edition=sheet.edition, by=cast.members[2], at=moment(day, 15)
        )
    councils.show_item(sitting, item=first, minutes=15, by=cast.thu_ky)


def practice(cast: Cast, council: Council, today: date) -> None:
    """A dossier with an agreed answer; three members have tried it, the others find it on their desks."""
    if Exercise.objects.filter(name=PRACTICE).exists():
        return
    asked, agreed = criteria_set("QD26-2026", 4), choices_for(4, 4, at_least=74)
    assert asked is not None
    shows = {c.code: f"Hồ sơ mô phỏng cho thấy «{_label(c, agreed[c.code])}»." for c in asked.criteria}
    reasons = {
        c.code: "Minh chứng khớp đúng mức này, chưa đủ cho mức trên (giải thích mô phỏng)." for c in asked.criteria
    }
    with act():
        exercise = councils.make_exercise(
            council, name=PRACTICE, origin="mô phỏng", regime="QD26-2026", set_no=4, shows=shows, agreed=agreed,
            reasons=reasons, due_on=today + timedelta(days=7), simulated=True, by=cast.co_nam, at=moment(today, 6),
        )  # fmt: skip
        councils.show_exercise(exercise, by=cast.co_nam, at=moment(today, 6))
        for nth, member in enumerate(cast.members[:3]):
            tried = dict(agreed)
            for code in list(tried)[nth : 6 + nth : 2]:
                tried[code] = 0
            councils.try_exercise(exercise, choices=tried, done=True, by=member, at=moment(today, 6))


def _label(criterion: object, choice: object) -> str:
    points = choice["points"] if isinstance(choice, dict) else choice
    options = getattr(criterion, "every_option", ())
    return next((o.label for o in options if o.points == points), f"{points} điểm")
