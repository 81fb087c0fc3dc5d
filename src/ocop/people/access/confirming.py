"""The password once more, before a legal act: the third door, after knowing of a thing and being allowed to do it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from ocop.journal.rules import Reason, Refused

from ..models import Person
from ..rules import LONGEST_PASSWORD

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def password_field(label: StrOrPromise, *, new: bool = False) -> forms.CharField:
    """A password as typed, blanks included; too long ones are refused before anything is hashed."""
    kind = "new-password" if new else "current-password"
    return forms.CharField(
        label=label,
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput(attrs={"autocomplete": kind}),
        error_messages={
            "required": _("Hãy nhập mật khẩu."),
            "max_length": _("Mật khẩu dài quá 200 ký tự."),
        },
    )


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
