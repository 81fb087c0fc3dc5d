"""What stands in Mẫu 01–03 (QĐ 26/2026, Phụ lục III); the words are the project's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.utils import timezone

from ...queries import Filled, Row
from ...queries.paperwork import PRIVATE_FIELDS
from ...rules import OPINIONS
from ...rules.paperwork import Tick, paperwork
from ..addresses import status_url
from .layout import Block, FormPaper, Grid, Heading, Pairs, Signatures, Stamp, Ticks, Words

FORM_NAMES = {
    "01": "Phiếu đăng ký đánh giá, phân hạng sản phẩm",
    "02": "Báo cáo tự đánh giá sản phẩm",
    "03": "Báo cáo đánh giá của Ủy ban nhân dân cấp xã",
}
KEPT_APART = "(chỉ hiện cho chủ thể, xã và cơ quan tham mưu)"
_PRIVATE_LABELS = {"gender": "Giới tính", "ethnicity": "Dân tộc", "residence": "Nơi thường trú"}
_SIGN = "(ký, ghi rõ họ tên)"


def form_paper(code: str, filled: Filled) -> FormPaper:
    """The form `code` ("01", "02", "03") of a dossier."""
    makers: dict[str, Callable[[Filled], tuple[Block, ...]]] = {"01": _m01, "02": _m02, "03": _m03}
    dossier, commune = filled.dossier, code == "03"
    moment = filled.opinion.given_at if commune and filled.opinion else None if commune else dossier.submitted_at
    draft = filled.draft or (commune and filled.opinion is None)
    return FormPaper(
        code=f"Mẫu {code}",
        title=FORM_NAMES[code],
        sender=f"UBND {dossier.commune.name[:1].lower()}{dossier.commune.name[1:]}"
        if commune
        else _producer(filled, "name"),
        place_and_day=f"{dossier.commune.name}, {_day_words(None if draft else moment)}",
        number=f"Số phiếu đăng ký: {dossier.receipt_number}" if dossier.receipt_number and not filled.draft else "",
        blocks=makers[code](filled),
        stamp=_stamp(filled, draft),
        simulated=dossier.simulated,
    )


def _stamp(filled: Filled, draft: bool) -> Stamp:
    if draft or filled.version is None:
        words = "Bản nháp lấy từ hồ sơ đang soạn trên cổng OCOP; sẽ có số, dấu và mã QR khi nộp."
        return Stamp(True, (words, f"Dấu nội dung lúc in (SHA-256): {filled.content}"))
    version, url = filled.version, status_url(filled.dossier)
    return Stamp(
        False,
        (
            f"Hồ sơ số {filled.dossier.receipt_number}, bản {version.number}, niêm phong {_moment(version.frozen_at)}.",
            f"SHA-256 {version.sha256}",
            f"Xem hồ sơ đang ở bước nào: {url}",
        ),
        url,
    )


def _m01(filled: Filled) -> tuple[Block, ...]:
    dossier, asked = filled.dossier, filled.form.criteria_set
    pieces = paperwork(dossier.regime).samples_of(dossier.set_no)
    samples = f"{pieces:02d} sản phẩm" if pieces else "không có (dịch vụ du lịch)"
    return (
        Heading("I. Chủ thể"),
        Pairs(
            (
                ("Đơn vị, cơ sở", _producer(filled, "name")),
                ("Người đại diện", filled.facts.get("representative", "")),
                ("Chức vụ", filled.facts.get("position", "")),
                ("Địa chỉ", _producer(filled, "address")),
                ("Điện thoại", filled.facts.get("phone", "")),
                ("Thư điện tử", filled.facts.get("email", "")),
            )
        ),
        Heading("II. Sản phẩm đăng ký"),
        Pairs(
            (
                ("Tên sản phẩm", dossier.product.name),
                ("Mã sản phẩm", "" if filled.draft else dossier.product_code),
                ("Ngành", asked.line_name),
                ("Nhóm", asked.group),
                ("Phân nhóm", asked.subgroup.name if asked.subgroup else "không chia"),
                ("Bộ tiêu chí", f"{asked.no}. {asked.name}"),
            )
        ),
        Heading("III. Loại đăng ký"),
        Ticks(tuple((label, key == dossier.kind) for key, label in type(dossier).Kind.choices)),
        Heading("IV. Tài liệu kèm theo"),
        Ticks(tuple((tick.label, _is_ticked(tick, filled)) for tick in paperwork(dossier.regime).attachments)),
        Pairs((("Số lượng mẫu sản phẩm", samples),)),
        Signatures((("", "", ""), ("Đại diện chủ thể", _SIGN, filled.facts.get("representative", "")))),
        Heading("V. Phần của cơ quan tiếp nhận"),
        Grid(
            ("", "Ủy ban nhân dân cấp xã", "Cơ quan tham mưu cấp tỉnh"),
            (
                ("Số phiếu", "" if filled.draft else dossier.receipt_number or "", "" if filled.draft else _taken_in(filled)),
                ("Ngày nhận", _date(filled, dossier.submitted_at), _date(filled, dossier.accepted_at)),
                ("Người nhận", "" if filled.draft else "Nhận trực tuyến qua cổng OCOP", filled.accepted_by),
            ),
            (2, 4, 4),
        ),
    )  # fmt: skip


def _taken_in(filled: Filled) -> str:
    return (filled.dossier.receipt_number or "") if filled.dossier.accepted_at else ""


def _m02(filled: Filled) -> tuple[Block, ...]:
    dossier = filled.dossier
    private = [(label, _private(filled, name)) for name, label in _PRIVATE_LABELS.items()]
    rating = filled.form.board.rating
    blocks: list[Block] = [
        Heading("I. Thông tin chung"),
        Pairs(
            (
                ("Tên chủ thể", _producer(filled, "name")),
                ("Loại chủ thể", _producer(filled, "kind")),
                ("Người đại diện", filled.facts.get("representative", "")),
                ("Chức vụ", filled.facts.get("position", "")),
                *private,
                ("Địa chỉ", _producer(filled, "address")),
                ("Điện thoại", filled.facts.get("phone", "")),
                ("Đăng ký kinh doanh (số, ngày, nơi cấp)", filled.facts.get("registration", "")),
                ("Mã số thuế", _producer(filled, "tax_code")),
                ("Tên sản phẩm", dossier.product.name),
                ("Loại đăng ký", dossier.get_kind_display()),
            )
        ),
        Words("Giấy tờ đã có:", 1),
        Ticks(tuple((tick.label, _is_ticked(tick, filled)) for tick in paperwork(dossier.regime).ticks)),
        Heading("II. Kết quả thực hiện phương án sản xuất, kinh doanh"),
        Words(filled.facts.get("results", ""), 5),
        Heading("III. Tự đánh giá theo bộ tiêu chí"),
        Pairs((("Bộ tiêu chí", f"{dossier.set_no}. {filled.form.criteria_set.name}"),)),
    ]
    if dossier.kind != dossier.Kind.FIRST:
        blocks += [Words("Thay đổi so với lần công nhận trước:", 1), Words(dossier.changes, 4)]
    for part in filled.form.parts:
        blocks += [
            Heading(f"Phần {part.code}. {part.title} ({part.points}/{part.max} điểm)"),
            Grid(
                ("Tiêu chí", "Tự đánh giá", "Điểm", "Minh chứng"), tuple(_line(row) for row in part.rows), (5, 7, 2, 5)
            ),
        ]
    blocks += [
        Pairs(
            (
                ("Tổng điểm tự chấm", f"{rating.points}/100"),
                ("Hạng sao theo điểm", f"{rating.star_by_points} sao"),
                ("Hạng sao theo điều kiện tối thiểu", f"{rating.star_by_minimums} sao"),
            )
        ),
        Heading("IV. Kế hoạch phát triển sản phẩm"),
        Words(filled.facts.get("plan", ""), 5),
        Signatures((("", "", ""), ("Đại diện chủ thể", _SIGN, filled.facts.get("representative", "")))),
    ]
    return tuple(blocks)


def _line(row: Row) -> tuple[str, str, str, str]:
    assert row.question is not None
    words = row.option if row.points is not None else "chưa trả lời"
    papers = "; ".join(e.paper.name + (f" (trang {e.page})" if e.page else "") for e in row.papers)
    points = f"{'' if row.points is None else row.points}/{row.question.criterion.max}"
    return f"{row.code} {row.title}", "\n".join(t for t in (words, row.note) if t), points, papers


def _m03(filled: Filled) -> tuple[Block, ...]:
    dossier, opinion = filled.dossier, filled.opinion
    blocks: list[Block] = [
        Pairs(
            (
                ("Kính gửi", "Cơ quan tham mưu OCOP cấp tỉnh"),
                ("Sản phẩm", dossier.product.name),
                ("Chủ thể", _producer(filled, "name")),
                ("Hồ sơ số", "" if filled.draft else dossier.receipt_number or ""),
                ("Ngày nhận hồ sơ", _date(filled, dossier.submitted_at)),
            )
        )
    ]
    for place, (key, label) in enumerate(OPINIONS.items(), start=1):
        blocks += [Heading(f"{place}. {label}"), Words(getattr(opinion, key) if opinion else "", 4)]
    proposes = opinion.proposes if opinion else None
    name = opinion.given_by.name if opinion else ""
    blocks += [
        Heading("Kết luận"),
        Ticks((("Đề nghị tỉnh đánh giá, phân hạng", proposes is True), ("Không đề nghị", proposes is False))),
        Signatures((("Cán bộ lập báo cáo", _SIGN, name), ("TM. Ủy ban nhân dân", "(ký tên, đóng dấu)", ""))),
    ]
    return tuple(blocks)


def _is_ticked(tick: Tick, filled: Filled) -> bool:
    """Always, by a paper in one of its places, or by a paper at a criterion whose title holds one of its words."""
    if tick.always or (tick.slots == ("*",) and filled.form.paper_count):
        return True
    if any(row.code in tick.slots and row.papers for row in filled.form.rows):
        return True
    return any(row.papers and any(word in row.title.lower() for word in tick.words) for row in filled.form.rows)


def _producer(filled: Filled, field: str) -> str:
    producer = filled.dossier.product.producer
    if producer is None:
        return ""
    if field == "address":
        return ", ".join(part for part in (producer.address, filled.dossier.commune.name) if part)
    return producer.get_kind_display() if field == "kind" else str(getattr(producer, field))


def _private(filled: Filled, name: str) -> str:
    assert name in PRIVATE_FIELDS
    return KEPT_APART if filled.private is None else filled.private.get(name, "")


def _date(filled: Filled, moment: datetime | None) -> str:
    return "" if filled.draft or moment is None else f"{timezone.localtime(moment):%d/%m/%Y}"


def _moment(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%H:%M ngày %d/%m/%Y}"


def _day_words(moment: datetime | None) -> str:
    if moment is None:
        return "ngày ..... tháng ..... năm ........"
    day = timezone.localdate(moment)
    return f"ngày {day:%d} tháng {day:%m} năm {day:%Y}"
