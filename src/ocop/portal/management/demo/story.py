"""The demonstration's story: one product recognised and stamped, others waiting on each desk, one left to the visitor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from ocop.certificates import acts as certificates
from ocop.certificates.models import Certificate, Decision
from ocop.councils import acts as councils
from ocop.councils import lifecycle as sitting_states
from ocop.councils.models import Council, Sitting
from ocop.cycles.acts import open_cycle, open_round
from ocop.cycles.models import Cycle, Round
from ocop.dossiers import lifecycle
from ocop.journal.acts import act
from ocop.journal.rules import Refused
from ocop.lots import acts as lots
from ocop.lots.models import Lot
from ocop.lots.rules import LotFacts, StepFacts
from ocop.producers.acts import add_member
from ocop.products.models import Product
from ocop.stamps import acts as stamps
from ocop.stamps.models import Batch
from ocop.stamps.queries import mint

from .attested import tell_attested
from .cast import FOUNDED, Cast
from .choices import choices_for
from .councils import codes_of, council_of, held, reported, scored, sitting_of
from .cycles import tell_cycle
from .diaries import tell_diaries
from .endings import sent_to_ministry, under_examination
from .links import tell_links
from .outputs import declared, tell_outputs
from .papers import papers_told
from .partners import tell_partners
from .passports import tell_passports
from .radar import tell_radar
from .renewals import tell_renewals
from .rolls import tell_rolls
from .shelves import tell_shelves
from .signed import tell_signed
from .stages import Plan, brought, filed, moment, product_of
from .tablets import tell_tablets
from .texts import tell_texts
from .told import tell_buyers
from .voices import tell_voices

SPRING = date(2026, 6, 1)
MANGROVE = Plan(
    "Mật ong hoa sú Bình Liêu (mô phỏng)", 4, "Thực phẩm", "Thực phẩm thô, sơ chế", choices_for(4, 4, at_least=76),
    "Mật ong của đàn ong đặt ven rừng sú, quay lạnh, lọc hai lần.", "Mật ong nguyên chất 100 %.", "09521234543213",
    "Sản phẩm mô phỏng: mỗi mùa hoa sú, hợp tác xã đặt thùng ong ven rừng rồi quay mật ngay tại chỗ.",
)  # fmt: skip
LIQUOR = Plan(
    "Rượu ngô men lá Bình Liêu (mô phỏng)", 14, "Đồ uống", "Đồ uống có cồn", choices_for(14, 3, at_least=56),
    "Rượu ngô ủ men lá rừng, chưng cất thủ công.", "Ngô, men lá, nước.",
)  # fmt: skip
GOLDEN_TEA = Plan(
    "Trà hoa vàng Bình Liêu (mô phỏng)", 11, "Thực phẩm", "Chè", choices_for(11, 5, at_least=92),
    "Búp và hoa trà sấy lạnh.", "Hoa trà, búp trà.",
)  # fmt: skip
BAMBOO = Plan(
    "Măng khô Bình Liêu (mô phỏng)", 7, "Thực phẩm", "Thực phẩm chế biến", choices_for(7, 3, at_least=60),
    "Măng vầu phơi nắng.", "Măng vầu.",
)  # fmt: skip
NOODLES = Plan(
    "Miến dong nương Bình Liêu (mô phỏng)", 6, "Thực phẩm", "Thực phẩm chế biến", choices_for(6, 4, at_least=74),
    "Miến từ củ dong trồng trên nương.", "Tinh bột dong.",
)  # fmt: skip
CINNAMON = Plan(
    "Tinh dầu hồi Bình Liêu (mô phỏng)", 20, "Dược liệu và sản phẩm từ dược liệu", "Tinh dầu và dược liệu khác",
    choices_for(20, 3, at_least=60), "Tinh dầu chưng cất từ quả hồi.", "Tinh dầu hồi.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What the story left behind, for `demo.json`."""

    honey: Product
    mangrove: Product
    certificate: Certificate
    second: Certificate
    lot: Lot
    batch: Batch
    plain_batch: Batch
    sitting: Sitting
    codes: dict[str, str]


def told_before(cast: Cast) -> Told | None:
    """What an earlier load left, if it told everything: visitors have gone on since, and nobody acts in their place."""
    first, second = (_first_certificate(plan.name, cast) for plan in (MANGROVE, LIQUOR))
    batch, plain = (Batch.objects.filter(lot__code=code).order_by("id").first() for code in (_LOT, _PLAIN_LOT))
    sitting = Sitting.objects.filter(name=_AUTUMN).first()
    if not (first and second and batch and plain and sitting):
        return None
    return Told(cast.product, first.product, first, second, batch.lot, batch, plain, sitting, {})


