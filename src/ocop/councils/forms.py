"""What people write before a council."""

from __future__ import annotations

from typing import Any

from django import forms

from ocop.cycles.models import Round
from ocop.dossiers.models import Dossier
from ocop.journal.rules import Refused
from ocop.people.access import PasswordAgain
from ocop.people.models import Person
from ocop.people.queries import person_with_login
from ocop.producers.models import Producer

from .acts.reports import LONGEST_REMARK as LONGEST_REPORT
from .acts.sheets import LONGEST_REMARK
from .models import Council, Seat, Tie
from .queries import producer_named, rounds_to_sit_in, seats_in_force
from .queries.calibration import dossiers_for_exercises
from .rules import DEFAULT_BY_LAWS
from .rules.bylaws import choices_of, label_of
from .rules.sealing import read_code

_DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


def _code() -> forms.TextInput:
    return forms.TextInput(
        {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "class": "typed-code"}
    )


def _rule(name: str, initial: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label_of(name), choices=choices_of(name), initial=initial)


class ByLawsForm(forms.Form):
    """What QĐ 26/2026 leaves to the council; the rules read it once more and refuse with every fault."""

    quorum = forms.CharField(
        label=label_of("quorum"), max_length=12, initial="2/3", help_text="Một phân số, ví dụ 2/3 số thành viên"
    )
    quorum_base = _rule("quorum_base", "seats")
    average = _rule("average", "mean")
    decimals = forms.IntegerField(label=label_of("decimals"), min_value=0, max_value=4, initial=2)
    minimums_by = _rule("minimums_by", "majority")
    gates_by = _rule("gates_by", "majority")
    chair_votes = _rule("chair_votes", "yes")
    substitutes = forms.BooleanField(label=label_of("substitutes"), required=False, initial=True)
    abstentions = _rule("abstentions", "absent")
    reason_below_claim = forms.BooleanField(label=label_of("reason_below_claim"), required=False, initial=True)
    spread_rule = _rule("spread_rule", "second_round")
    spread_rule.help_text = "Luật không nêu; một số tỉnh quy định trong Quy chế."
    spread_points = forms.IntegerField(label=label_of("spread_points"), min_value=1, max_value=100, initial=10)
    spread_basis = forms.CharField(label=label_of("spread_basis"), max_length=400, required=False)
    result_round = _rule("result_round", "last")
    revisions = _rule("revisions", "after_opening")
    consultation_days = forms.IntegerField(label=label_of("consultation_days"), min_value=1, max_value=45, initial=7)
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

    def by_laws(self) -> dict[str, Any]:
        """What was chosen; a rule that was not sent keeps its default."""
        return {
            name: self.cleaned_data[name]
            for name in ByLawsForm.base_fields
            if name in self.data or isinstance(self.fields[name], forms.BooleanField)
        }


