"""What people type about a product."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

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


class EditProductForm(forms.Form):
    summary = forms.CharField(
        label=_("Mô tả ngắn"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    story = forms.CharField(
        label=_("Câu chuyện"), max_length=16000, required=False, widget=forms.Textarea(attrs={"rows": 8})
    )
    ingredients = forms.CharField(
        label=_("Thành phần"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
