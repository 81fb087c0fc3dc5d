"""Three years later, simulated: a star about to run out, an upgrade with real changes, papers that lapse."""

from __future__ import annotations

from datetime import date, timedelta

from ocop.certificates import acts as certificates
from ocop.certificates.models import Recognition
from ocop.dossiers import acts as dossiers
from ocop.dossiers import lifecycle
from ocop.dossiers.acts import Details
from ocop.dossiers.models import Dossier, VaultPaper
from ocop.journal.acts import act
from ocop.places.rules import add_months
from ocop.products.models import Product

from .cast import Cast
from .choices import choices_for
from .sheets import simulated_paper
from .stages import Plan, dossiers_questions, moment, product_of

POLLEN = Plan(
    "Phấn hoa rừng Bình Liêu (mô phỏng)", 4, "Thực phẩm", "Thực phẩm thô, sơ chế", choices_for(4, 3, at_least=60),
    "Phấn hoa của đàn ong rừng, sấy lạnh.", "Phấn hoa.",
)  # fmt: skip
_LEFT = 150
_STATEMENT = (
    "Từ tháng 9/2026 rượu đóng chai mới có nhãn ghi đủ thành phần và thêm hợp đồng mua ngô của mười hai hộ trong xã "
    "(lời mô phỏng)."
)


def tell_renewals(cast: Cast, upgraded: Product, today: date) -> None:
    """Everything that comes after a recognition; each part looks first at what stands."""
    _star_running_out(cast, today)
    _papers(cast, today)
    _upgrade(cast, upgraded, today)
    certificates.remind(at=moment(today, 6))


def _star_running_out(cast: Cast, today: date) -> None:
    """A legacy decision: it keeps its number, its level and the regime of its day."""
    ends = today + timedelta(days=_LEFT)
    product = product_of(POLLEN, cast.producer, by=cast.chi_ba, at=moment(date(2026, 6, 2)))
    if Recognition.objects.filter(product=product).exists():
        return
    certificates.note_recognition(
        product, kind=Recognition.Kind.RECOGNISED, star=3, by=cast.co_nam, at=moment(date(2026, 6, 2), 10),
        level=Recognition.Level.PROVINCE, regime="QD148-2023", decided_on=add_months(ends, -36), valid_until=ends,
        decision_number="QĐ mô phỏng 77/2024", source="mô phỏng: quyết định có trước hệ thống",
    )  # fmt: skip


def _papers(cast: Cast, today: date) -> None:
    """One paper that lapses soon, one that was replaced in time."""
    if VaultPaper.objects.filter(producer=cast.producer).exists():
        return
    with act():  # a load that is cut off must find the vault empty again
        _put_papers(cast, today)


def _put_papers(cast: Cast, today: date) -> None:
    at = moment(today - timedelta(days=20))
    food = Details(
        "food_safety", "MP-12/2023/ATTP", "Chi cục quản lý chất lượng (mô phỏng)", today - timedelta(days=1071),
        today + timedelta(days=24),
    )  # fmt: skip
    dossiers.put_in_vault(cast.producer, simulated_paper("Giấy đủ điều kiện ATTP"), food, by=cast.chi_ba, at=at)
    old = Details("test_report", "MP-KN 08/2025", "Phòng thử nghiệm (mô phỏng)", today - timedelta(days=400), at.date())
    paper = dossiers.put_in_vault(cast.producer, simulated_paper("Phiếu kiểm nghiệm 2025"), old, by=cast.chi_ba, at=at)
    new = Details(
        "test_report", "MP-KN 19/2026", "Phòng thử nghiệm (mô phỏng)", today - timedelta(days=30), today + timedelta(days=335)
    )  # fmt: skip
    dossiers.replace_paper(
        cast.producer, paper, simulated_paper("Phiếu kiểm nghiệm 2026"), new, by=cast.chi_ba,
        at=at + timedelta(hours=1),
    )  # fmt: skip


def _upgrade(cast: Cast, product: Product, today: date) -> None:
    """A draft with real changes, so that the comparison shows something; one paper of the star's dossier gets a date."""
    decided = Dossier.objects.filter(product=product, state=lifecycle.DECIDED).order_by("-id").first()
    if decided is None or Dossier.objects.filter(product=product, state__in=lifecycle.OPEN_STATES).exists():
        return
    at = moment(today - timedelta(days=3))
    bound = decided.evidence.filter(removed_at__isnull=True).order_by("id").first()
    if bound is not None:
        contract = Details(
            "contract", "MP-HĐ 03", "Các hộ trồng ngô (mô phỏng)", date(2026, 5, 30), today + timedelta(days=100)
        )
        dossiers.describe_paper(cast.producer, bound.paper, contract, by=cast.chi_ba, at=at)
    eligible = {question.key: True for question in dossiers_questions()}
    draft = certificates.open_next_dossier(product, kind="upgrade", by=cast.chi_ba, eligibility=eligible, at=at)
    _improve(draft, cast, today)
    food = VaultPaper.objects.filter(producer=cast.producer).order_by("id").first()
    if food is not None:
        dossiers.bind_evidence(draft, "G2", food.paper, by=cast.chi_ba, at=at + timedelta(hours=2))
    dossiers.save_changes(draft, _STATEMENT, by=cast.chi_ba, at=at + timedelta(hours=3))


def _improve(draft: Dossier, cast: Cast, today: date) -> None:
    """Two criteria that got better, each with its paper."""
    at = moment(today - timedelta(days=3), 10)
    better = choices_for(draft.set_no, 4, at_least=76)
    raised = 0
    for answer in draft.answers.order_by("id"):
        points = better.get(answer.criterion)
        if raised == 2 or not isinstance(points, int) or answer.points is None or points <= answer.points:
            continue
        dossiers.save_answer(
            draft, answer.criterion, points=points, edition=answer.edition, by=cast.chi_ba,
            note="Đã tiến bộ so với lần trước (thuyết minh mô phỏng).", at=at,
        )  # fmt: skip
        upload = simulated_paper(f"Minh chứng mới tiêu chí {answer.criterion}")
        dossiers.bring_evidence(draft, answer.criterion, upload, by=cast.chi_ba, page="1", at=at)
        raised += 1
