"""What people type about a producer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from ocop.places.models import Place
from ocop.places.queries import present_units

from .models import Membership, Producer

# Django's own class takes no type in brackets at run time.
if TYPE_CHECKING:
    _ModelChoice = forms.ModelChoiceField[Place]
else:
    _ModelChoice = forms.ModelChoiceField


class PlaceChoice(_ModelChoice):
    def label_from_instance(self, obj: Place) -> str:
        return obj.name


class RegisterProducerForm(forms.Form):
    name = forms.CharField(
        label=_("Tên chủ thể"), max_length=400, help_text=_("Ghi đúng như trong đăng ký kinh doanh.")
    )
    kind = forms.ChoiceField(label=_("Loại chủ thể"), choices=[])
    place = PlaceChoice(
        label=_("Xã, phường, đặc khu"), queryset=Place.objects.none(), empty_label=_("chọn nơi sản xuất")
    )
    tax_code = forms.CharField(label=_("Mã số thuế hoặc số đăng ký kinh doanh"), max_length=40, required=False)
    address = forms.CharField(
        label=_("Nơi sản xuất"), max_length=600, required=False,
        help_text=_("Thôn, đường, số nhà của cơ sở; sẽ hiện công khai, trừ hộ gia đình."),
    )  # fmt: skip
    distinct = forms.BooleanField(label=_("Không phải chủ thể có tên gần giống"), required=False)

    def __init__(self, *args: object, place: Place | None = None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        kinds = [c for c in Producer.Kind.choices if c[0] != Producer.Kind.UNKNOWN]
        self.fields["kind"].choices = [("", _("chọn loại")), *kinds]  # type: ignore[attr-defined]
        units = present_units() if place is None else present_units().filter(pk=place.pk)
        self.fields["place"].queryset = units  # type: ignore[attr-defined]
        if place is not None:
            self.initial.setdefault("place", place.pk)


class EditProducerForm(forms.Form):
    about = forms.CharField(
        label=_("Giới thiệu"), required=False, max_length=8000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Ai làm, làm gì, điều gì riêng có. Vài câu là đủ."),
    )  # fmt: skip
    address = forms.CharField(
        label=_("Nơi sản xuất"), max_length=600, required=False, help_text=_("Hiện công khai, trừ hộ gia đình.")
    )
    public_phone = forms.CharField(
        label=_("Điện thoại cho khách"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel"}),
    )
    consent = forms.BooleanField(
        label=_("Tôi đồng ý cho hiện số điện thoại này công khai; tôi có thể rút lại bất cứ lúc nào."), required=False
    )


class NameMemberForm(forms.Form):
    login = forms.CharField(
        label=_("Số điện thoại hoặc thư điện tử"), max_length=254,
        help_text=_("Của tài khoản đã có. Chưa có tài khoản thì nhờ quản trị hệ thống lập trước."),
    )  # fmt: skip
    role = forms.ChoiceField(label=_("Vai trò"), choices=Membership.Role.choices)
