"""What the office types about rolls, and what anybody tells of one that is gone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from ocop.design.forms import WholeNumber

from ..models import Roll
from .batches import FIRST, LAST, Telling, Told


class PrintedForm(Telling):
    """Which stamps of a batch are on paper now; numbers as people count, from 1."""

    first = WholeNumber(label="Từ tem thứ", error_messages=FIRST)
    last = WholeNumber(label="Đến tem thứ", error_messages=LAST)


class RollSizeForm(Telling):
    roll_size = WholeNumber(
        label="Số tem mỗi cuộn", initial=1000, error_messages={"required": "Hãy ghi số tem mỗi cuộn."},
        help_text="Cuộn cuối có thể ít hơn. Ghi số cuộn lên lõi đúng như danh sách.",
    )  # fmt: skip


class DeliveryForm(Telling):
    """Which rolls, to whom."""

    rolls = forms.TypedMultipleChoiceField(
        label="Các cuộn giao", coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    receiver = Told(label="Người nhận", max_length=120, help_text="Họ tên người cầm cuộn tem về.")
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)

    def __init__(self, *args: Any, rolls: Iterable[Roll], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stock = {roll.pk: roll for roll in rolls}
        field = self.fields["rolls"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        field.choices = [(pk, roll.mark) for pk, roll in self.stock.items()]

    @property
    def chosen(self) -> list[Roll]:
        return [self.stock[pk] for pk in self.cleaned_data["rolls"]]


class GoneForm(Telling):
    """Why a roll is lost or comes back."""

    note = Told(label="Lý do", max_length=600, help_text="Ví dụ: rơi trên đường về kho; hết mùa, không dùng tới.")
