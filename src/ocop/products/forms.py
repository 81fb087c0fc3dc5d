"""What people type about a product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from ocop.design.forms import WholeNumber
from ocop.producers.models import Producer

from .queries import classification

# Django's own class takes no type in brackets at run time.
if TYPE_CHECKING:
    _ModelChoice = forms.ModelChoiceField[Producer]
else:
    _ModelChoice = forms.ModelChoiceField


class ProducerChoice(_ModelChoice):
    def label_from_instance(self, obj: Producer) -> str:
        return obj.name


class RegisterProductForm(forms.Form):
    producer = ProducerChoice(label=_("Chủ thể"), queryset=Producer.objects.none(), empty_label=_("chọn chủ thể"))
    name = forms.CharField(label=_("Tên sản phẩm"), max_length=400, help_text=_("Như sẽ in trên nhãn."))
    set_no = forms.TypedChoiceField(
        label=_("Bộ sản phẩm"), coerce=int, choices=[],
        help_text=_("Quyết định bộ tiêu chí sẽ chấm. Chưa chắc? Hỏi cán bộ xã trước khi nộp hồ sơ."),
    )  # fmt: skip
    summary = forms.CharField(
        label=_("Mô tả ngắn"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    ingredients = forms.CharField(
        label=_("Thành phần"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    distinct = forms.BooleanField(label=_("Là sản phẩm khác"), required=False)

    def __init__(self, *args: object, producers: QuerySet[Producer], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["producer"].queryset = producers  # type: ignore[attr-defined]
        sets = [(g.name, list(g.sets.items())) for g in classification().groups]
        labelled = [(group, [(no, f"{no}. {name}") for no, name in found]) for group, found in sets]
        self.fields["set_no"].choices = [("", _("chọn bộ sản phẩm")), *labelled]  # type: ignore[attr-defined]


class OutputForm(forms.Form):
    """How much is made in a year; both may stay empty."""

    output_quantity = WholeNumber(
        label=_("Sản lượng mỗi năm"), required=False,
        help_text=_("Bao nhiêu đơn vị thành phẩm trong một năm. Số này vào hồ sơ; tem mỗi năm không vượt quá số đã công nhận."),
    )  # fmt: skip
    output_unit = forms.CharField(
        label=_("Đơn vị"),
        max_length=60,
        required=False,
        help_text=_("Như ghi ở lô, ví dụ: chai 500 ml, gói 200 g, kg."),
    )


class EditProductForm(OutputForm):
    field_order = ("summary", "story", "ingredients", "output_quantity", "output_unit")

    summary = forms.CharField(
        label=_("Mô tả ngắn"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    story = forms.CharField(
        label=_("Câu chuyện"), max_length=16000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    ingredients = forms.CharField(
        label=_("Thành phần"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
