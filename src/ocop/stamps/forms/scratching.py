"""What a buyer types to reveal a scratch code."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from .batches import Told

_TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class ScratchForm(forms.Form):
    code = Told(
        label=_("Mã trên tem"), max_length=300, widget=forms.TextInput(_TYPED),
        help_text=_("19 ký tự dưới mã QR; quét vào cũng được."),
    )  # fmt: skip
    secret = Told(
        label=_("Mã dưới lớp cào"), max_length=60, widget=forms.TextInput(_TYPED),
        help_text=_("7 ký tự, ví dụ 4K7-M2TQ. Gõ hoa hay thường đều được."),
    )  # fmt: skip
