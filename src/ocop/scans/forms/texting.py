"""What the office types to see how a text message would be answered."""

from __future__ import annotations

from django import forms

from ..rules.texting import LONGEST_TEXT


class TryTextForm(forms.Form):
    text = forms.CharField(
        label="Nội dung tin nhắn", max_length=LONGEST_TEXT, strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text="Như người mua soạn trên điện thoại cũ: OCOP, mã trên tem, rồi mã cào nếu có.",
        error_messages={"required": "Hãy gõ nội dung tin nhắn."},
    )  # fmt: skip
