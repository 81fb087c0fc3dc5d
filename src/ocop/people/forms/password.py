"""The password once more: before a legal act, before a change of one's own account."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from ocop.journal.rules import Reason, Refused

from ..models import Person
from .sign_in import password_field


class PasswordAgain(forms.Form):
    """Asked before a legal act (to sign, to hand in, to close). Inherit from it to add fields.

    Wrong passwords count against the same limits as at sign-in, so that a stolen session cannot guess.
    """

    password = password_field("Mật khẩu của bạn")
    password.help_text = "Nhập lại để xác nhận đúng là bạn làm việc này."

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._person = request.user
        # What is being sealed comes first, the password last.
        self.order_fields([name for name in self.fields if name != "password"] + ["password"])

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        if not isinstance(self._person, Person) or not get_adapter().reauthenticate(self._person, password):
            raise ValidationError("Mật khẩu không đúng. Hãy gõ lại.", code="incorrect_password")
        return password


def require_password(request: HttpRequest, password: str) -> None:
    """For pages that have no form of their own: `Refused` unless it is the signed-in person's password."""
    form = PasswordAgain({"password": password}, request=request)
    if not form.is_valid():
        raise Refused(*(Reason(str(sentence), "password", "password") for sentence in form.errors["password"]))


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
