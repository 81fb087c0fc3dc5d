"""Ideas, business plans and digital plans of the demonstration, in different states, through everybody's acts."""

from __future__ import annotations

from datetime import date, timedelta

from ocop.cycles import acts, lifecycle, rules
from ocop.cycles.models import BusinessPlan, Cycle, DigitalPlan, Idea
from ocop.products.models import Product

from .cast import Cast
from .stages import moment

BEGAN = date(2026, 6, 8)
_ANSWERS = {
    "what": "Làm từ quả, lá, hoa của núi, đóng gói nhỏ cho khách mang về (mô phỏng).",
    "material": "Vườn nhà và sáu hộ trong xã Bình Liêu (mô phỏng).",
    "makers": "Mười hai người, mười một người trong xã (mô phỏng).",
    "different": "Cách làm của bà con trong bản, nơi khác không có (mô phỏng).",
    "buyers": "Khách lên Bình Liêu mùa lúa chín và cửa hàng ở Hạ Long (mô phỏng).",
    "support": "Cần bao bì đẹp và giấy công bố chất lượng (mô phỏng).",
}
_SECTIONS = {
    "product": "Gói nhỏ và hộp quà, nhãn có mã quét (mô phỏng).",
    "material": "Vườn 2 hecta, thêm sáu hộ ký hợp đồng; mùa chính tháng 11 và 12 (mô phỏng).",
    "making": "Nhà xưởng 80 mét vuông có sẵn, mua thêm một máy (mô phỏng).",
    "market": "Hai cửa hàng ở Hạ Long, gian hàng trên mạng, hội chợ xuân (mô phỏng).",
    "papers": "Giấy an toàn thực phẩm xong trong tháng 9, công bố chất lượng tháng 10 (mô phỏng).",
    "risks": "Sương muối làm mất mùa; giữ một nửa nguyên liệu khô trong kho (mô phỏng).",
}
_FIGURES = {
    "volume": 4000, "price": 120_000, "unit_cost": 48_000, "wages": 96_000_000, "other_cost": 38_000_000,
    "investment": 260_000_000, "loan": 100_000_000, "workers": 12, "local_workers": 11,
}  # fmt: skip


def tell_cycle(cast: Cast, today: date) -> None:
    """One idea on each desk, one plan on each, and two digital plans; told again, nothing is told twice."""
    cycle = Cycle.objects.get(province=cast.province, year=2026)
    _longer_year(cycle, cast, today)
    recent = max(today - timedelta(days=6), BEGAN)
    _running_plan(cast)
    _plan_before_province(cast, recent)
    _plan_being_written(cast, recent)
    _idea(cast, "Muối tre Bình Liêu (mô phỏng)", recent, until=lifecycle.SUBMITTED)
    _returned(cast, recent)
    _not_eligible(cast, recent)
    _digital(cast, today)


def _longer_year(cycle: Cycle, cast: Cast, today: date) -> None:
    """The province lets ideas and plans in until the year's end, so that a visitor of any day may try."""
    basis = "Thông báo kéo dài (mô phỏng)"
    ends = max(date(2026, 12, 31), min(today + timedelta(days=30), date(2027, 3, 31)))
    for step, opens in ((rules.IDEAS, date(2026, 4, 1)), (rules.PLANS, date(2026, 6, 1))):
        if not cycle.campaigns.filter(step=step).exists():
            acts.set_campaign(
                cycle, step, opens_on=opens, closes_on=ends, late_days=14, basis=basis, by=cast.co_nam, at=moment(BEGAN)
            )


def _idea(cast: Cast, name: str, day: date, *, until: str, fit: bool = True) -> Idea:
    found = Idea.objects.filter(producer=cast.producer, name=name).first()
    if found is not None:
        return found
    said = {check.key: fit or check.key != "registered" for check in rules.eligibility_questions(day)}
    idea = acts.open_idea(producer=cast.producer, name=name, eligibility=said, by=cast.chi_ba, at=moment(day, 8))
    for key, text in _ANSWERS.items() if fit else ():
        acts.save_idea_answer(idea, key, text, by=cast.chi_ba, at=moment(day, 9))
    if until in (lifecycle.SUBMITTED, lifecycle.ACCEPTED, lifecycle.RETURNED):
        acts.submit_idea(idea, by=cast.chi_ba, at=moment(day, 10))
    if until == lifecycle.ACCEPTED:
        acts.accept_idea(idea, words="Nên thử trước một mẻ nhỏ (mô phỏng).", by=cast.anh_tu, at=moment(day, 11))
    return idea


