"""`GET /api/v1/figures?as_of=`."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Router

from .exports import figures_document
from .queries import Scope, figures_today, listed_products, stamped_products

router = Router(tags=["Số liệu"])
_SCOPES: dict[str, Scope] = {"exclude": "real", "include": "include", "only": "only"}


@router.get("/figures", summary="Số liệu chương trình tính đến một ngày; mọi phép tách cộng lại bằng tổng")
def get_figures(
    request: HttpRequest, as_of: date | None = None, simulated: Literal["exclude", "include", "only"] = "exclude"
) -> dict[str, Any]:
    """`as_of` mặc định là hôm nay; `simulated` cho biết có tính dữ liệu mô phỏng hay không."""
    scope = _SCOPES[simulated]
    figures = figures_today(as_of, scope)
    stamped = stamped_products(figures.as_of, scope)
    return figures_document(figures, scope=scope, stamped=stamped, listed=listed_products())
