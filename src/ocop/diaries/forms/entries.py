"""One entry of the diary as it is typed into a page of ours; the same act as a device's sync."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone

from ocop.design.rules.reading import ungrouped
from ocop.journal.rules import Reason, clean_text
from ocop.people.models import Person

from ..queries import reference_for
from ..rules import DETAILS, RESULTS, UNITS, Kind

Choices = list[tuple[str, str]]
IN_ROWS, OUT_ROWS = 3, 2
_HINTS = {
    "work": "Ví dụ: bón phân, phun thuốc, kiểm tra tổ, lọc mật.", "dose": "Ví dụ: 2 kg một sào.",
    "quarantine_days": "Ghi theo nhãn thuốc; trong những ngày này chưa thu hoạch.",
    "tested_for": "Ví dụ: độ ẩm, HMF, vi sinh.", "partner": "Giao cho ai, hoặc nhận từ ai.",
}  # fmt: skip
_NUMBERS = ("quarantine_days", "temperature", "humidity")


def _text(label: str, hint: str = "", **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=hint, required=False, max_length=2000, widget=forms.TextInput(attrs=attrs)
    )


def _choice(label: str, options: Choices, blank: str, hint: str = "") -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", blank), *options], required=False, help_text=hint)


@dataclass(frozen=True, slots=True)
class Known:
    """What may be chosen, read once from the same reference data that devices get."""

    told: dict[str, Any]

    def writable(self) -> Choices:
        return [(b["ref"], b["name"]) for b in self.told["books"] if b["writes"]]

    def lots(self) -> Choices:
        return [(str(x["id"]), f"{x['code']} · {x['product']}") for x in self.told["lots"]]

    def places(self, name: str) -> Choices:
        return [(x["key"], x["name"]) for x in self.told[name]]

    def things(self) -> Choices:
        books = {b["ref"]: b["name"] for b in self.told["books"]}
        batches = [
            (f"{b['book']}|{b['batch']}", " · ".join(filter(None, (b["batch"], b["name"], books.get(b["book"], "")))))
            for b in self.told["batches"]
        ]
        return batches + [(f"lot|{number}", f"Lô {label}") for number, label in self.lots()]

    def unit_of(self, lot: str) -> str:
        return next((x["unit"] for x in self.told["lots"] if str(x["id"]) == lot), "")


class EntryForm(forms.Form):
    """One entry of a kind that was chosen before."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    after = forms.CharField(widget=forms.HiddenInput, required=False, max_length=2000)
    corrects = forms.UUIDField(widget=forms.HiddenInput, required=False)
    at = forms.DateTimeField(
        label="Lúc nào", widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"})
    )
    book = forms.ChoiceField(label="Ghi vào sổ")

    def __init__(self, *args: Any, person: Person, kind: Kind, after: str = "", **kwargs: Any) -> None:
        now = timezone.localtime()
        kwargs["initial"] = {
            "id": uuid.uuid4(),
            "at": now,
            "after": after,
            "out_1_batch": f"M{now:%m%d-%H%M}",
            **kwargs.get("initial", {}),
        }
        super().__init__(*args, **kwargs)
        self.kind, self.known = kind, Known(reference_for(person))
        books = self.fields["book"]
        assert isinstance(books, forms.ChoiceField)
        books.choices = self.known.writable()
        self.initial.setdefault("book", self.known.writable()[0][0])
        self.fields["lot"] = _choice("Lô", self.known.lots(), "Không gắn với lô nào")
        self.fields["site"] = _choice("Địa điểm", self.known.places("sites"), "Không chọn", "Nơi làm việc này.")
        self.fields["area"] = _choice("Vùng nguyên liệu", self.known.places("areas"), "Không chọn")
        self._add_rows()
        for name in kind.details:
            self.fields[name] = self._detail(name)
        self.fields["note"] = forms.CharField(
            label="Ghi chú", required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
        )
        for name, label in (("photo", "Ảnh"), ("voice", "Tệp ghi âm"), ("paper", "Giấy tờ (PDF, ảnh)")):
            self.fields[name] = forms.FileField(label=label, required=False)

    def _add_rows(self) -> None:
        things = self.known.things()
        for i in range(1, IN_ROWS + 1) if self.kind.takes else ():
            self.fields[f"in_{i}_what"] = _choice("Mẻ hoặc lô", things, "Chọn mẻ đã ghi")
            self.fields[f"in_{i}_name"] = _text("hoặc tên khác")
            self._amount(f"in_{i}")
        for i in range(1, OUT_ROWS + 1) if self.kind.gives and self.kind.key != "packing" else ():
            self.fields[f"out_{i}_name"] = _text("Tên")
            self.fields[f"out_{i}_batch"] = _text("Mã mẻ", "Viết liền; có thể giữ mã gợi ý.")
            self._amount(f"out_{i}")
        if self.kind.key == "packing":
            self.fields["packed"] = _text(
                "Số đã đóng gói", "Đếm theo đơn vị của lô (chai, gói, hộp).", inputmode="decimal"
            )

    def _amount(self, row: str) -> None:
        self.fields[f"{row}_quantity"] = _text("Số lượng", inputmode="decimal")
        self.fields[f"{row}_unit"] = _text("Đơn vị", list="don-vi")

    def _detail(self, name: str) -> forms.Field:
        label, hint = DETAILS[name], _HINTS.get(name, "")
        if name == "result":
            return forms.ChoiceField(label=label, choices=[("", "Chưa chọn"), *RESULTS.items()], required=False)
        if name == "best_before":
            return forms.DateField(
                label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
            )
        return _text(label, hint, **({"inputmode": "decimal"} if name in _NUMBERS else {}))

    @property
    def in_rows(self) -> list[list[forms.BoundField]]:
        parts = ("what", "name", "quantity", "unit")
        return [[self[f"in_{i}_{p}"] for p in parts] for i in range(1, IN_ROWS + 1)] if self.kind.takes else []

    @property
    def out_rows(self) -> list[list[forms.BoundField]]:
        parts = ("name", "batch", "quantity", "unit")
        wanted = self.kind.gives and self.kind.key != "packing"
        return [[self[f"out_{i}_{p}"] for p in parts] for i in range(1, OUT_ROWS + 1)] if wanted else []

    @property
    def detail_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.kind.details]

    @property
    def units(self) -> list[str]:
        return [unit.key for unit in UNITS]

    def raw(self, files: list[dict[str, str]]) -> dict[str, Any]:
        """The entry as a device would send it."""
        given = self.cleaned_data
        at: datetime = given["at"]
        said: dict[str, Any] = {
            "id": str(given["id"]), "kind": self.kind.key, "at": timezone.localtime(at).isoformat(timespec="seconds"),
            "book": given["book"], "note": clean_text(given["note"]), "site": given["site"], "area": given["area"],
            "lot": int(given["lot"]) if given["lot"] else None, "inputs": self._inputs(), "outputs": self._outputs(),
            "details": {name: self._said(name) for name in self.kind.details if given.get(name)}, "files": files,
            "after": [key for key in given["after"].split(",") if key],
            "corrects": str(given["corrects"]) if given["corrects"] else None,
        }  # fmt: skip
        return {name: value for name, value in said.items() if value not in ("", None, [], {})}

    def _said(self, name: str) -> str:
        value = self.cleaned_data[name]
        return value.isoformat() if name == "best_before" else clean_text(str(value))

    def _inputs(self) -> list[dict[str, Any]]:
        found = []
        for i in range(1, IN_ROWS + 1) if self.kind.takes else ():
            what = self.cleaned_data[f"in_{i}_what"]
            owner, _, name = what.partition("|")
            thing: dict[str, Any] = {}
            if what:
                thing = {"lot": int(name)} if owner == "lot" else {"batch": name, "book": owner}
            found.append({**thing, **self._typed(f"in_{i}")})
        return [row for row in found if row]

    def _outputs(self) -> list[dict[str, Any]]:
        given = self.cleaned_data
        if self.kind.key == "packing" and given["lot"] and given["packed"]:
            unit = self.known.unit_of(given["lot"])
            return [{"lot": int(given["lot"]), "quantity": ungrouped(given["packed"]), "unit": unit}]
        rows = [self._typed(f"out_{i}") for i in range(1, OUT_ROWS + 1)] if self.out_rows else []
        told = [row if set(row) != {"batch"} else {} for row in rows]  # the suggested code alone says nothing
        return [row for row in told if row]

    def _typed(self, row: str) -> dict[str, Any]:
        given = {
            part: clean_text(self.cleaned_data.get(f"{row}_{part}") or "")
            for part in ("name", "batch", "quantity", "unit")
        }
        given["quantity"] = ungrouped(given["quantity"])
        return {part: value for part, value in given.items() if value}

    def take(self, reasons: tuple[Reason, ...]) -> None:
        """Put each reason of a refusal beside its field."""
        for reason in reasons:
            name = reason.field.removeprefix("details.")
            self.add_error(name if name in self.fields else _row_field(name, self.fields), reason.message)


def _row_field(name: str, fields: dict[str, forms.Field]) -> str | None:
    side, _, number = name.partition(".")
    row = {"inputs": "in", "outputs": "out"}.get(side)
    wanted = f"{row}_{int(number) + 1 if number.isdigit() else 1}_quantity"
    return wanted if row and wanted in fields else None
