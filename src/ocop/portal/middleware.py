"""The doors every request passes: sound input, the chosen language, refusals, and a database that is away."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

import orjson
from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    JsonResponse,
    UnreadablePostError,
)
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.template.loader import get_template
from django.utils import translation
from django.utils.translation import gettext

from ocop.journal.rules import Reason, Refused

Answer = Callable[[HttpRequest], HttpResponseBase]

# Visitors' languages follow the phone only where a stamp was scanned; elsewhere Vietnamese unless chosen.
_SCAN_PATHS = ("/01/", "/t/", "/414/")
# Where a scan page leads its reader: typing a code again, reporting, thanking, scratching, reading a recall.
_FROM_A_SCAN = re.compile(r"/tra-cuu/(?:(?:bao|cam-on|cao)/)?|/hang-thu-hoi/(?:\d+/)?")
LANGUAGE_COOKIE = "ngon_ngu"
LONGEST_ADDRESS = 8_000
# Files are counted too: more than this is refused before it is written to disk.
LONGEST_BODY = 64_000_000
DEEPEST_JSON = 64
# Documents of trace events are larger than any form, and read with limits of their own.
_READ_ELSEWHERE = "/epcis/v2/"
_FORM_TYPES = ("application/x-www-form-urlencoded", "multipart/form-data")
logger = logging.getLogger(__name__)


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
    """Turns refusals into answers, and what only the database could see into a sentence."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == 405 and isinstance(response, HttpResponseNotAllowed) and not response.content:
            told = refusal(request, (Reason(gettext("Trang này không nhận cách gọi đó."), code="method"),), 405)
            told["Allow"] = response["Allow"]
            return told
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Refused):
            return refusal(request, exception.reasons)
        if isinstance(exception, DataError | UnicodeEncodeError):
            logger.exception("a value that no form or rule has stopped reached the database", exc_info=exception)
            message = gettext("Có giá trị quá lớn hoặc không đúng dạng. Hãy kiểm tra lại các ô đã nhập.")
            return refusal(request, (Reason(message, code="data"),), 400)
        if isinstance(exception, IntegrityError):
            logger.exception("two acts met in the database", exc_info=exception)
            message = gettext(
                "Việc này vừa được làm ở nơi khác hoặc trùng với điều đã có. Hãy tải lại trang rồi xem lại."
            )
            return refusal(request, (Reason(message, code="conflict"),), 409)
        return None


class SoundInputMiddleware:
    """What cannot be read gets a sentence that says what to do, never a 500."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._refused(request) or self.get_response(request)

    def _refused(self, request: HttpRequest) -> HttpResponse | None:
        if request.path.startswith("/epcis/") and len(request.get_full_path()) > LONGEST_ADDRESS:
            return _too_long()
        if "\x00" in request.path or len(request.get_full_path()) > LONGEST_ADDRESS:
            return refusal(request, (Reason(gettext("Địa chỉ trang không hợp lệ."), "url"),), 400)
        try:
            if _length(request) > LONGEST_BODY:
                raise RequestDataTooBig
            reasons = _unsound(request)
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            message = gettext("Dữ liệu gửi lên quá lớn. Hãy rút gọn hoặc gửi từng phần.")
            return refusal(request, (Reason(message, "body", "too_large"),), 413)
        except (MultiPartParserError, BadRequest, UnreadablePostError, LookupError, UnicodeError, ValueError):
            message = gettext("Dữ liệu gửi lên bị hỏng hoặc không đúng dạng. Hãy tải lại trang rồi gửi lần nữa.")
            return refusal(request, (Reason(message, "body", "malformed"),), 400)
        return refusal(request, reasons, 400) if reasons else None


def _too_long() -> HttpResponse:
    """As EPCIS 2.0 names it: a long query belongs into a named one."""
    body = {
        "type": "epcisException:URITooLongException",
        "title": "URI too long",
        "status": 414,
        "detail": f"An address has at most {LONGEST_ADDRESS} characters; name the query at /epcis/v2/queries instead.",
    }
    return JsonResponse(body, status=414, content_type="application/problem+json")


def _length(request: HttpRequest) -> int:
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isascii() and given.isdigit() else 0


def _unsound(request: HttpRequest) -> tuple[Reason, ...]:
    """Reasons against the fields or the JSON of a request that could at least be parsed."""
    bad = [name for name, values in request.GET.lists() if any("\x00" in text for text in (name, *values))]
    if request.method == "POST" and request.content_type in _FORM_TYPES:
        # Django reads bytes that are no UTF-8 as Latin-1 or as U+FFFD: a name would be lost without anybody noticing.
        if request.content_type == _FORM_TYPES[0]:
            request.body.decode()
        bad += [n for n, values in request.POST.lists() if any("\x00" in t or "\ufffd" in t for t in (n, *values))]
    if bad:
        message = gettext("Trường “%s” có ký tự không đọc được. Hãy gõ lại.")
        return tuple(Reason(message % _shown(name), _shown(name), "control") for name in bad)
    if request.path.startswith(_READ_ELSEWHERE):
        return ()
    if (request.content_type or "").endswith("json") and request.method in ("POST", "PUT", "PATCH"):
        return _unsound_json(request.body)
    return ()


def _shown(name: str) -> str:
    return "".join(c for c in name[:60] if c.isprintable())


def _unsound_json(body: bytes) -> tuple[Reason, ...]:
    if not body:
        return ()
    try:
        # Unlike the library's own parser, this one stops at 1 024 levels and at halves of letters.
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError:
        return (Reason(gettext("Nội dung gửi lên không phải JSON hợp lệ."), "body", "json"),)
    if b"\\u0000" in body or _depth_over(parsed, DEEPEST_JSON):
        return (Reason(gettext("JSON lồng quá sâu hoặc có ký tự NUL."), "body", "json"),)
    return ()


def _depth_over(value: object, levels: int) -> bool:
    layer = [value]
    for _ in range(levels):
        inner: list[object] = []
        for item in layer:
            if isinstance(item, dict):
                inner.extend(v for v in item.values() if isinstance(v, dict | list))
            elif isinstance(item, list):
                inner.extend(v for v in item if isinstance(v, dict | list))
        if not inner:
            return False
        layer = inner
    return True


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
        if request.path.startswith(_SCAN_PATHS) or _FROM_A_SCAN.fullmatch(request.path):
            return translation.get_language_from_request(request)
        return "vi"


class DatabaseAwayMiddleware:
    """A plain 503 while the database is away; the next request tries again."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        logger.warning("the database is away: %s", str(exception).strip())
        return away(request)


def away(request: HttpRequest) -> HttpResponse:
    """Without the base page, which asks the database who is signed in."""
    if wants_problem(request):
        message = gettext("Hệ thống tạm thời không truy cập được dữ liệu. Xin thử lại sau ít phút.")
        response = refusal(request, (Reason(message, code="away"),), 503)
    else:
        response = HttpResponse(get_template("503.html").render(), status=503)
    response["Retry-After"] = "10"
    response["Cache-Control"] = "no-store"
    return response
