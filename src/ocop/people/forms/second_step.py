"""The second step of signing in: a code from an app on the phone, or a recovery code."""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCode
from allauth.mfa.totp.forms import ActivateTOTPForm
from cryptography.fernet import Fernet, InvalidToken
from django import forms
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from ..models import Person
from .sign_in import SignInAdapter

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class SecondStepAdapter(DefaultMFAAdapter):  # type: ignore[misc, unused-ignore]
    """Keeps the app's secrets encrypted, so that a copy of the database does not open accounts."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": SignInAdapter.error_messages["incorrect_code"],
        "cannot_delete_authenticator": _("Chưa thể tắt xác thực hai lớp."),
        "cannot_generate_recovery_codes": _("Hãy bật xác thực hai lớp trước khi tạo mã dự phòng."),
    }

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        assert isinstance(user, Person)
        return user.login

    def encrypt(self, text: str) -> str:
        return _lock().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return _lock().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            raise RuntimeError("OCOP_SECRET_KEY has changed: second steps must be set up anew") from None


def _lock() -> Fernet:
    key = hashlib.sha256(b"second-step:" + settings.SECRET_KEY.encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _code_field(label: StrOrPromise, help_text: StrOrPromise = "") -> forms.CharField:
    shape = {"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"}
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=20,
        widget=forms.TextInput(attrs=shape),
        error_messages={"required": _("Hãy nhập mã."), "max_length": _("Mã dài quá 20 ký tự.")},
    )


class CodeForm(AuthenticateForm):  # type: ignore[misc]
    """The second step at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(
            _("Mã xác thực"), _("6 chữ số trong ứng dụng, hoặc một mã dự phòng chưa dùng.")
        )


class ReauthenticateByCodeForm(ReauthenticateByCode):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(
            _("Mã xác thực"), _("6 chữ số trong ứng dụng, hoặc một mã dự phòng chưa dùng.")
        )


class SwitchOnForm(ActivateTOTPForm):  # type: ignore[misc]
    """The first code proves that the app has the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = _code_field(_("Mã trong ứng dụng"), _("6 chữ số mà ứng dụng đang hiện."))