def _plan(cast: Cast, name: str, day: date) -> BusinessPlan:
    idea = _idea(cast, name, day, until=lifecycle.ACCEPTED)
    return acts.open_plan(idea, by=cast.chi_ba, at=moment(day, 12))


def _submitted(cast: Cast, name: str, day: date) -> BusinessPlan:
    plan = _plan(cast, name, day)
    if plan.state == lifecycle.PLAN_DRAFT:
        for key, text in _SECTIONS.items():
            acts.save_plan_answer(plan, key, text, by=cast.chi_ba, at=moment(day, 13))
        acts.save_plan_figures(plan, _FIGURES, by=cast.chi_ba, at=moment(day, 13))
        acts.submit_plan(plan, by=cast.chi_ba, at=moment(day, 14))
        words = "Xã thấy phương án làm được, nguyên liệu đủ (mô phỏng)."
        plan = acts.give_opinion(plan, words=words, proposes=True, by=cast.anh_tu, at=moment(day, 15))
    return plan


def _running_plan(cast: Cast) -> None:
    """Accepted in June and carried out since, with its diary."""
    plan = _submitted(cast, "Trà hoa vàng sấy lạnh (mô phỏng)", BEGAN)
    if plan.state == lifecycle.PLAN_FORWARDED:
        words = "Tỉnh đồng ý; xã theo dõi tiến độ mỗi quý (mô phỏng)."
        acts.accept_plan(plan, words=words, by=cast.co_nam, at=moment(BEGAN, 16))
    notes = (
        (30, "Ký hợp đồng nguyên liệu với sáu hộ (mô phỏng)."),
        (75, "Lắp máy, chạy thử 20 kg (mô phỏng)."),
        (120, "Có giấy đủ điều kiện an toàn thực phẩm (mô phỏng)."),
    )
    for after, words in notes:
        day = BEGAN + timedelta(days=after)
        if not plan.notes.filter(words=words).exists():
            acts.note_progress(plan, words=words, noted_on=day, by=cast.chi_ba, at=moment(day, 10))


def _plan_before_province(cast: Cast, day: date) -> None:
    _submitted(cast, "Bánh ngải hộp quà (mô phỏng)", day)


def _plan_being_written(cast: Cast, day: date) -> None:
    plan = _plan(cast, "Nước cốt quả mác mật (mô phỏng)", day)
    if plan.is_editable and not plan.answers:
        acts.save_plan_answer(plan, "product", "Chai 250 ml, nắp kín (mô phỏng).", by=cast.chi_ba, at=moment(day, 13))


def _returned(cast: Cast, day: date) -> None:
    idea = _idea(cast, "Rượu men lá hộp gỗ (mô phỏng)", day, until=lifecycle.RETURNED)
    idea.refresh_from_db()
    if idea.state == lifecycle.SUBMITTED:
        words = "Nói rõ hơn lấy men ở đâu và ai đã mua thử, rồi gửi lại (mô phỏng)."
        acts.return_idea(idea, words, by=cast.anh_tu, at=moment(day, 16))


def _not_eligible(cast: Cast, day: date) -> None:
    _idea(cast, "Nến sáp ong (mô phỏng)", day, until=lifecycle.NOT_ELIGIBLE, fit=False)


def _digital(cast: Cast, today: date) -> None:
    """One product on its second test with proofs, so that the picture shows a rise."""
    product = Product.objects.filter(producer=cast.producer, digital_plan__isnull=True).exclude(pk=cast.product.pk)
    chosen = product.order_by("pk").first()
    if chosen is None or DigitalPlan.objects.filter(product__producer=cast.producer).exists():
        return
    day = today - timedelta(days=70)
    test = rules.digital.self_test(day)
    levels = {question.key: place % 2 for place, question in enumerate(test.questions)}
    plan = acts.take_test(chosen, levels, by=cast.chi_ba, at=moment(day))
    for step in plan.steps.all()[:3]:
        done = day + timedelta(days=10)
        note = "Đã làm, ảnh ở quầy hàng (mô phỏng)."
        acts.prove_step(step, done_on=done, note=note, by=cast.chi_ba, at=moment(done))
        levels[step.key.split(":")[0]] += 1
    again = today - timedelta(days=12)
    plan = acts.take_test(chosen, levels, by=cast.chi_ba, at=moment(again))
    first = plan.steps.filter(dropped_at__isnull=True, done_on__isnull=True).first()
    if first is not None:
        link = "https://mo-phong.example/gian-hang"
        acts.prove_step(first, done_on=again + timedelta(days=4), link=link, by=cast.chi_ba, at=moment(today))
