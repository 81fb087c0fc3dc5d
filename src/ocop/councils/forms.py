"""What people write before a council."""

from __future__ import annotations

from typing import Any

from django import forms

from ocop.cycles.models import Round
from ocop.people.access import PasswordAgain
from ocop.people.models import Person
from ocop.people.queries import person_with_login

from .acts.reports import LONGEST_REMARK as LONGEST_REPORT
from .acts.sheets import LONGEST_REMARK
from .models import Council, Seat
from .queries import rounds_to_sit_in
from .rules import DEFAULT_BY_LAWS
from .rules.bylaws import choices_of, label_of

_DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def _rule(name: str, initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label_of(name), choices=choices_of(name), initial=initial)


class CouncilForm(forms.Form):
    name = forms.CharField(label="Tên Hội đồng", max_length=200)
    decision_number = forms.CharField(label="Quyết định thành lập", max_length=60, help_text="Số, ký hiệu văn bản")
    founded_on = forms.DateField(label="Ngày thành lập", widget=_DAY)
    quorum = forms.CharField(
        label=label_of("quorum"), max_length=12, initial="2/3", help_text="Một phân số, ví dụ 2/3 số thành viên"
    )
    quorum_base = _rule("quorum_base", "seats")
    average = _rule("average", "mean")
    decimals = forms.IntegerField(label=label_of("decimals"), min_value=0, max_value=4, initial=2)
    minimums_by = _rule("minimums_by", "majority")
    gates_by = _rule("gates_by", "majority")
    ministry_by = _rule("ministry_by", "points")
    advisor_report = forms.BooleanField(label=label_of("advisor_report"), required=False, initial=True)
    certificate_before_ministry = forms.BooleanField(
        label=label_of("certificate_before_ministry"), required=False,
        help_text="Văn bản không nêu; khi không chọn, sản phẩm chờ kết quả của Bộ.",
    )  # fmt: skip
    certificate_number = forms.CharField(
        label=label_of("certificate_number"),
        max_length=60,
        initial=DEFAULT_BY_LAWS["certificate_number"],
        help_text="{province}: mã tỉnh, {year}: năm ký, {serial:04d}: số thứ tự trong năm, bốn chữ số",
    )
    basis = forms.CharField(label=label_of("basis"), max_length=400, help_text="Số, ngày của Quy chế hoạt động")

    def clean_by_laws(self) -> dict[str, Any]:
        facts = dict(self.cleaned_data)
        for name in ("name", "decision_number", "founded_on"):
            facts.pop(name)
        return facts


class SeatForm(forms.Form):
    login = forms.CharField(label="Số điện thoại hoặc thư điện tử", max_length=254)
    role = forms.ChoiceField(label="Vai trò", choices=Seat.Role.choices, initial=Seat.Role.MEMBER)
    organisation = forms.CharField(label="Cơ quan", max_length=200, required=False)
    person: Person

    def clean_login(self) -> str:
        found = person_with_login(self.cleaned_data["login"])
        if found is None:
            raise forms.ValidationError("Chưa có tài khoản này. Hãy nhờ người quản trị lập tài khoản trước.")
        self.person = found
        return str(self.cleaned_data["login"])


class SittingForm(forms.Form):
    name = forms.CharField(label="Tên phiên họp", max_length=160)
    round = forms.ModelChoiceField(label="Đợt đánh giá", queryset=Round.objects.none())
    held_on = forms.DateField(label="Ngày họp", widget=_DAY)

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rounds = self.fields["round"]
        assert isinstance(rounds, forms.ModelChoiceField)
        rounds.queryset = rounds_to_sit_in()


class ConflictForm(forms.Form):
    cause = forms.CharField(
        label="Lý do", max_length=300, help_text="Ví dụ: người đại diện của chủ thể là người thân. Không vào biên bản."
    )


class ScoreForm(forms.Form):
    """Beside the option itself, which the criteria set names and checks."""

    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    remark = forms.CharField(required=False, max_length=LONGEST_REMARK)


class ReportForm(forms.Form):
    version = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1)
    remark = forms.CharField(required=False, max_length=LONGEST_REPORT)


class HandInForm(PasswordAgain):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)


class ReviseForm(PasswordAgain):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    reason = forms.CharField(
        label="Lý do sửa điểm", max_length=500, widget=forms.Textarea({"rows": 3}),
        help_text="Điểm cũ, điểm mới và lý do đều được giữ và hiện trong kết quả.",
    )  # fmt: skip


class CloseForm(PasswordAgain):
    """Only the password: what is closed stands on the page."""