def _first_certificate(name: str, cast: Cast) -> Certificate | None:
    return Certificate.objects.filter(product__name=name, product__producer=cast.producer).order_by("id").first()


def tell(cast: Cast, today: date) -> Told:
    first, now = _rounds(cast, today)
    council = council_of(cast, SPRING)
    recognised = _spring_sitting(cast, council, first)
    codes = _autumn(cast, council, now, today)
    papers_told(cast)
    tell_tablets(cast, council, now, today)
    tell_cycle(cast, today)
    tell_renewals(cast, recognised[1].product, today)
    lot, batch = _stamped(cast, recognised[0], _LOT, 400, 1, 120)
    _, plain = _stamped(cast, recognised[1], _PLAIN_LOT, 200, 1, 60)
    sitting = Sitting.objects.get(name=_AUTUMN)
    mangrove = recognised[0].product
    told = Told(cast.product, mangrove, recognised[0], recognised[1], lot, batch, plain, sitting, codes)
    for tell_part in _traced(cast, told, today):
        tell_part()
    sent_to_ministry(cast)
    under_examination(cast, recognised[1], today)
    return told


def _traced(cast: Cast, told: Told, today: date) -> tuple[Callable[[], None], ...]:
    """The parts of the story about tracing; each looks whether it was told before."""
    honey, spirit = told.certificate, told.second
    return (
        lambda: _joined(cast), lambda: tell_outputs(cast, honey, spirit), lambda: tell_rolls(cast, honey, spirit, today),
        lambda: tell_signed(cast, honey), lambda: tell_shelves(cast, today), lambda: tell_radar(cast, told.batch),
        lambda: tell_texts(told.plain_batch), lambda: tell_diaries(cast, told.lot, today),
        lambda: tell_attested(cast, told.lot, today),
        lambda: tell_passports(cast, told.lot, told.plain_batch.lot, today), lambda: tell_links(cast, told.lot),
        lambda: tell_partners(cast, told.lot), lambda: tell_voices(cast, told.lot),
        lambda: tell_buyers(cast),
    )  # fmt: skip


def _joined(cast: Cast) -> None:
    """The cooperative's manager stands for it beside Chị Ba, and sees what its households note."""
    add_member(producer=cast.producer, person=cast.co_hai, by=cast.quan_tri, at=FOUNDED)


def completed(cast: Cast, told: Told, today: date) -> list[str]:
    """Add to an older demonstration the parts that it lacks; the reasons where visitors have gone another way since."""
    reasons = []
    for tell_part in _traced(cast, told, today):
        try:
            with act():
                tell_part()
        except Refused as refused:
            reasons.append(str(refused))
    return reasons


_SPRING = "Phiên tháng 7/2026 (mô phỏng)"
_AUTUMN = "Phiên bổ sung (mô phỏng)"
_LOT, _PLAIN_LOT = "L2026-08A", "L2026-08B"


def _rounds(cast: Cast, today: date) -> tuple[Round, Round]:
    cycle = Cycle.objects.filter(province=cast.province, year=2026).first() or open_cycle(
        province=cast.province, year=2026, by=None, simulated=True, at=moment(SPRING)
    )
    basis = "Quy chế Hội đồng và kế hoạch năm (mô phỏng)"
    summer = cycle.rounds.filter(name="Đợt bổ sung mùa hè (mô phỏng)").first() or open_round(
        cycle=cycle, name="Đợt bổ sung mùa hè (mô phỏng)", opens_on=SPRING, proposals_until=date(2026, 7, 10),
        ends_on=date(2026, 8, 31), basis=basis, by=None, simulated=True, at=moment(SPRING),
    )  # fmt: skip
    name = "Đợt bổ sung cuối năm (mô phỏng)"
    opens = date(2026, 11, 2)
    extra = cycle.rounds.filter(name=name).first() or open_round(
        cycle=cycle, name=name, opens_on=opens, proposals_until=max(today, opens) + timedelta(days=60),
        ends_on=max(today, opens) + timedelta(days=120), basis=basis, by=None, simulated=True, at=moment(opens),
    )  # fmt: skip
    return summer, extra


