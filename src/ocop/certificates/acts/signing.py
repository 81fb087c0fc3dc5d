"""Putting the issuer's digital signature on a paper, and trusting it only after looking at it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ocop.journal.rules import Reason, Refused

from ..exports.signing import seal_of, signed_pdf, signing
from ..rules.signatures import Signing


def signing_changed(draft: Mapping[str, Any]) -> Reason | None:
    """The paper says in print how it is signed; it must not become untrue between drafting and sealing."""
    meant = draft.get("signing")
    if meant is None or meant == signing():
        return None
    return Reason(
        "Cấu hình ký số đã đổi sau khi lưu nội dung giấy. Hãy đặt lại OCOP_SIGNING_PKCS12 như trước rồi làm tiếp.",
        "signing", "changed",
    )  # fmt: skip


def signature_on(data: bytes, reason: str, draft: Mapping[str, Any]) -> bytes | None:
    """The signed file, checked like a stranger would; None when nothing is configured to sign with."""
    if draft.get("signing", Signing.NONE) == Signing.NONE:
        return None
    signed = signed_pdf(data, reason=reason, place=str(draft["issuer"]))
    if not signed.startswith(data) or not seal_of(signed).is_intact:
        raise Refused(Reason("Chữ ký số vừa tạo không kiểm tra lại được. Hãy báo người quản trị.", "signing", "broken"))
    return signed
