"""What people write in the yearly cycle."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from ocop.people.models import Person
from ocop.producers.models import Producer
from ocop.producers.queries import producers_of
from ocop.products.models import Product

from .rules import (
    FIRST_YEAR,
    LAST_YEAR,
    LONGEST_ANSWER,
    LONGEST_GRACE,
    LONGEST_NAME,
    LONGEST_WORDS,
    Eligibility,
    Figure,
)
from .rules.digital import SelfTest


class RoundForm(forms.Form):
    name = forms.CharField(label="Tên đợt", max_length=120, help_text="Ví dụ: Đợt bổ sung tháng 11 năm 2026")
    opens_on = forms.DateField(label="Mở từ ngày", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))
    proposals_until = forms.DateField(
        label="Xã đề nghị đến hết ngày", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    ends_on = forms.DateField(
        label="Hội đồng xong trước hết ngày", widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    )
    basis = forms.CharField(
        label="Căn cứ", max_length=200, help_text="Số, ngày của Quy chế Hội đồng và kế hoạch năm cho phép thêm đợt"
    )

    def clean(self) -> dict[str, object] | None:
        opens = self.cleaned_data.get("opens_on")
        if opens and not FIRST_YEAR <= opens.year <= LAST_YEAR:
            self.add_error("opens_on", f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
        return self.cleaned_data


def _day_field(label: str, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages={"required": "Hãy chọn ngày."}, **kwargs)


class CampaignForm(forms.Form):
    opens_on = _day_field("Mở từ ngày")
    closes_on = _day_field("Khép hết ngày")
    late_days = forms.IntegerField(
        label="Nhận trễ thêm mấy ngày", min_value=0, max_value=LONGEST_GRACE,
        help_text="0 là không nhận trễ. Bài gửi trong những ngày này ghi rõ là trễ.",
    )  # fmt: skip
    basis = forms.CharField(label="Căn cứ", max_length=200, help_text="Số, ngày của kế hoạch hoặc thông báo")


_YES_NOT_YET = [("yes", "Có"), ("no", "Chưa")]


class EligibilityForm(forms.Form):
    """The five questions, each with yes or not yet."""

    def __init__(self, *args: Any, checks: tuple[Eligibility, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._checks = checks
        for check in checks:
            self.fields[check.key] = forms.ChoiceField(
                label=check.text, help_text=check.help, choices=_YES_NOT_YET, widget=forms.RadioSelect,
                error_messages={"required": "Hãy trả lời có hoặc chưa."},
            )  # fmt: skip

    def said(self) -> dict[str, bool]:
        return {check.key: self.cleaned_data[check.key] == "yes" for check in self._checks}

    def questions(self) -> list[forms.BoundField]:
        return [self[check.key] for check in self._checks]


class OpenIdeaForm(EligibilityForm):
    """For which producer, what it shall be called, and the five questions."""

    producer: forms.ModelChoiceField[Producer] = forms.ModelChoiceField(
        label="Chủ thể", queryset=Producer.objects.none(), empty_label=None,
        error_messages={"required": "Hãy chọn chủ thể.", "invalid_choice": "Bạn không đứng tên cho chủ thể này."},
    )  # fmt: skip
    name = forms.CharField(
        label="Tên sản phẩm định làm", max_length=LONGEST_NAME, help_text="Gọi tên như bạn vẫn gọi; sửa được sau.",
        error_messages={"required": "Hãy đặt tên."},
    )  # fmt: skip

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        mine = producers_of(person)
        self.fields["producer"].queryset = mine  # type: ignore[attr-defined]
        self.fields["producer"].initial = mine.first()


class AnswerForm(forms.Form):
    """One question; `seen` marks the text that the page was made from."""

    text = forms.CharField(required=False, strip=False, max_length=2 * LONGEST_ANSWER)
    seen = forms.CharField(required=False, max_length=16)


class Told(forms.CharField):
    """A text that must be given; the chapter's rules say so in their own words, with everything else at once."""

    def validate(self, value: Any) -> None:
        return None


class WordsForm(forms.Form):
    """Words that the producer will read; the rules say when they are too few."""

    words = Told(
        label="Lời gửi chủ thể", max_length=2 * LONGEST_WORDS,
        widget=forms.Textarea({"rows": 5, "maxlength": LONGEST_WORDS}),
    )  # fmt: skip


