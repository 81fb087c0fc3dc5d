"""What people type when they call goods back."""

from __future__ import annotations

from typing import Any

from django import forms

from ocop.people.access import PasswordAgain

from ..models import Recall


class RecallForm(PasswordAgain):
    """A recall in earnest: what will happen is read above it, the password again below."""

    scope = forms.ChoiceField(label="Phạm vi", choices=Recall.Scope.choices, widget=forms.RadioSelect, initial="lot")
    reason = forms.CharField(
        label="Lý do", max_length=400, help_text="Người mua đọc được câu này, ví dụ: nắp chai có thể bị hở."
    )
    ground = forms.CharField(
        label="Căn cứ pháp lý", max_length=400, required=False, help_text="Văn bản cho phép cơ quan ra lệnh thu hồi."
    )

    def __init__(self, *args: Any, by_office: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if by_office:
            self.fields["ground"].required = True
        else:
            del self.fields["ground"]


class DrillForm(forms.Form):
    """A drill; `seen` is how many there were when the form was shown, so that a second click starts none."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    scope = forms.ChoiceField(
        label="Phạm vi", choices=Recall.Scope.choices, widget=forms.RadioSelect, initial="material"
    )
    reason = forms.CharField(label="Tình huống", max_length=400, help_text="Ví dụ: giả định một mẻ mật lẫn nước.")


class LiftForm(PasswordAgain):
    reason = forms.CharField(label="Vì sao dỡ bỏ", max_length=400, help_text="Câu này ở lại trên trang thông báo.")
