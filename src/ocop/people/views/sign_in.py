"""The library's views that we use, each behind one of our two doors and with our own pages."""

from __future__ import annotations

from allauth.account.views import AccountInactiveView, LoginView, LogoutView, ReauthenticateView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.base.views import ReauthenticateView as ReauthenticateByCodeView
from allauth.mfa.recovery_codes.views import (
    DownloadRecoveryCodesView,
    GenerateRecoveryCodesView,
    ViewRecoveryCodesView,
)
from allauth.mfa.totp.views import ActivateTOTPView, DeactivateTOTPView
from django.views.decorators.cache import never_cache

from ..access import guarded, may_sign_in, public
from ..queries import demo_accounts

# The template calls it, so that the accounts are those of this moment.
sign_in_page = public(
    LoginView.as_view(template_name="people/sign_in.html", extra_context={"demo_accounts": demo_accounts})
)
sign_out_page = public(LogoutView.as_view(template_name="people/sign_out.html"))
account_inactive = public(AccountInactiveView.as_view(template_name="people/account_closed.html"))
code_page = public(AuthenticateView.as_view(template_name="people/code.html"))

reauthenticate_page = guarded(may_sign_in)(ReauthenticateView.as_view(template_name="people/reauthenticate.html"))
reauthenticate_by_code_page = guarded(may_sign_in)(
    ReauthenticateByCodeView.as_view(template_name="people/reauthenticate.html")
)
switch_on_page = guarded(may_sign_in)(never_cache(ActivateTOTPView.as_view(template_name="people/switch_on.html")))
switch_off_page = guarded(may_sign_in)(DeactivateTOTPView.as_view(template_name="people/switch_off.html"))
recovery_codes_page = guarded(may_sign_in)(
    never_cache(ViewRecoveryCodesView.as_view(template_name="people/recovery_codes.html"))
)
generate_codes_page = guarded(may_sign_in)(GenerateRecoveryCodesView.as_view(template_name="people/new_codes.html"))
download_codes_page = guarded(may_sign_in)(DownloadRecoveryCodesView.as_view(template_name="people/recovery_codes.txt"))
