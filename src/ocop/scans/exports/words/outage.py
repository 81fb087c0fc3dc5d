"""What is said while the register cannot be asked: what is sure, and since when the rest may be old."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from ocop.design.rules.tongues import moment_in


def as_of(known_at: datetime, language: str) -> str:
    """Under an answer from memory."""
    with override(language):
        return _(
            "Lúc này chưa hỏi được dữ liệu mới. Điều dưới đây tra cứu lúc %(at)s; tem thật hay giả thì vừa kiểm tra bằng mã."
        ) % {"at": moment_in(known_at, language)}


def not_checked(language: str) -> tuple[str, str]:
    """For a code that cannot even be proved without the register."""
    with override(language):
        return (
            _("Lúc này chưa kiểm tra được tem này."),
            _("Hệ thống tạm thời không truy cập được dữ liệu. Xin quét lại sau ít phút; đừng kết luận gì về tem."),
        )


def never_looked(language: str) -> str:
    """Nobody may be called the first while the row cannot be asked."""
    with override(language):
        return _("Lúc này chưa biết tem đã được quét lần nào chưa.")
