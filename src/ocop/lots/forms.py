"""What a producer types about a lot."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from ocop.design.forms import WholeNumber
from ocop.journal.rules import Reason, clean_text
from ocop.people.models import Person
from ocop.places.models import Place
from ocop.products.models import Product

from .queries import next_code, present_places, products_worked_on
from .rules import LotFacts, StepFacts

STEP_ROWS, USUAL_STEPS = 6, 3
_PARTS = ("name", "on", "where")


def _day(**options: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}), **options)


def _asked(words: str) -> dict[str, str]:
    return {"required": words}


class LotForm(forms.Form):
    product = forms.ModelChoiceField(
        Product.objects.none(), label="Sản phẩm", empty_label="chọn sản phẩm",
        error_messages=_asked("Hãy chọn sản phẩm."),
    )  # fmt: skip
    code = forms.CharField(
        label="Mã lô", max_length=60, help_text="Tối đa 20 ký tự không dấu; in được trên nhãn. Có thể giữ mã gợi ý.",
        error_messages=_asked("Hãy ghi mã lô."),
    )  # fmt: skip
    made_on = _day(label="Ngày sản xuất", error_messages=_asked("Hãy chọn ngày sản xuất."))
    best_before = _day(label="Hạn dùng", required=False)
    quantity = WholeNumber(label="Số lượng", error_messages=_asked("Hãy ghi số lượng, ví dụ 400."))
    unit = forms.CharField(
        label="Đơn vị", max_length=60, help_text="Ví dụ: chai 500 ml, gói 200 g, hộp 6 bánh.",
        error_messages=_asked("Hãy ghi đơn vị, ví dụ chai 500 ml."),
    )  # fmt: skip
    place = forms.ModelChoiceField(
        Place.objects.none(), label="Nơi làm", empty_label="chọn xã, phường",
        error_messages=_asked("Hãy chọn nơi làm."),
    )  # fmt: skip
    materials = forms.CharField(
        label="Nguyên liệu, nguồn gốc", max_length=4000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}), help_text="Từ đâu, của ai; người mua sẽ đọc câu này.",
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person, product: Product | None = None, **kwargs: Any) -> None:
        today = timezone.localdate()
        suggested = {"made_on": today, "code": next_code(product, today) if product else "", "product": product}
        place = product and (product.place or (product.producer.place if product.producer else None))
        kwargs["initial"] = {**suggested, "place": place, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = products_worked_on(person)  # type: ignore[attr-defined]
        self.fields["place"].queryset = present_places()  # type: ignore[attr-defined]
        for row in range(1, STEP_ROWS + 1):
            self.fields[f"step_{row}_name"] = forms.CharField(label="Tên công đoạn", max_length=200, required=False)
            self.fields[f"step_{row}_on"] = _day(label="Ngày", required=False)
            self.fields[f"step_{row}_where"] = forms.CharField(label="Làm ở đâu", max_length=300, required=False)

    @property
    def step_rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        return [(row, [self[f"step_{row}_{part}"] for part in _PARTS]) for row in range(1, STEP_ROWS + 1)]

    @property
    def usual_steps(self) -> list[tuple[int, list[forms.BoundField]]]:
        return self.step_rows[:USUAL_STEPS]

    @property
    def further_steps(self) -> list[tuple[int, list[forms.BoundField]]]:
        return self.step_rows[USUAL_STEPS:]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        for row in self._filled_rows():
            if not given.get(f"step_{row}_name") and f"step_{row}_name" not in self.errors:
                self.add_error(f"step_{row}_name", "Công đoạn có ngày hoặc nơi làm thì cần có tên.")
            if not given.get(f"step_{row}_on") and f"step_{row}_on" not in self.errors:
                self.add_error(f"step_{row}_on", "Hãy chọn ngày làm công đoạn này.")
        return given

    def _filled_rows(self) -> list[int]:
        return [row for row in range(1, STEP_ROWS + 1) if any(self.cleaned_data.get(f"step_{row}_{p}") for p in _PARTS)]

    @property
    def facts(self) -> LotFacts:
        given = self.cleaned_data
        return LotFacts(
            code=clean_text(given["code"]), made_on=given["made_on"], best_before=given["best_before"],
            quantity=given["quantity"], unit=clean_text(given["unit"]), materials=clean_text(given["materials"]),
            steps=[self._step(row) for row in self._filled_rows()],
        )  # fmt: skip

    def _step(self, row: int) -> StepFacts:
        day: date = self.cleaned_data[f"step_{row}_on"]
        name, where = self.cleaned_data[f"step_{row}_name"], self.cleaned_data[f"step_{row}_where"]
        return StepFacts(clean_text(name), day, clean_text(where))

    def take(self, reasons: tuple[Reason, ...]) -> None:
        """Put each reason of a refusal beside its field."""
        rows = self._filled_rows()
        for reason in reasons:
            name = reason.field
            if name.startswith("step_") and name.split("_")[1].isdigit():
                number, part = name.split("_")[1:3]
                name = f"step_{rows[int(number) - 1]}_{part}"
            self.add_error(name if name in self.fields else None, reason.message)
