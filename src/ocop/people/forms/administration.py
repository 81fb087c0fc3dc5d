"""What an administrator types: accounts, mandates, offices."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from ocop.places.models import Place

from ..models import Mandate, Office
from ..queries import today
from ..rules import ROLE_NAMES, Role

_DAY = {"type": "date"}
_WRONG_DAY = {"invalid": "Ngày chưa đúng dạng. Hãy chọn trên lịch hoặc gõ như 21/11/2026."}
_DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]


def _day_field(label: str, *, required: bool = True, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        input_formats=_DAY_FORMATS,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        error_messages=_WRONG_DAY | {"required": "Hãy chọn ngày."},
    )


class RegisterForm(forms.Form):
    """A new account; the act checks names and logins and says every reason at once."""

    name = forms.CharField(label="Họ và tên", required=False)
    phone = forms.CharField(
        label="Số điện thoại", required=False, help_text="Dùng để đăng nhập, ví dụ 0912 345 678.",
        widget=forms.TextInput(attrs={"type": "tel"}),
    )  # fmt: skip
    email = forms.CharField(label="Thư điện tử", required=False, widget=forms.TextInput(attrs={"type": "email"}))


class AppointForm(forms.Form):
    """A mandate: which role, for which office, in which place, from when to when."""

    role = forms.ChoiceField(
        label="Nhiệm vụ", error_messages={"invalid_choice": "Hãy chọn một nhiệm vụ trong danh sách."}
    )
    office = forms.ModelChoiceField(
        label="Cơ quan, đơn vị", queryset=Office.objects.none(), empty_label="Chọn cơ quan",
        error_messages={"required": "Hãy chọn cơ quan.", "invalid_choice": "Hãy chọn cơ quan trong danh sách."},
    )  # fmt: skip
    place = forms.ModelChoiceField(
        label="Địa bàn", queryset=Place.objects.none(), required=False, empty_label="Theo địa bàn của cơ quan",
        error_messages={"invalid_choice": "Hãy chọn địa bàn trong danh sách."},
    )  # fmt: skip
    starts_on = _day_field("Từ ngày")
    ends_on = _day_field("Đến hết ngày", required=False, help_text="Để trống nếu chưa định.")
    basis = forms.CharField(
        label="Căn cứ", required=False, help_text="Số và ngày của quyết định giao nhiệm vụ.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "Chọn nhiệm vụ"), *((r.value, ROLE_NAMES[r]) for r in Role)]  # type: ignore[attr-defined]
        self.fields["office"].queryset = Office.objects.order_by("kind", "name")  # type: ignore[attr-defined]
        self.fields["place"].queryset = Place.objects.filter(ends_on__isnull=True).order_by("id")  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = today

    def appointment(self) -> dict[str, Any]:
        """The arguments of `acts.appoint`."""
        return self.cleaned_data | {"role": Role(self.cleaned_data["role"])}


class EndForm(forms.Form):
    """The last day of a mandate."""

    on = _day_field("Ngày cuối cùng còn giữ nhiệm vụ")

    def __init__(self, *args: Any, mandate: Mandate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].initial = max(today(), mandate.starts_on)

    @property
    def day(self) -> date:
        chosen: date = self.cleaned_data["on"]
        return chosen


class OfficeForm(forms.Form):
    """A new office."""

    name = forms.CharField(label="Tên cơ quan, đơn vị", required=False)
    kind = forms.ChoiceField(
        label="Loại",
        choices=Office.Kind.choices,
        error_messages={"invalid_choice": "Hãy chọn một loại trong danh sách."},
    )
    place = forms.ModelChoiceField(
        label="Địa bàn", queryset=Place.objects.none(), required=False, empty_label="Không gắn với địa bàn",
        error_messages={"invalid_choice": "Hãy chọn địa bàn trong danh sách."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = Place.objects.filter(ends_on__isnull=True).order_by("id")  # type: ignore[attr-defined]
