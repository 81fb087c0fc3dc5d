"""The doors every request passes: sound input, the chosen language, refusals, and a database that is away."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DatabaseError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext

from ocop.journal.rules import Reason, Refused

Answer = Callable[[HttpRequest], HttpResponseBase]

# Visitors' languages follow the phone only where a stamp was scanned; elsewhere Vietnamese unless chosen.
_SCAN_PATHS = ("/01/", "/t/", "/414/")
LANGUAGE_COOKIE = "ngon_ngu"


def wants_problem(request: HttpRequest) -> bool:
    return request.path.startswith(("/api/", "/epcis/"))


def refusal(request: HttpRequest, reasons: tuple[Reason, ...], status: int = 422) -> HttpResponse:
    """One refusal as a page, an htmx fragment or an RFC 9457 problem."""
    if wants_problem(request):
        body = {
            "type": "about:blank",
            "title": gettext("Không thực hiện được"),
            "status": status,
            "detail": reasons[0].message if reasons else "",
            "errors": [{"field": r.field, "detail": r.message, "code": r.code, "law": r.law} for r in reasons],
        }
        return JsonResponse(body, status=status, content_type="application/problem+json")
    template = "design/_refused.html" if request.headers.get("HX-Request") else "design/refused.html"
    return render(request, template, {"reasons": reasons, "status": status}, status=status)


class RefusedMiddleware:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return refusal(request, exception.reasons)
        return None


class SoundInputMiddleware:
    """Bodies too large or with NUL bytes get a sentence, never a 500."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "\x00" in request.path or len(request.get_full_path()) > 8000:
            return refusal(request, (Reason(gettext("Địa chỉ trang không hợp lệ."), "url"),), 400)
        try:
            unsound = self._unsound_fields(request)
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            message = gettext("Dữ liệu gửi lên quá lớn. Hãy rút gọn hoặc gửi từng phần.")
            return refusal(request, (Reason(message, "body", "too_large"),), 413)
        if unsound:
            message = gettext("Trường “%s” có ký tự không hợp lệ. Hãy gõ lại.")
            return refusal(request, tuple(Reason(message % name[:60], name, "control") for name in unsound), 400)
        return self.get_response(request)

    @staticmethod
    def _unsound_fields(request: HttpRequest) -> list[str]:
        fields = list(request.GET.lists())
        if request.method == "POST" and request.content_type in _FORM_TYPES:
            fields += list(request.POST.lists())
        return [name for name, values in fields if "\x00" in name or any("\x00" in str(v) for v in values)]


_FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")


class ChosenLanguageMiddleware:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.codes = {code for code, _ in settings.LANGUAGES}

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        language = self._language(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    def _language(self, request: HttpRequest) -> str:
        chosen = request.COOKIES.get(LANGUAGE_COOKIE, "")
        if chosen in self.codes:
            return chosen
        if request.path.startswith(_SCAN_PATHS):
            return translation.get_language_from_request(request)
        return "vi"


class DatabaseAwayMiddleware:
    """A plain 503 while the database is away; the next request tries again."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError):
            return _away()

    def process_exception(self, request: HttpRequest, exception: DatabaseError) -> HttpResponse | None:
        return _away() if isinstance(exception, OperationalError | InterfaceError) else None


def _away() -> HttpResponse:
    text = "Hệ thống tạm thời không truy cập được dữ liệu. Xin thử lại sau ít phút."
    response = HttpResponse(text, status=503, content_type="text/plain; charset=utf-8")
    response["Retry-After"] = "10"
    return response
