"""What a producer types about its passport."""

from __future__ import annotations

from typing import Any

from django import forms

from ocop.journal.rules import Reason, clean_text
from ocop.lots.models import Exhibit, LabelFacts, Lot
from ocop.lots.rules import LABELS, ExhibitFacts, allergens
from ocop.products.models import Product

from ..queries import Words

NONE_OF_THEM = "none"


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class _Taking(forms.Form):
    """A form to whose fields an act's reasons find their way."""

    def take(self, reasons: tuple[Reason, ...] | list[Reason]) -> None:
        for reason in reasons:
            self.add_error(reason.field if reason.field in self.fields else None, reason.message)


class LabelForm(_Taking):
    brand = forms.CharField(
        label=LABELS["brand"][0], max_length=200, required=False, help_text="Tên in trên bao bì, nếu có."
    )
    standards = forms.CharField(
        label=LABELS["standards"][0],
        max_length=400,
        required=False,
        help_text="Số hiệu TCVN, QCVN hoặc tiêu chuẩn cơ sở đã công bố.",
    )
    warnings = forms.CharField(
        label=LABELS["warnings"][0], max_length=800, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Ai không nên dùng, dùng thế nào cho an toàn. Câu này đứng ngay dưới dòng kiểm tra tem.",
    )  # fmt: skip
    storage = forms.CharField(
        label=LABELS["storage"][0], max_length=800, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    allergens = forms.MultipleChoiceField(
        label="Có nhóm chất gây dị ứng nào", required=False, widget=forms.CheckboxSelectMultiple,
        help_text="Người mua đọc bằng tiếng của họ. Danh mục mặc định: 14 nhóm của Quy định (EU) 1169/2011.",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = [(group.key, group.vi) for group in allergens().values()]
        self.fields["allergens"].choices = [(NONE_OF_THEM, "Không có nhóm nào dưới đây"), *groups]  # type: ignore[attr-defined]

    def clean_allergens(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["allergens"]
        if NONE_OF_THEM in chosen and len(chosen) > 1:
            raise forms.ValidationError("Đã chọn «không có nhóm nào» thì đừng chọn thêm nhóm.")
        return chosen

    @property
    def chosen_allergens(self) -> list[str] | None:
        """The groups; empty for none of them; None when nothing was ticked, so nothing is claimed."""
        chosen = self.cleaned_data["allergens"]
        return [key for key in chosen if key != NONE_OF_THEM] if chosen else None

    @property
    def facts(self) -> dict[str, str]:
        return {name: clean_text(self.cleaned_data[name]) for name in LABELS}


def known_label(label: LabelFacts | None) -> dict[str, Any]:
    """What the form begins with."""
    if label is None:
        return {}
    texts = {name: getattr(label, name) for name in LABELS}
    return texts | {"allergens": [NONE_OF_THEM] if label.allergens == [] else label.allergens or []}


class ExhibitForm(_Taking):
    kind = forms.ChoiceField(label="Đưa lên", choices=Exhibit.Kind.choices)
    title = forms.CharField(
        label="Tên", max_length=300, help_text="Ví dụ: Chai 500 ml; Phiếu kiểm nghiệm mật ong; VietGAP."
    )
    lot = forms.ModelChoiceField(
        Lot.objects.none(), label="Riêng cho lô", required=False, empty_label="Mọi lô của sản phẩm"
    )
    number = forms.CharField(label="Số giấy", max_length=120, required=False)
    issuer = forms.CharField(label="Nơi cấp, nơi kiểm nghiệm", max_length=300, required=False)
    issued_on = _day("Ngày trên giấy")
    expires_on = _day("Có giá trị đến")
    file = forms.FileField(
        label="Tệp", help_text="Ảnh JPEG, PNG, WebP, PDF, hoặc tệp âm thanh cho lời kể; vị trí chụp được gỡ khỏi ảnh."
    )

    def __init__(self, *args: Any, product: Product, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lot"].queryset = product.lots.order_by("-made_on", "-id")[:50]  # type: ignore[attr-defined]

    @property
    def facts(self) -> ExhibitFacts:
        told = self.cleaned_data
        words = (clean_text(told[name]) for name in ("title", "number", "issuer"))
        title, number, issuer = words
        return ExhibitFacts(told["kind"], title, number, issuer, told["issued_on"], told["expires_on"])


class TranslationForm(_Taking):
    """One field for each text of the producer."""

    def __init__(self, *args: Any, words: list[Words], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.words = words
        for one in words:
            self.fields[one.key] = forms.CharField(
                label=one.label, max_length=5000, required=False, initial=one.translation.text if one.translation else "",
                widget=forms.Textarea(attrs={"rows": 2 if len(one.original) < 160 else 6}),
            )  # fmt: skip

    @property
    def changed_words(self) -> list[tuple[Words, str]]:
        """The texts that somebody wrote or changed here."""
        found = []
        for one in self.words:
            text = clean_text(self.cleaned_data.get(one.key) or "")
            if text and (one.translation is None or one.is_stale or text != one.translation.text):
                found.append((one, text))
        return found

    @property
    def rows(self) -> list[tuple[Words, forms.BoundField]]:
        return [(one, self[one.key]) for one in self.words]
