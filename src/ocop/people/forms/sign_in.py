"""Signing in with a phone number or an e-mail address."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import LoginForm
from django import forms
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from ..access import password_field
from ..models import Person
from ..rules import LONGEST_LOGIN, login_key, password_unfit

_MISMATCH = _("Số điện thoại, thư điện tử hoặc mật khẩu không đúng. Hãy kiểm tra rồi gõ lại.")
_TOO_MANY = _(
    "Đã sai quá nhiều lần. Hãy đợi vài phút rồi thử lại; nếu quên mật khẩu, hãy nhờ cơ quan đã lập tài khoản cấp lại."
)

_SENTENCES = {
    "account/messages/logged_in.txt": "",
    "account/messages/logged_out.txt": _("Bạn đã đăng xuất."),
    "account/messages/password_changed.txt": _("Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất."),
    "mfa/messages/totp_activated.txt": _("Đã bật xác thực hai lớp. Hãy cất các mã dự phòng ở nơi an toàn."),
    "mfa/messages/totp_deactivated.txt": _("Đã tắt xác thực hai lớp."),
    "mfa/messages/recovery_codes_generated.txt": _("Đã tạo mã dự phòng mới; các mã cũ không dùng được nữa."),
}


class SignInAdapter(DefaultAccountAdapter):  # type: ignore[misc, unused-ignore]
    """Ties allauth to `Person`; accounts are made by offices, so sign-up is closed."""

    # One sentence for every kind of failure: which accounts exist is nobody's business.
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _MISMATCH,
        "phone_password_mismatch": _MISMATCH,
        "username_password_mismatch": _MISMATCH,
        "invalid_login": _MISMATCH,
        "too_many_login_attempts": _TOO_MANY,
        "rate_limited": _TOO_MANY,
        "incorrect_password": _("Mật khẩu không đúng. Hãy gõ lại."),
        "enter_current_password": _("Mật khẩu hiện tại không đúng. Hãy gõ lại."),
        "incorrect_code": _("Mã không đúng hoặc đã hết hạn. Hãy nhập mã mới nhất trong ứng dụng."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only a path of this site; the library would also allow every host that we answer to."""
        return bool(url) and str(url).startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None,
        message_context: dict[str, Any] | None = None, extra_tags: str = "", message: str | None = None,
    ) -> None:  # fmt: skip
        sentence = message or str(_SENTENCES.get(message_template or "", ""))
        if sentence:
            messages.add_message(request, level, sentence, extra_tags=extra_tags)

    def respond_user_inactive(self, request: HttpRequest, user: AbstractBaseUser) -> HttpResponse:
        return HttpResponseRedirect(reverse("account_inactive"))

    def clean_password(self, password: str, user: Person | None = None) -> str:
        known = (user.name, (user.phone or "")[-9:], user.email or "") if user else ()
        sentences = [reason.message for reason in password_unfit(password, *known)]
        try:
            CommonPasswordValidator().validate(password)
        except ValidationError:
            sentences.append("Mật khẩu này nằm trong danh sách hay bị đoán. Hãy chọn mật khẩu khác.")
        if sentences:
            raise ValidationError(sentences)
        return password

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """The password of the person who is signed in, counted with the same limits as signing in."""
        from allauth.core import context

        assert isinstance(user, Person)
        known = {"phone": user.phone} if user.phone else {"email": user.email}
        found = self.authenticate(context.request, password=password, **known)
        return found is not None and found.pk == user.pk

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # The library's key knows no phone numbers: all of them would share one limit, and six wrong
        # passwords anywhere would lock everybody out.
        return f"sign-in:{credentials.get('phone') or credentials.get('email') or ''}".lower()

    def get_phone(self, user: AbstractBaseUser) -> tuple[str, bool] | None:
        assert isinstance(user, Person)
        return (user.phone, True) if user.phone else None

    def set_phone(self, user: AbstractBaseUser, phone: str, verified: bool) -> None:
        raise NotImplementedError("a phone number is changed by an office, through people.acts")

    def set_phone_verified(self, user: AbstractBaseUser, phone: str) -> None:
        raise NotImplementedError("a phone number is verified by an office")

    def get_user_by_phone(self, phone: str) -> Person | None:
        return Person.objects.filter(phone=phone).first()

    def send_verification_code_sms(self, user: AbstractBaseUser, phone: str, code: str, **kwargs: Any) -> None:
        raise NotImplementedError("signing in by SMS code needs a gateway; none is configured")

    def send_unknown_account_sms(self, phone: str, **kwargs: Any) -> None:
        return None


class SignInForm(LoginForm):  # type: ignore[misc]
    """Phone number or e-mail, and the password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # New fields: a length set on the library's fields afterwards would check nothing.
        self.fields["login"] = forms.CharField(
            label=_("Số điện thoại hoặc thư điện tử"),
            max_length=LONGEST_LOGIN,
            widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
            error_messages={
                "required": _("Hãy nhập số điện thoại hoặc thư điện tử."),
                "max_length": _("Số điện thoại hoặc thư điện tử dài quá 254 ký tự."),
            },
        )
        self.fields["password"] = password_field(_("Mật khẩu"))

    def clean_login(self) -> str:
        key = login_key(self.cleaned_data["login"])
        if key is None:
            raise forms.ValidationError(_("Hãy nhập số điện thoại (ví dụ 0912 345 678) hoặc thư điện tử của bạn."))
        return key[1]
