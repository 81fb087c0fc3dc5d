"""What a producer types about stamps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from ocop.design.forms import WholeNumber
from ocop.journal.rules import Reason

from ..exports.labels import FORMATS, Format
from ..exports.sheets import SHEETS
from ..models import Batch
from ..rules.obstacles import dotted
from ..rules.printing import as_counted, next_to_print
from ..rules.ranges import Span

_CODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-stamp-code": ""}

FIRST, LAST = {"required": "Hãy ghi từ tem thứ mấy."}, {"required": "Hãy ghi đến tem thứ mấy."}


class Told(forms.CharField):
    """A text that must be given; the act says so in its own words, with everything else at once."""

    def validate(self, value: Any) -> None:
        return None


class Chosen(forms.ChoiceField):
    """A choice that must be made; the act says so in its own words. Nothing chosen means the act's default."""

    def validate(self, value: Any) -> None:
        if value:
            super().validate(value)


class Telling(forms.Form):
    """A form that can tell the reasons of a refusal beside its fields."""

    def take(self, reasons: tuple[Reason, ...]) -> None:
        for reason in reasons:
            known = reason.field in self.fields
            # The summary names the field already: «Tem đầu: Tem đầu: …» says it twice.
            words = reason.message.removeprefix(f"{self.fields[reason.field].label}: ") if known else reason.message
            self.add_error(reason.field if known else None, words[:1].upper() + words[1:])


class DrawForm(Telling):
    amount = WholeNumber(label="Số tem cần cấp", error_messages={"required": "Hãy ghi số tem cần cấp."})
    price = WholeNumber(
        label="Giá bán một đơn vị (đồng)", required=False,
        help_text="Để đề nghị loại tem cho đúng; không công khai. Chưa rõ thì để trống.",
    )  # fmt: skip
    kind = Chosen(label="Loại tem", choices=Batch.Kind.choices)
    printing = Chosen(label="Ai in tem", choices=Batch.Printing.choices, initial=Batch.Printing.OWN)
    seen_in_use = forms.IntegerField(widget=forms.HiddenInput)

    def clean_printing(self) -> str:
        return self.cleaned_data["printing"] or Batch.Printing.OWN


class RangeForm(Telling):
    """First and last stamp; scanned into the field, by camera, or typed."""

    first = Told(label="Tem đầu", max_length=300, widget=forms.TextInput(attrs=_CODE))
    last = Told(label="Tem cuối", max_length=300, widget=forms.TextInput(attrs=_CODE))


class ReasonedRangeForm(RangeForm):
    note = Told(label="Lý do", max_length=600, help_text="Ví dụ: in nhòe, rách khi dán, dán thừa.")


class PrintForm(Telling):
    """Which labels of a batch, on which paper; numbers as people count, from 1."""

    first = WholeNumber(label="Từ tem thứ", error_messages=FIRST)
    last = WholeNumber(label="Đến tem thứ", error_messages=LAST)
    sheet = forms.ChoiceField(label="Loại giấy", choices=[(s.key, s.name) for s in SHEETS.values()])
    format = Chosen(label="Loại tệp", choices=[(f.key, f.name) for f in FORMATS.values()])

    def __init__(self, *args: Any, batch: Batch, spans: Sequence[Span], **kwargs: Any) -> None:
        self.run = next_to_print(spans)
        kwargs.setdefault(
            "initial", {**as_counted(self.run, FORMATS["pdf"].largest), "sheet": "a4-40", "format": FORMATS["pdf"].key}
        )
        super().__init__(*args, **kwargs)
        self._batch = batch

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if first is None or last is None:
            return given
        if not 1 <= first <= self._batch.size:
            self.add_error("first", f"Lượt cấp này có tem từ 1 đến {dotted(self._batch.size)}.")
        elif not first <= last <= self._batch.size:
            self.add_error("last", f"Phải từ {dotted(first)} đến {dotted(self._batch.size)}.")
        elif last - first >= self.wanted.largest:
            self.add_error("last", f"Mỗi tệp tối đa {dotted(self.wanted.largest)} tem. Hãy tải thành nhiều tệp.")
        elif self.wanted.key.startswith("zpl") and not given.get("sheet", "cuon").startswith("cuon"):
            self.add_error("sheet", "Máy in nhiệt in trên cuộn. Hãy chọn một loại cuộn.")
        return given

    @property
    def wanted(self) -> Format:
        return FORMATS[self.cleaned_data.get("format") or "pdf"]
