"""What people type about households and those who keep their books."""

from __future__ import annotations

from typing import Any

from django import forms

from ocop.journal.rules import Reason
from ocop.lots.queries import present_places
from ocop.places.models import Place
from ocop.producers.models import Producer


class HouseholdForm(forms.Form):
    producer = forms.ChoiceField(label="Của chủ thể")
    household = forms.CharField(
        label="Tên hộ", max_length=200, help_text="Ví dụ: Hộ ông Páo, thôn Ngàn Pạt.",
        error_messages={"required": "Hãy ghi tên hộ."},
    )  # fmt: skip
    place = forms.ModelChoiceField(Place.objects.none(), label="Xã, phường", required=False, empty_label="Chưa chọn")

    def __init__(self, *args: Any, producers: dict[str, Producer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.producers = producers
        self.fields["producer"].choices = [(k, p.name) for k, p in producers.items()]  # type: ignore[attr-defined]
        self.fields["place"].queryset = present_places()  # type: ignore[attr-defined]

    def take(self, reasons: tuple[Reason, ...]) -> None:
        for reason in reasons:
            self.add_error(reason.field if reason.field in self.fields else None, reason.message)


class KeeperForm(forms.Form):
    login = forms.CharField(
        label="Số điện thoại hoặc thư điện tử của người giữ sổ", max_length=200,
        help_text="Người này cần có tài khoản. Chưa có thì nhờ cán bộ xã lập.",
        error_messages={"required": "Hãy ghi số điện thoại hoặc thư điện tử."},
    )  # fmt: skip
