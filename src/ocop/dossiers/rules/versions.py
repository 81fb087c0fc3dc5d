"""What a frozen version holds, its hash, and what differs between two of them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from ocop.journal.rules import canonical

Content = Mapping[str, Any]


def content_hash(content: Content) -> str:
    """SHA-256 (hex) of the one canonical spelling of `content`."""
    return hashlib.sha256(canonical(content)).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """One field that differs; `where` is a criterion code, a paper slot, or empty for the dossier itself;
    `key` is the kind of thing: a fact's name, choice, note, paper, or page (the same paper, another page)."""

    where: str
    label: str
    old: str
    new: str
    key: str = field(default="", compare=False)


_FACTS = {
    "kind": "Loại đăng ký",
    "product": "Tên sản phẩm",
    "producer": "Chủ thể",
    "commune": "Nơi nộp",
    "round": "Đợt",
    "changes": "Thay đổi so với lần công nhận trước",
}
_PRODUCT_FACTS = {
    "ingredients": "Thành phần",
    "summary": "Mô tả ngắn",
    "story": "Câu chuyện",
    "gtin": "GTIN",
    "output": "Sản lượng mỗi năm",
}


def version_diff(old: Content, new: Content) -> list[Change]:
    """What a reader must look at again: facts, answers and papers, in the order of the form."""
    return [*_fact_changes(old, new), *_answer_changes(old, new), *_paper_changes(old, new)]


def _fact_changes(old: Content, new: Content) -> Iterator[Change]:
    for key, label in _FACTS.items():
        before, after = str(old.get(key, "")), str(new.get(key, ""))
        if before != after:
            yield Change("", label, before, after, key)
    # Versions frozen before product facts were kept say nothing of them, so nothing is compared.
    was, now = old.get("product_facts"), new.get("product_facts")
    if was is None or now is None:
        return
    for key, label in _PRODUCT_FACTS.items():
        if was.get(key, "") != now.get(key, ""):
            yield Change("", label, was.get(key, ""), now.get(key, ""), key)


def _answer_changes(old: Content, new: Content) -> Iterator[Change]:
    before, after = old.get("answers", {}), new.get("answers", {})
    for code in sorted(before.keys() | after.keys(), key=code_order):
        was, now = before.get(code, {}), after.get(code, {})
        if _choice_words(was) != _choice_words(now):
            yield Change(code, "Lựa chọn", _choice_words(was), _choice_words(now), "choice")
        if was.get("note", "") != now.get("note", ""):
            yield Change(code, "Thuyết minh", was.get("note", ""), now.get("note", ""), "note")


def _choice_words(answer: Mapping[str, Any]) -> str:
    if answer.get("points") is None:
        return ""
    case = f"trường hợp {answer['case']}, " if answer.get("case") else ""
    label = f": {answer['label']}" if answer.get("label") else ""
    return f"{case}{answer['points']} điểm{label}"


def _paper_changes(old: Content, new: Content) -> Iterator[Change]:
    before, after = _papers(old), _papers(new)
    for code, sha256 in sorted(before.keys() | after.keys(), key=lambda key: (code_order(key[0]), key[1])):
        was, now = before.get((code, sha256), ""), after.get((code, sha256), "")
        if was != now:
            yield Change(code, "Giấy tờ", was, now, "page" if was and now else "paper")


def _papers(content: Content) -> dict[tuple[str, str], str]:
    return {(row["criterion"], row["sha256"]): _paper_words(row) for row in content.get("evidence", [])}


def _paper_words(row: Mapping[str, Any]) -> str:
    page = f", trang {row['page']}" if row.get("page") else ""
    return f"{row['name']}{page} (SHA-256 {row['sha256'][:12]}…)"


def code_order(code: str) -> tuple[int, tuple[int, ...], str]:
    """1.2 before 1.10, criteria before paper slots."""
    numbers = code.split(".")
    if all(number.isdigit() for number in numbers):
        return 0, tuple(int(number) for number in numbers), code
    return 1, (), code
