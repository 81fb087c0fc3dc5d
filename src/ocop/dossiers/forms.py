"""What people write about a dossier."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest

from ocop.journal.rules import clean_text
from ocop.people.access import PasswordAgain

from .rules import LONGEST_NOTE, LONGEST_OPINION, OPINIONS, opinion_missing


class Told(forms.CharField):
    """A text that must be given; the chapter's rules say so in their own words, with everything else at once."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea({"rows": rows, "maxlength": LONGEST_OPINION}), **kwargs)

    def validate(self, value: Any) -> None:
        return None


class ChangesForm(forms.Form):
    changes = forms.CharField(
        label="Thay đổi so với lần công nhận trước", required=False, max_length=LONGEST_NOTE,
        widget=forms.Textarea({"rows": 5}),
        help_text="Nguyên liệu, công nghệ, bao bì, công bố, kiểm nghiệm, thị trường, sản lượng, doanh thu, giấy tờ có hạn.",
    )  # fmt: skip


class AnswerForm(forms.Form):
    """The note and the edition that the page was made from; the choice is read by the criteria's own rules."""

    note = forms.CharField(required=False, strip=False)
    version = forms.IntegerField(min_value=0, max_value=2_000_000_000, required=False)
    page = forms.CharField(required=False, max_length=200)


class SealForm(PasswordAgain):
    """The last look before a submission: what was seen, a promise, the password."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    promise = forms.BooleanField(
        label="Tôi cam đoan những điều ghi trong hồ sơ là đúng và giấy tờ là thật.",
        error_messages={"required": "Hãy đánh dấu lời cam đoan."},
    )


class OpinionForm(PasswordAgain):
    """Mẫu 03: four matters in words, and whether the commune proposes."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, request=request, **kwargs)
        for key, label in OPINIONS.items():
            self.fields[key] = Told(label=label, help_text=_HELP[key], rows=4)
        self.fields["proposes"] = forms.ChoiceField(
            label="Xã có đề nghị tỉnh đánh giá sản phẩm này không?", widget=forms.RadioSelect,
            choices=[("yes", "Đề nghị tỉnh đánh giá, phân hạng"), ("no", "Không đề nghị (nói rõ vì sao trong các ý kiến trên)")],
            error_messages={"required": "Hãy chọn đề nghị hoặc không đề nghị."},
        )  # fmt: skip
        self.order_fields([*OPINIONS, "proposes", "password"])

    def clean(self) -> dict[str, Any]:
        """The rules' own words beside each field, together with what else is wrong."""
        for reason in opinion_missing(self.opinions()):
            self.add_error(reason.field, reason.message)
        return self.cleaned_data

    def opinions(self) -> dict[str, str]:
        return {key: clean_text(self.cleaned_data.get(key, "")) for key in OPINIONS}


_HELP = {
    "local_material": "Nguyên liệu chính lấy từ đâu, bao nhiêu phần ở địa phương, có hợp đồng không.",
    "local_labour": "Bao nhiêu người làm, bao nhiêu người ở địa phương.",
    "idea_origin": "Ý tưởng từ đâu, có phải nghề hay món của địa phương.",
    "local_identity": "Điều gì trong sản phẩm là của riêng nơi này: cách làm, giống, hoa văn, câu chuyện.",
}


class CompletionForm(forms.Form):
    due_on = forms.DateField(
        label="Bổ sung đến hết ngày", error_messages={"required": "Hãy chọn ngày."},
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text="Trong lúc chờ, đồng hồ 15 ngày làm việc của xã dừng lại.",
    )  # fmt: skip


class ReturnForm(forms.Form):
    reasons = Told(
        label="Lý do trả lại", rows=6,
        help_text="Chủ thể đọc nguyên văn. Nêu điều chưa đạt, căn cứ và việc cần làm để nộp lại.",
    )  # fmt: skip


class WithdrawForm(forms.Form):
    reason = Told(label="Lý do rút", rows=4)


