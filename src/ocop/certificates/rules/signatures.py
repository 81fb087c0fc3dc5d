"""What may be said about the digital signature in a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Seal(StrEnum):
    VALID = "valid"
    SELF_MADE = "self_made"
    FOREIGN = "foreign"
    CHANGED = "changed"
    UNSIGNED = "unsigned"
    UNREADABLE = "unreadable"


SEAL_NAMES = {
    Seal.VALID: "Chữ ký hợp lệ",
    Seal.SELF_MADE: "Chữ ký nguyên vẹn, bằng chứng thư tự tạo",
    Seal.FOREIGN: "Chữ ký của người khác",
    Seal.CHANGED: "Tệp đã bị sửa sau khi ký",
    Seal.UNSIGNED: "Tệp không có chữ ký số",
    Seal.UNREADABLE: "Không đọc được tệp",
}
SEAL_WORDS = {
    Seal.VALID: "Tệp còn nguyên vẹn từ lúc ký, và chứng thư là của cơ quan ban hành.",
    Seal.SELF_MADE: "Tệp còn nguyên vẹn từ lúc ký. Chứng thư tự tạo để trình diễn, không có giá trị pháp lý.",
    Seal.FOREIGN: "Tệp còn nguyên vẹn, nhưng chứng thư không phải của cơ quan ban hành.",
    Seal.CHANGED: "Nội dung hiện tại không phải nội dung đã được ký.",
    Seal.UNSIGNED: "Không có chữ ký thì không kiểm tra được bằng chữ ký. Hãy so với trang công khai.",
    Seal.UNREADABLE: "Tệp hỏng, bị khóa, hoặc không phải PDF.",
}


@dataclass(frozen=True, slots=True)
class SealFound:
    """One PDF's signature: whose, when (by the signer's own clock), and what to think of it."""

    seal: Seal
    signer: str = ""
    signed_at: datetime | None = None

    @property
    def name(self) -> str:
        return SEAL_NAMES[self.seal]

    @property
    def words(self) -> str:
        return SEAL_WORDS[self.seal]

    @property
    def is_intact(self) -> bool:
        return self.seal in (Seal.VALID, Seal.SELF_MADE)

    @property
    def drawing(self) -> str:
        """As `c-verdict` draws it."""
        kinds = {Seal.VALID: "ok", Seal.SELF_MADE: "soon", Seal.CHANGED: "void", Seal.FOREIGN: "void"}
        return kinds.get(self.seal, "unknown")


class Signing(StrEnum):
    """With what this portal signs its papers."""

    CONFIGURED = "configured"
    SELF_MADE = "self_made"
    NONE = "none"


# Printed on the paper and shown on the page: a tick is never called a signature.
SIGNING_NOTES = {
    Signing.CONFIGURED: "Tệp này được ký số (PAdES) bằng chứng thư của cơ quan ban hành.",
    Signing.SELF_MADE: "Tệp này được ký số (PAdES) bằng chứng thư tự tạo để trình diễn, không có giá trị pháp lý.",
    Signing.NONE: "Tệp này chưa được ký số: hệ thống chưa được cấu hình chứng thư.",
}
