"""What is asked before a dossier is opened, and what is written on a paper."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from ocop.dossiers.acts import Details
from ocop.dossiers.queries import products_to_file
from ocop.dossiers.rules import KIND_NAMES, Question, reminder_words
from ocop.papers.rules import kinds_on
from ocop.people.access import PasswordAgain
from ocop.people.models import Person
from ocop.people.queries import today
from ocop.products.models import Product

from ..queries.renewals import Next

_YES_NO = [("yes", "Có"), ("no", "Không")]


class OpenForm(forms.Form):
    """Which product, which of the kinds that fit it, and the short questions before any upload."""

    product: forms.ModelChoiceField[Product] = forms.ModelChoiceField(
        label="Sản phẩm",
        queryset=Product.objects.none(),
        widget=forms.HiddenInput,
        error_messages={
            "required": "Hãy chọn sản phẩm.",
            "invalid_choice": "Sản phẩm này không mở hồ sơ được lúc này.",
        },
    )
    kind = forms.ChoiceField(
        label="Loại đăng ký", widget=forms.RadioSelect, error_messages={"required": "Hãy chọn loại đăng ký."}
    )

    def __init__(
        self, *args: Any, person: Person, questions: tuple[Question, ...], found: Next | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = products_to_file(person)  # type: ignore[attr-defined]
        # All three are accepted in a post, so that the act says why one does not fit; only the fitting are shown.
        kind = cast(forms.ChoiceField, self.fields["kind"])
        kind.choices = list(KIND_NAMES.items())
        kind.widget.choices = [(c.kind, c.name) for c in found.fitting] if found else kind.choices
        self._questions = questions
        for question in questions:
            self.fields[question.key] = forms.ChoiceField(
                label=question.text, choices=_YES_NO, widget=forms.RadioSelect,
                error_messages={"required": "Hãy trả lời có hoặc không."},
            )  # fmt: skip

    def eligibility(self) -> dict[str, bool]:
        return {question.key: self.cleaned_data[question.key] == "yes" for question in self._questions}


_DATE = {"type": "date"}


class DetailsForm(forms.Form):
    """What stands on a paper."""

    kind = forms.ChoiceField(label="Loại giấy tờ", error_messages={"required": "Hãy chọn loại giấy tờ."})
    number = forms.CharField(label="Số giấy", required=False, max_length=80)
    issuer = forms.CharField(label="Nơi cấp", required=False, max_length=200)
    issued_on = forms.DateField(
        label="Ngày cấp", required=False, widget=forms.DateInput(_DATE, format="%Y-%m-%d"),
        error_messages={"invalid": "Ngày cấp không đọc được. Hãy chọn ngày trong lịch."},
    )  # fmt: skip
    expires_on = forms.DateField(
        label="Có giá trị đến hết ngày", required=False, widget=forms.DateInput(_DATE, format="%Y-%m-%d"),
        help_text=f"Để trống nếu giấy không có hạn. Có ngày thì hệ thống nhắc trước {reminder_words()} ngày.",
        error_messages={"invalid": "Ngày hết hạn không đọc được. Hãy chọn ngày trong lịch."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(kind.key, kind.label) for kind in kinds_on(today()).kinds]
        self.fields["kind"].choices = [("", "Chọn loại giấy tờ"), *kinds]  # type: ignore[attr-defined]

    def details(self) -> Details:
        data = self.cleaned_data
        return Details(data["kind"], data["number"], data["issuer"], data["issued_on"], data["expires_on"])


class PaperForm(DetailsForm):
    """A new file with what stands on it."""

    file = forms.FileField(
        label="Tệp", widget=forms.FileInput({"accept": ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,image/*,application/pdf"}),
        help_text="PDF, ảnh, Word hoặc Excel; tối đa 20 MB. Chụp rõ bốn góc.",
        error_messages={"required": "Hãy chọn tệp.", "empty": "Tệp trống. Hãy chọn tệp khác."},
    )  # fmt: skip

    field_order = ("file", "kind", "number", "issuer", "issued_on", "expires_on")


class ExtendForm(PasswordAgain):
    """How long, and on what written basis."""

    until = forms.DateField(
        label="Kéo dài đến hết ngày", required=False, widget=forms.DateInput(_DATE, format="%Y-%m-%d"),
        help_text="Để trống: dài nhất mà điều khoản chuyển tiếp cho phép.",
    )  # fmt: skip
    basis = forms.CharField(
        label="Căn cứ",
        max_length=120,
        help_text="Số và ngày văn bản của cơ quan cấp tỉnh.",
        error_messages={"required": "Hãy ghi căn cứ: số và ngày văn bản kéo dài."},
    )

    field_order = ("until", "basis", "password")
