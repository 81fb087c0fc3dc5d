"""What people type about sites and growing areas."""

from __future__ import annotations

from typing import Any

from django import forms

from ocop.design.forms import WrittenNumber
from ocop.journal.rules import Reason
from ocop.lots.queries import present_places
from ocop.places.models import Place
from ocop.producers.models import Producer

from ..acts import AreaFacts, SiteFacts
from ..models import Book, Site
from ..rules.places import Spot


class _Degrees(forms.FloatField):
    """21.53 as a phone writes it, or 21,53 as people do."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.strip().replace(",", ".") if isinstance(value, str) else value)


class _PlaceForm(forms.Form):
    """What sites and areas share: whose, where."""

    name = forms.CharField(
        label="Tên gọi",
        max_length=200,
        error_messages={"required": "Hãy ghi tên mọi người vẫn gọi."},
        help_text="Như mọi người vẫn gọi, ví dụ: Xưởng đóng chai Ngàn Pạt.",
    )
    owner = forms.ChoiceField(label="Của ai", error_messages={"required": "Hãy chọn của hợp tác xã hay của hộ nào."})
    place = forms.ModelChoiceField(Place.objects.none(), label="Xã, phường", required=False, empty_label="Chưa chọn")
    latitude = _Degrees(label="Vĩ độ", required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}))
    longitude = _Degrees(label="Kinh độ", required=False, widget=forms.TextInput(attrs={"inputmode": "decimal"}))

    def __init__(self, *args: Any, owners: dict[str, Book | Producer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.owners = owners
        owner, place = self.fields["owner"], self.fields["place"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = [(ref, str(one)) for ref, one in owners.items()]
        place.queryset = present_places()  # type: ignore[attr-defined]

    @property
    def producer(self) -> Producer:
        owner = self.owners[self.cleaned_data["owner"]]
        return owner.producer if isinstance(owner, Book) else owner

    @property
    def book(self) -> Book | None:
        owner = self.owners[self.cleaned_data["owner"]]
        return owner if isinstance(owner, Book) else None

    @property
    def spot(self) -> Spot:
        return Spot(self.cleaned_data["latitude"], self.cleaned_data["longitude"])

    def take(self, reasons: tuple[Reason, ...]) -> None:
        for reason in reasons:
            self.add_error(reason.field if reason.field in self.fields else None, reason.message)


class SiteForm(_PlaceForm):
    kind = forms.ChoiceField(label="Loại", choices=Site.Kind.choices)
    gln = forms.CharField(
        label="GLN (nếu có)", max_length=20, required=False,
        help_text="13 chữ số do GS1 cấp. Chưa có thì để trống, hệ thống đặt mã riêng.",
    )  # fmt: skip
    field_order = ("owner", "kind", "name", "place", "latitude", "longitude", "gln")

    @property
    def facts(self) -> SiteFacts:
        given = self.cleaned_data
        return SiteFacts(given["name"], given["kind"], given["gln"], given["place"], self.spot)


class AreaForm(_PlaceForm):
    crop = forms.CharField(
        label="Cây, con", max_length=120, help_text="Ví dụ: hồi, quế, ong nội, dong riềng.",
        error_messages={"required": "Hãy ghi trồng cây gì, nuôi con gì."},
    )  # fmt: skip
    area_ha = WrittenNumber(
        label="Diện tích (ha)", required=False, max_digits=8, decimal_places=2, localize=True,
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )  # fmt: skip
    code = forms.CharField(
        label="Mã số vùng trồng (nếu có)", max_length=60, required=False,
        help_text="Nhận dạng cũ VN-QNOR-0269 và dạng mới 22-PUC-SR-00001-CHN; dạng khác vẫn lưu, có đánh dấu.",
    )  # fmt: skip
    field_order = ("owner", "name", "crop", "area_ha", "code", "place", "latitude", "longitude")

    @property
    def facts(self) -> AreaFacts:
        given = self.cleaned_data
        return AreaFacts(given["name"], given["crop"], given["code"], given["area_ha"], given["place"], None, self.spot)
