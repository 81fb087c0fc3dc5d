"""The term base: one word for one thing in each language, wherever it stands on the page."""

from __future__ import annotations

from typing import NamedTuple

LANGUAGES = ("vi", "en", "zh-hans")


class Term(NamedTuple):
    """How a term of the field is said; `en` may be any of several forms, the first of them preferred."""

    vi: str
    en: tuple[str, ...]
    zh: str


TERMS = (
    Term("tem", ("stamp",), "标签"),
    Term("hạng sao", ("star",), "星级"),
    Term("lô hàng", ("lot",), "批次"),
    Term("mã lô", ("lot",), "批次"),
    Term("chủ thể", ("producer",), "主体"),
    Term("giấy chứng nhận", ("certificate",), "证书"),
    Term("thu hồi", ("recall", "revoked"), "召回"),
    Term("diễn tập", ("drill",), "演练"),
    Term("công đoạn", ("step",), "工序"),
    Term("hạn dùng", ("best before", "past its date", "past their date"), "保质期"),
    Term("ngày sản xuất", ("made on", "production date"), "生产日期"),
    Term("nguyên liệu", ("raw material",), "原料"),
    Term("thành phần", ("ingredients",), "成分"),
    Term("kiểm nghiệm", ("test",), "检验"),
    Term("truy xuất", ("trac",), "追溯"),
    Term("mô phỏng", ("simulated",), "模拟"),
    Term("cảnh báo an toàn", ("safety warning",), "安全警示"),
    Term("tiêu chuẩn", ("standard",), "标准"),
    Term("nhãn hiệu", ("brand", "trademark"), "商标"),
    Term("mã vạch", ("barcode",), "条码"),
)


def strayed(vi: str, en: str, zh: str) -> list[str]:
    """The terms that a word's translations do not keep to."""
    return [
        term.vi
        for term in TERMS
        if f" {term.vi} " in f" {vi.lower().strip('.?:,')} "
        and not (any(form in en.lower() for form in term.en) and term.zh in zh)
    ]
