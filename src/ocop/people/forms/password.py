"""The password once more before one's own account is changed, and a new one."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError

from ..access import password_field
from ..models import Person


class ReauthenticateForm(forms.Form):
    """Before the account itself is changed."""

    password = password_field("Mật khẩu của bạn")

    def __init__(self, *args: Any, user: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not get_adapter().reauthenticate(self.user, password):
            raise ValidationError("Mật khẩu không đúng. Hãy gõ lại.", code="incorrect_password")
        return password


class ChangePasswordForm(ReauthenticateForm):
    """The present password, and the new one twice."""

    new = password_field("Mật khẩu mới", new=True)
    again = password_field("Nhập lại mật khẩu mới", new=True)
    new.help_text = "Ít nhất 10 ký tự. Một câu ngắn dễ nhớ với riêng bạn là tốt nhất."

    def clean_new(self) -> str:
        cleaned: str = get_adapter().clean_password(self.cleaned_data["new"], user=self.user)
        return cleaned

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", "Hai lần gõ mật khẩu mới không giống nhau.")
        return cleaned
