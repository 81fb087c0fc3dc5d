"""Input from people about themselves and, by administrators, about others."""

from .administration import AppointForm, EndForm, OfficeForm, RegisterForm
from .password import ChangePasswordForm, PasswordAgain, ReauthenticateForm
from .second_step import CodeForm, ReauthenticateByCodeForm, SecondStepAdapter, SwitchOnForm
from .sign_in import SignInAdapter, SignInForm

__all__ = [
    "SignInAdapter", "SignInForm", "PasswordAgain", "ChangePasswordForm", "ReauthenticateForm",
    "SecondStepAdapter", "SwitchOnForm", "CodeForm", "ReauthenticateByCodeForm",
    "RegisterForm", "AppointForm", "EndForm", "OfficeForm",
]  # fmt: skip
