"""Fields that read what people here write, and the gallery's example form, filled in wrongly."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .rules.reading import ungrouped, whole


class WholeNumber(forms.IntegerField):
    """1000 or 1.000, as our own pages write it; Django alone would read the second as 1."""

    default_error_messages = {"invalid": "Hãy ghi số nguyên, ví dụ 1200 hoặc 1.200."}

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        if not isinstance(value, str) or not (value := value.strip()):
            return super().to_python(value)
        if (found := whole(value)) is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(found)


class WrittenNumber(forms.DecimalField):
    """1.234,5 or 1234,5 or 1234.5."""

    default_error_messages = {"invalid": "Hãy ghi một số, ví dụ 1,5 hoặc 1.200."}

    def to_python(self, value: Any) -> Any:
        return super().to_python(ungrouped(value) if isinstance(value, str) else value)


class ExampleForm(forms.Form):
    phone = forms.CharField(label="Số điện thoại", max_length=12, help_text="Mười chữ số, ví dụ 0900 000 000.")
    opened_on = forms.DateField(
        label="Ngày bắt đầu", required=False, widget=forms.DateInput(attrs={"type": "date", "class": "short"})
    )
    kind = forms.ChoiceField(
        label="Loại chủ thể", choices=[("htx", "Hợp tác xã"), ("ho", "Hộ sản xuất")], widget=forms.RadioSelect
    )
    agreed = forms.BooleanField(label="Tôi đã đọc lại các ý trên")


def example_form(side: str) -> ExampleForm:
    return ExampleForm({"phone": "09000000000000", "opened_on": "31/02/2026"}, auto_id=f"{side}_%s")