def _spring_sitting(cast: Cast, council: Council, round_: Round) -> tuple[Certificate, Certificate]:
    plans = (MANGROVE, LIQUOR, GOLDEN_TEA)
    filings = []
    for plan in plans:
        product = product_of(plan, cast.producer, by=cast.chi_ba, at=moment(SPRING))
        declared(product, by=cast.chi_ba, at=moment(SPRING))
        filings.append(brought(filed(product, plan, by=cast.chi_ba, on=SPRING), lifecycle.ACCEPTED, cast, on=SPRING))
    on = date(2026, 7, 15)
    sitting = sitting_of(council, round_, _SPRING, on, filings, cast, called=date(2026, 7, 1))
    if sitting.state != sitting_states.CLOSED:
        for item, plan in zip(sitting.items.all(), plans, strict=True):
            reported(item, plan.choices, cast, moment(date(2026, 7, 10)))
        # As one act: its codes live only in this walk, so a load that is cut off must find it as it was before.
        with act():
            sitting = held(sitting, [(plan.set_no, plan.choices) for plan in plans], cast, on, strict=5)
    _decided(cast, sitting)
    first, second = (Certificate.objects.get(product=f.product) for f in filings[:2])
    return first, second


def _decided(cast: Cast, sitting: Sitting) -> None:
    signed = date(2026, 7, 30)
    sitting.refresh_from_db()
    decision = Decision.objects.filter(sitting=sitting).first() or certificates.draft_decision(
        sitting, number="QĐ mô phỏng 02/2026", by=cast.co_nam, at=moment(date(2026, 7, 20))
    )
    if decision.state == "drafted":
        decision = certificates.sign_decision(decision, by=cast.lanh_dao, at=moment(signed))
    if decision.state == "signed":
        certificates.issue_certificates(decision, by=cast.co_nam, at=moment(signed, 10))
        certificates.publish_decision(decision, by=cast.co_nam, at=moment(signed, 11))


def _stamped(cast: Cast, certificate: Certificate, code: str, made: int, lo: int, hi: int) -> tuple[Lot, Batch]:
    """A lot in August, its stamps drawn, the first of them activated."""
    product, day = certificate.product, date(2026, 8, 15)
    lot = Lot.objects.filter(product=product, code=code).first()
    if lot is None:
        steps = (
            StepFacts("Thu hoạch", day - timedelta(days=6), "Xã Bình Liêu"),
            StepFacts("Sơ chế, lọc", day - timedelta(days=2), "Xưởng của hợp tác xã"),
            StepFacts("Đóng gói", day, "Xưởng của hợp tác xã"),
        )
        facts = LotFacts(
            code=code, made_on=day, quantity=made, unit="chai 500 ml", best_before=date(2028, 8, 15),
            materials="Nguyên liệu trong xã Bình Liêu (mô phỏng).", steps=steps,
        )  # fmt: skip
        lot = lots.record_lot(product, facts, by=cast.chi_ba, place=product.place, at=moment(day, 15))
    batch = Batch.objects.filter(lot=lot).first()
    if batch is None:
        batch = stamps.draw_stamps(lot, made, by=cast.chi_ba, at=moment(day, 16))
        first, last = code_of(batch, lo - 1), code_of(batch, hi - 1)
        stamps.activate_range(first, last, by=cast.chi_ba, at=moment(day, 17))
        void_first, void_last = code_of(batch, made - 10), code_of(batch, made - 1)
        stamps.void_range(void_first, void_last, by=cast.chi_ba, note="In hỏng (mô phỏng)", at=moment(day, 18))
    return lot, batch


def _autumn(cast: Cast, council: Council, round_: Round, today: date) -> dict[str, str]:
    """What waits on each desk today: one before the commune, one before the province, one being scored."""
    filed_on = max(round_.opens_on, today - timedelta(days=9))
    at = moment(filed_on, 8)
    noodles = product_of(NOODLES, cast.neighbour, by=cast.chi_lan, at=at)
    filed(noodles, NOODLES, by=cast.chi_lan, on=filed_on)
    bamboo = product_of(BAMBOO, cast.producer, by=cast.chi_ba, at=at)
    brought(filed(bamboo, BAMBOO, by=cast.chi_ba, on=filed_on), lifecycle.FORWARDED, cast, on=filed_on)
    oil = product_of(CINNAMON, cast.producer, by=cast.chi_ba, at=at)
    dossier = brought(filed(oil, CINNAMON, by=cast.chi_ba, on=filed_on), lifecycle.ACCEPTED, cast, on=filed_on)
    called = filed_on + timedelta(days=8)
    sitting = sitting_of(council, round_, _AUTUMN, today, [dossier], cast, called=called)
    item = sitting.items.get()
    if sitting.state == sitting_states.PLANNED:
        reported(item, CINNAMON.choices, cast, moment(called, 11))
        with act():
            codes = codes_of(sitting, cast, moment(called, 13))
            councils.open_sitting(sitting, by=cast.thu_ky, at=moment(called, 14))
            scored(item, CINNAMON.set_no, CINNAMON.choices, cast.members[:2], moment(called, 15))
        return codes
    return {}


def code_of(batch: Batch, seq: int) -> str:
    return mint().code(batch.subject, batch.epoch, batch.number, seq)
