"""Input from people about themselves and, by administrators, about others."""

from .administration import AppointForm, EndForm, OfficeForm, RegisterForm
from .password import ChangePasswordForm, ReauthenticateForm
from .second_step import CodeForm, ReauthenticateByCodeForm, SecondStepAdapter, SwitchOnForm
from .sign_in import SignInAdapter, SignInForm

__all__ = [
    "SignInAdapter", "SignInForm", "ChangePasswordForm", "ReauthenticateForm",
    "SecondStepAdapter", "SwitchOnForm", "CodeForm", "ReauthenticateByCodeForm",
    "RegisterForm", "AppointForm", "EndForm", "OfficeForm",
]  # fmt: skip
