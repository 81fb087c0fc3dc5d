"""The gallery's example form: shows how a Django form looks when it was filled in wrongly."""

from django import forms


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
