"""Stamps checked by text message: the gateway's door, and the page that shows how it is connected."""

from __future__ import annotations

import json
from time import time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse, RawPostDataException
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from ocop.people.access import guarded, public
from ocop.traces.rules.signing import is_signed

from ..access import may_read_reports
from ..acts.texting import SECRET_FILE, answer_text, gateway_secret, try_text
from ..exports.texting import where_to_ask
from ..forms.texting import TryTextForm
from ..queries.texting import newest_texts, texts_on
from ..rules.texting import LONGEST_REPLY, texting
from ..rules.verdicts import SIGNS, Verdict

SIGNATURE = "X-Ocop-Signature"
_LARGEST = 4_096
_TEXTS = {"id": 64, "from": 32, "text": 1_600}


@public
@csrf_exempt  # a machine without cookies, known by its signature alone
@require_POST
def arrived(request: HttpRequest) -> HttpResponse:
    """One message from the gateway: signed, small, answered in the same breath."""
    body = _body_of(request)
    if not is_signed(gateway_secret(), body, request.headers.get(SIGNATURE, ""), now=int(time())):
        return _problem(401, "signature", "Chữ ký của tổng đài thiếu, sai hoặc quá cũ.")
    told = _told(body)
    if told is None:
        return _problem(400, "body", "Cần JSON với các chuỗi id, from, text.")
    message = answer_text(told["id"], told["from"], told["text"])
    return JsonResponse({"id": message.gateway_id, "reply": message.reply}, headers={"Cache-Control": "no-store"})


def _body_of(request: HttpRequest) -> bytes:
    """Empty when it is too long for a message, or a form, which has been read before it came here."""
    try:
        body = request.body
    except RawPostDataException:
        return b""
    return body if len(body) <= _LARGEST else b""


def _told(body: bytes) -> dict[str, str] | None:
    """The three texts of a message; None when it is none. Other members are the gateway's own business."""
    try:
        given: Any = json.loads(body)
    except (ValueError, RecursionError):
        return None
    if not isinstance(given, dict):
        return None
    told = {name: text for name in _TEXTS if isinstance(text := given.get(name), str) and "\0" not in text}
    if len(told) < len(_TEXTS) or not (told["id"] and told["from"]):
        return None
    return told if all(len(text) <= _TEXTS[name] for name, text in told.items()) else None


def _problem(status: int, kind: str, detail: str) -> JsonResponse:
    told = {"type": f"about:blank#{kind}", "title": "Không nhận tin nhắn", "status": status, "detail": detail}
    return JsonResponse(told, status=status, content_type="application/problem+json")


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_read_reports)
def office(request: HttpRequest) -> HttpResponse:
    """How the gateway is connected, what came today, and a message to try."""
    form = TryTextForm(request.POST or None)
    tried = None
    if request.method == "POST" and form.is_valid():
        verdict, reply = try_text(form.cleaned_data["text"])
        tried = {"verdict": verdict.value, "sign": SIGNS[verdict], "reply": reply, "length": len(reply)}
    count, senders, wrong = texts_on(timezone.localdate())
    context = {
        "form": form, "tried": tried, "data": texting(), "address": f"{settings.ORIGIN}/tra-cuu/tin-nhan/",
        "header": SIGNATURE, "secret_file": SECRET_FILE, "longest": LONGEST_REPLY, "hotline": where_to_ask(),
        "count": count, "senders": senders, "wrong": wrong,
        "rows": [(message, SIGNS[Verdict(message.verdict)]) for message in newest_texts()],
    }  # fmt: skip
    status = 422 if request.method == "POST" and tried is None else 200
    return render(request, "scans/texting.html", context, status=status)