class CouncilForm(ByLawsForm):
    name = forms.CharField(label="Tên Hội đồng", max_length=200)
    decision_number = forms.CharField(label="Quyết định thành lập", max_length=60, help_text="Số, ký hiệu văn bản")
    founded_on = forms.DateField(label="Ngày thành lập", widget=_DAY)
    field_order = ("name", "decision_number", "founded_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in DEFAULT_BY_LAWS:  # the least that a council can be founded with is its quorum and the like
            if name in _NEW_RULES:
                self.fields[name].required = False


_NEW_RULES = (
    "chair_votes", "abstentions", "spread_rule", "spread_points", "spread_basis", "result_round", "revisions",
    "consultation_days",
)  # fmt: skip


class SeatPersonForm(forms.Form):
    login = forms.CharField(label="Số điện thoại hoặc thư điện tử", max_length=254)
    organisation = forms.CharField(label="Cơ quan", max_length=200, required=False)
    person: Person

    def clean_login(self) -> str:
        found = person_with_login(self.cleaned_data["login"])
        if found is None:
            raise forms.ValidationError("Chưa có tài khoản này. Hãy nhờ người quản trị lập tài khoản trước.")
        self.person = found
        return str(self.cleaned_data["login"])


class SeatForm(SeatPersonForm):
    role = forms.ChoiceField(label="Vai trò", choices=Seat.Role.choices, initial=Seat.Role.MEMBER)
    field_order = ("login", "role", "organisation")


class SittingForm(forms.Form):
    name = forms.CharField(label="Tên phiên họp", max_length=160)
    round = forms.ModelChoiceField(label="Đợt đánh giá", queryset=Round.objects.none())
    held_on = forms.DateField(label="Ngày họp", widget=_DAY)
    starts_at = forms.TimeField(label="Giờ họp", widget=forms.TimeInput({"type": "time"}), required=False)
    place = forms.CharField(label="Nơi họp", max_length=160, required=False)

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rounds = self.fields["round"]
        assert isinstance(rounds, forms.ModelChoiceField)
        rounds.queryset = rounds_to_sit_in()


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


class CodeForm(PasswordAgain):
    """Only the password: the code is shown in the answer."""


class UnlockForm(PasswordAgain):
    code_1 = forms.CharField(label="Mã thứ nhất", max_length=40, widget=_code())
    code_2 = forms.CharField(
        label="Mã thứ hai", max_length=40, widget=_code(), help_text="Hai mã khác nhau trong ba mã của phiên."
    )

    def clean_code_1(self) -> str:
        return self._checked("code_1")

    def clean_code_2(self) -> str:
        return self._checked("code_2")

    def _checked(self, name: str) -> str:
        try:
            return read_code(self.cleaned_data[name], name)
        except Refused as refused:
            raise forms.ValidationError(refused.reasons[0].message) from refused


class LoseCodesForm(PasswordAgain):
    reason = forms.CharField(label="Vì sao không mở được nữa", max_length=300, widget=forms.Textarea({"rows": 3}))


class PostponeForm(PasswordAgain):
    reason = forms.CharField(label="Lý do hoãn", max_length=300, widget=forms.Textarea({"rows": 3}))


class AbstainForm(PasswordAgain):
    cause = forms.CharField(
        label="Lý do không chấm",
        max_length=300,
        widget=forms.Textarea({"rows": 3}),
        help_text="Lý do này ghi vào biên bản.",
    )


class TieForm(forms.Form):
    producer = forms.CharField(
        label="Chủ thể", max_length=220, help_text="Tên đúng như trong trang chủ thể, hoặc đường dẫn /chu-the/…/"
    )
    kind = forms.ChoiceField(label="Quan hệ", choices=Tie.Kind.choices)
    note = forms.CharField(label="Ghi chú", max_length=300, required=False)

    def clean_producer(self) -> Producer:
        found = producer_named(self.cleaned_data["producer"])
        if found is None:
            raise forms.ValidationError("Không tìm thấy chủ thể này. Hãy chép đúng tên hoặc đường dẫn trang của họ.")
        return found


class _DocumentForm(PasswordAgain):
    document = forms.CharField(label="Văn bản", max_length=200, help_text="Số, ngày của văn bản cử hoặc ủy quyền")
    starts_on = forms.DateField(label="Từ ngày", widget=_DAY)
    ends_on = forms.DateField(label="Đến hết ngày", widget=_DAY)


class SubstituteForm(_DocumentForm, SeatPersonForm):
    field_order = ("login", "organisation", "document", "starts_on", "ends_on", "password")


class DelegationForm(_DocumentForm):
    seat = forms.ModelChoiceField(label="Người được ủy quyền", queryset=Seat.objects.none())
    field_order = ("seat", "document", "starts_on", "ends_on", "password")

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = self.fields["seat"]
        assert isinstance(seats, forms.ModelChoiceField)
        seats.queryset = seats_in_force().filter(council=council, role=Seat.Role.MEMBER).select_related("person")


class EndSeatForm(PasswordAgain):
    reason = forms.CharField(label="Lý do", max_length=300, widget=forms.Textarea({"rows": 3}))
    on = forms.DateField(label="Ngày cuối giữ ghế", widget=_DAY)


class ConsultationForm(forms.Form):
    name = forms.CharField(label="Tên lần lấy ý kiến", max_length=160)
    round = forms.ModelChoiceField(label="Đợt đánh giá", queryset=Round.objects.none())
    answers_until = forms.DateField(
        label="Trả lời đến hết ngày", widget=_DAY, required=False, help_text="Để trống: số ngày theo Quy chế."
    )

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rounds = self.fields["round"]
        assert isinstance(rounds, forms.ModelChoiceField)
        rounds.queryset = rounds_to_sit_in()


class AnswerForm(PasswordAgain):
    agrees = forms.ChoiceField(
        label="Ý kiến của bạn về kết quả đề xuất", widget=forms.RadioSelect,
        choices=[("yes", "Đồng ý"), ("no", "Không đồng ý, đề nghị đưa ra phiên họp")],
    )  # fmt: skip
    reason = forms.CharField(
        label="Lý do", max_length=1000, required=False, widget=forms.Textarea({"rows": 4}),
        help_text="Bắt buộc khi không đồng ý.",
    )  # fmt: skip


class ExerciseForm(forms.Form):
    """From a past dossier, or from a set alone."""

    name = forms.CharField(label="Tên hồ sơ chấm thử", max_length=160, help_text="Không ghi tên sản phẩm, chủ thể thật")
    dossier = forms.ModelChoiceField(
        label="Lấy từ hồ sơ đã có kết quả", queryset=Dossier.objects.none(), required=False,
        empty_label="Không, soạn mới", help_text="Chỉ lấy các mức chủ thể đã chọn; tên, thuyết minh, giấy tờ không mang theo",
    )  # fmt: skip
    set_no = forms.IntegerField(
        label="Bộ sản phẩm", min_value=1, max_value=26, required=False, help_text="Khi soạn mới"
    )
    origin = forms.CharField(label="Nguồn", max_length=200, help_text="mô phỏng, hoặc hồ sơ cũ đã bỏ tên")
    due_on = forms.DateField(label="Chấm trước ngày", widget=_DAY, required=False)

    def __init__(self, *args: Any, council: Council, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        dossiers = self.fields["dossier"]
        assert isinstance(dossiers, forms.ModelChoiceField)
        dossiers.queryset = dossiers_for_exercises(council)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("dossier") and not data.get("set_no"):
            self.add_error("set_no", "Hãy chọn một hồ sơ, hoặc nhập số của bộ sản phẩm (1 đến 26).")
        return data
