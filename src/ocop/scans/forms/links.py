"""A link of a code as a producer writes it down."""

from __future__ import annotations

from typing import Any

from django import forms

from ocop.lots.models import Lot
from ocop.products.models import Product

from ..acts.links import LANGUAGES
from ..rules.resolving import KINDS, MEDIA_TYPES


class LinkForm(forms.Form):
    kind = forms.ChoiceField(label="Loại liên kết", choices=list(KINDS.items()))
    title = forms.CharField(label="Tên liên kết", max_length=120, help_text="Người quét đọc tên này khi phải chọn.")
    href = forms.CharField(
        label="Địa chỉ", max_length=500, help_text="Bắt đầu bằng https://, ví dụ https://hoptacxa.vn/cach-dung"
    )
    language = forms.ChoiceField(label="Ngôn ngữ của trang đích", choices=list(LANGUAGES.items()), required=False)
    media_type = forms.ChoiceField(label="Kiểu dữ liệu", choices=list(MEDIA_TYPES.items()))
    lot = forms.ModelChoiceField(
        label="Chỉ cho một lô", queryset=Lot.objects.none(), required=False, empty_label="Mọi lô của sản phẩm"
    )
    passes_query = forms.BooleanField(
        label="Chuyển tiếp tham số của mã sang trang đích", required=False, initial=True,
        help_text="Chuẩn GS1 yêu cầu mặc định có; bỏ chọn khi trang đích không nhận được.",
    )  # fmt: skip

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lot"].queryset = Lot.objects.filter(product=product).order_by("-made_on")  # type: ignore[attr-defined]
