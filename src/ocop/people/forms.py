"""Signing in with a phone number or an e-mail address."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from .models import Person
from .rules import LONGEST_LOGIN, login_key


class SignInAdapter(DefaultAccountAdapter):
    """Ties allauth to `Person.phone`; accounts are made by offices, so sign-up is closed."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_phone(self, user: AbstractBaseUser) -> tuple[str, bool] | None:
        assert isinstance(user, Person)
        return (user.phone, True) if user.phone else None

    def set_phone(self, user: AbstractBaseUser, phone: str, verified: bool) -> None:
        raise NotImplementedError("a phone number is changed by an office, through people.acts")

    def set_phone_verified(self, user: AbstractBaseUser, phone: str) -> None:
        raise NotImplementedError("a phone number is verified by an office")

    def get_user_by_phone(self, phone: str) -> Person | None:
        return Person.objects.filter(phone=phone, is_active=True).first()

    def send_verification_code_sms(self, user: AbstractBaseUser, phone: str, code: str, **kwargs: Any) -> None:
        raise NotImplementedError("signing in by SMS code needs a gateway; none is configured")

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        return None


class SignInForm(LoginForm):  # type: ignore[misc]
    """Phone number or e-mail, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = "Số điện thoại hoặc thư điện tử"
        login.max_length = LONGEST_LOGIN
        login.widget.attrs = {"autocomplete": "username", "maxlength": LONGEST_LOGIN}
        self.fields["password"].max_length = 200

    def clean_login(self) -> str:
        key = login_key(self.cleaned_data["login"])
        if key is None:
            raise forms.ValidationError("Hãy nhập số điện thoại (ví dụ 0912 345 678) hoặc thư điện tử của bạn.")
        return key[1]
