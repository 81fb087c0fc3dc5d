"""What the portal writes for machines: RFC 9457 problems."""

from __future__ import annotations

import orjson
from django.http import HttpResponse

from ocop.journal.rules import Reason

_TITLES = {
    400: "Yêu cầu sai dạng",
    401: "Cần đăng nhập",
    403: "Không có quyền",
    404: "Không tìm thấy",
    409: "Xung đột",
    422: "Không thực hiện được",
    429: "Quá nhiều yêu cầu",
}


def problem(status: int, reasons: tuple[Reason, ...] = (), detail: str = "") -> HttpResponse:
    """An `application/problem+json` answer with every reason in `errors`."""
    body = {
        "type": "about:blank",
        "title": _TITLES.get(status, "Lỗi"),
        "status": status,
        "detail": detail or (reasons[0].message if reasons else _TITLES.get(status, "")),
        "errors": [{"field": r.field, "detail": r.message, "code": r.code, "law": r.law} for r in reasons],
    }
    return HttpResponse(orjson.dumps(body), status=status, content_type="application/problem+json")