class OpinionForm(WordsForm):
    proposes = forms.ChoiceField(
        label="Xã có đề nghị tỉnh duyệt không?", choices=[("yes", "Đề nghị duyệt"), ("no", "Không đề nghị")],
        widget=forms.RadioSelect, error_messages={"required": "Hãy chọn đề nghị hoặc không đề nghị."},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = "Ý kiến của xã"
        self.order_fields(["proposes", "words"])


class LinkForm(forms.Form):
    product: forms.ModelChoiceField[Product] = forms.ModelChoiceField(
        label="Sản phẩm đã đăng ký", queryset=Product.objects.none(), empty_label="Chọn sản phẩm",
        error_messages={"required": "Hãy chọn sản phẩm.", "invalid_choice": "Sản phẩm này không phải của chủ thể."},
    )  # fmt: skip

    def __init__(self, *args: Any, producer: Producer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["product"].queryset = producer.products.order_by("sort_key", "id")  # type: ignore[attr-defined]


class Whole(forms.CharField):
    """A whole number as people write it: 1.200.000, 1 200 000 or 1200000."""

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value)).replace("\u00a0", " ").strip()
        if not text:
            return None
        if not _WHOLE.fullmatch(text):
            raise forms.ValidationError("Hãy ghi một số nguyên, ví dụ 1.200.000.")
        return int(re.sub(r"[ .]", "", text))


_WHOLE = re.compile(r"[0-9]{1,15}|[0-9]{1,3}([ .][0-9]{3}){1,4}")


class FiguresForm(forms.Form):
    """The figures of a plan; what is left empty is simply not known yet."""

    seen = forms.CharField(required=False, max_length=16, widget=forms.HiddenInput)

    def __init__(self, *args: Any, asked: tuple[Figure, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._asked = asked
        for figure in asked:
            self.fields[figure.key] = Whole(
                label=f"{figure.text} ({figure.unit})", help_text=figure.help, required=False, max_length=20,
                widget=forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
            )  # fmt: skip

    def figures(self) -> dict[str, int]:
        given = {figure.key: self.cleaned_data.get(figure.key) for figure in self._asked}
        return {key: value for key, value in given.items() if value is not None}

    def rows(self) -> list[forms.BoundField]:
        return [self[figure.key] for figure in self._asked]


class NoteForm(forms.Form):
    noted_on = _day_field("Ngày làm")
    words = Told(
        label="Việc đã làm", max_length=2 * LONGEST_WORDS,
        help_text="Ví dụ: lắp xong máy chiết, chạy thử 50 chai.",
        widget=forms.Textarea({"rows": 3, "maxlength": LONGEST_WORDS}),
    )  # fmt: skip
    file = forms.FileField(label="Giấy tờ hoặc ảnh", required=False, help_text="PDF hoặc ảnh, nếu có.")


class ProofForm(forms.Form):
    done_on = _day_field("Ngày làm xong")
    link = forms.CharField(
        label="Đường dẫn", required=False, max_length=600, help_text="Ví dụ: https://… của gian hàng, bài viết, phim.",
        widget=forms.TextInput({"inputmode": "url", "autocomplete": "off"}),
    )  # fmt: skip
    file = forms.FileField(label="Tệp", required=False, help_text="Ảnh hoặc PDF.")
    note = forms.CharField(
        label="Vài dòng", required=False, max_length=2 * LONGEST_ANSWER, widget=forms.Textarea({"rows": 3}),
        help_text="Dùng khi không có tệp hay đường dẫn.",
    )  # fmt: skip


class TestForm(forms.Form):
    """The self-test: one level for each question."""

    __test__ = False

    def __init__(self, *args: Any, test: SelfTest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._test = test
        for question in test.questions:
            self.fields[question.key] = forms.TypedChoiceField(
                label=question.text, coerce=int, widget=forms.RadioSelect, choices=list(enumerate(question.levels)),
                error_messages={"required": "Hãy chọn một mức."},
            )  # fmt: skip

    def levels(self) -> dict[str, int]:
        return {question.key: self.cleaned_data[question.key] for question in self._test.questions}

    def by_area(self) -> list[tuple[str, list[forms.BoundField]]]:
        return [(name, [self[q.key] for q in self._test.questions if q.area == key]) for key, name in self._test.areas]
