"""One's own account: mandates, password, second step, sessions."""

from __future__ import annotations

from typing import cast

from allauth.mfa.utils import is_mfa_enabled
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ..access import guarded, may_sign_in
from ..acts import change_password, end_sessions
from ..forms import ChangePasswordForm
from ..models import Person
from ..queries import mandates_of, today


@guarded(may_sign_in)
@require_safe
@never_cache
def account_page(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    context = {"mandates": mandates_of(person), "today": today(), "second_step": is_mfa_enabled(person)}
    return render(request, "people/account.html", context)


@guarded(may_sign_in)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def password_page(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    form = ChangePasswordForm(request.POST or None, user=person)
    if request.method == "POST" and form.is_valid():
        change_password(person, form.cleaned_data["new"], by=person)
        update_session_auth_hash(request, person)
        messages.success(request, gettext("Đã đổi mật khẩu. Các thiết bị khác đã được đăng xuất."))
        return redirect("account")
    return render(request, "people/password.html", {"form": form}, status=422 if form.errors else 200)


@guarded(may_sign_in)
@require_POST
def other_sessions_page(request: HttpRequest) -> HttpResponse:
    person = cast(Person, request.user)
    end_sessions(person, by=person)
    update_session_auth_hash(request, person)
    messages.success(request, gettext("Đã đăng xuất khỏi mọi thiết bị khác."))
    return redirect("account")