class _Day(forms.DateField):
    """A day by the browser's own calendar."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        super().__init__(widget=widget, error_messages={"required": "Hãy chọn ngày."}, **kwargs)


class DeclareForm(forms.Form):
    """Mẫu 01–02 beyond the criteria; everything may stay empty, and is then a dotted line on paper."""

    representative = forms.CharField(label="Người đại diện", required=False, max_length=120)
    position = forms.CharField(label="Chức vụ", required=False, max_length=120)
    phone = forms.CharField(label="Điện thoại liên hệ", required=False, max_length=20)
    email = forms.CharField(label="Thư điện tử", required=False, max_length=254)
    gender = forms.CharField(label="Giới tính", required=False, max_length=20)
    ethnicity = forms.CharField(label="Dân tộc", required=False, max_length=60)
    residence = forms.CharField(label="Nơi thường trú", required=False, max_length=300)
    registration = forms.CharField(
        label="Đăng ký kinh doanh", required=False, max_length=300, help_text="Số, ngày cấp, nơi cấp."
    )
    results = forms.CharField(
        label="Kết quả thực hiện phương án sản xuất, kinh doanh", required=False, widget=forms.Textarea({"rows": 6}),
        help_text="Sản lượng, doanh thu, lao động, thị trường trong năm qua: vài câu là đủ.",
    )  # fmt: skip
    plan = forms.CharField(
        label="Kế hoạch phát triển sản phẩm", required=False, widget=forms.Textarea({"rows": 6}),
        help_text="Việc sẽ làm trong ba năm tới.",
    )  # fmt: skip


class HelpForm(forms.Form):
    login = forms.CharField(
        label="Số điện thoại của người giúp", max_length=254, help_text="Người giúp cần có tài khoản trên cổng này.",
        error_messages={"required": "Hãy nhập số điện thoại của người giúp."},
    )  # fmt: skip
    purpose = forms.CharField(
        label="Nhờ việc gì", max_length=300, help_text="Ví dụ: điền các tiêu chí và chụp giấy tờ.",
        error_messages={"required": "Hãy ghi nhờ việc gì."},
    )  # fmt: skip
    starts_on = _Day(label="Từ ngày")
    ends_on = _Day(label="Đến hết ngày")


class OfferForm(forms.Form):
    purpose = forms.CharField(
        label="Giúp việc gì", max_length=300, error_messages={"required": "Hãy ghi giúp việc gì."}
    )
    starts_on = _Day(label="Từ ngày")
    ends_on = _Day(label="Đến hết ngày")


class PresentForm(PasswordAgain):
    """Consent on the officer's device: who is there, and that they said yes."""

    present = forms.CharField(
        label="Họ tên người của chủ thể đang có mặt", max_length=120,
        error_messages={"required": "Hãy ghi họ tên người có mặt."},
    )  # fmt: skip
    agreed = forms.BooleanField(
        label="Người này vừa nói rõ là đồng ý cho tôi điền giúp hồ sơ, và biết có thể thôi bất cứ lúc nào.",
        error_messages={"required": "Chưa có lời đồng ý thì chưa điền giúp được."},
    )


class ReadBackForm(PasswordAgain):
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    present = forms.CharField(
        label="Ai có mặt nghe đọc lại", max_length=120, help_text="Họ tên người của chủ thể, và người đọc.",
        error_messages={"required": "Hãy ghi ai có mặt."},
    )  # fmt: skip
    agreed = forms.BooleanField(
        label="Toàn bộ nội dung dưới đây đã được đọc cho chủ thể nghe; chủ thể hiểu và đồng ý nộp đúng như vậy.",
        error_messages={"required": "Hãy đọc lại và đánh dấu khi chủ thể đã đồng ý."},
    )


class VisitForm(forms.Form):
    visited_on = _Day(label="Ngày khảo sát")
    visitors = forms.CharField(
        label="Người khảo sát", widget=forms.Textarea({"rows": 3}), help_text="Mỗi người một dòng: họ tên, cơ quan.",
        error_messages={"required": "Hãy ghi ai đi khảo sát."},
    )  # fmt: skip
    met = forms.CharField(label="Người tiếp đoàn", required=False, max_length=200)


class ExtendForm(forms.Form):
    due_on = _Day(label="Hạn mới, đến hết ngày")
    reason = Told(label="Lý do gia hạn", rows=3, help_text="Chủ thể đọc nguyên văn.")


class ReplyForm(forms.Form):
    words = Told(label="Trả lời của bạn", rows=5, help_text="Nói thẳng vào điều bị nhận xét. Gửi rồi không sửa được.")
    file = forms.FileField(label="Giấy tờ kèm theo", required=False)
