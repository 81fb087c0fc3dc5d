"""What the phone talks to when it activated stamps without a network; and the worker that keeps its page."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.http import require_POST, require_safe

from ocop.journal.rules import Reason, Refused, clean_text
from ocop.people.access import guarded, public

from .. import acts
from ..access import may_give_up_phone, may_keep_stamps
from ..models import ActivationNote, Phone
from ..queries import phone_of
from .asking import person_of

_MOST_NOTES = 200
_LARGEST = 1_000_000


def _refusal(reasons: tuple[Reason, ...], status: int = 422) -> JsonResponse:
    return JsonResponse({"reasons": [{"code": r.code, "message": r.message} for r in reasons]}, status=status)


def _asked(request: HttpRequest) -> dict[str, Any]:
    """The body as an object; `Refused` when it is none."""
    if len(request.body) > _LARGEST:
        raise Refused(Reason("Gửi quá nhiều một lúc. Hãy gửi ít phiếu hơn.", code="too_large"))
    try:
        asked = json.loads(request.body)
    except (ValueError, RecursionError):
        asked = None
    if not isinstance(asked, dict):
        raise Refused(Reason("Nội dung gửi lên không đọc được.", code="unreadable"))
    return asked


def _bytes(value: object) -> bytes:
    try:
        return base64.b64decode(str(value)[:2_000], validate=True)
    except (binascii.Error, ValueError):
        return b""


def _answering(work: Callable[[HttpRequest], JsonResponse]) -> Callable[[HttpRequest], JsonResponse]:
    def answer(request: HttpRequest) -> JsonResponse:
        try:
            return work(request)
        except Refused as refused:
            return _refusal(refused.reasons)

    return answer


@require_POST
@guarded(may_keep_stamps)
def register(request: HttpRequest) -> HttpResponse:
    """A phone's public key."""
    return _answering(_register)(request)


def _register(request: HttpRequest) -> JsonResponse:
    asked = _asked(request)
    try:
        phone_id = UUID(str(asked.get("phone")))
    except ValueError:
        return _refusal((Reason("Mã máy không đúng dạng.", code="unreadable"),))
    name = clean_text(str(asked.get("name") or ""))[:80] or "Máy không tên"
    phone = acts.register_phone(phone_id, name=name, public_key=_bytes(asked.get("key")), by=person_of(request))
    return JsonResponse({"phone": str(phone.pk), "name": phone.name})


@require_POST
@guarded(may_keep_stamps)
def send(request: HttpRequest) -> HttpResponse:
    """Notes in any order, each answered on its own; sending them again is harmless."""
    return _answering(_send)(request)


def _send(request: HttpRequest) -> JsonResponse:
    notes = _asked(request).get("notes")
    if not isinstance(notes, list) or len(notes) > _MOST_NOTES:
        return _refusal((Reason(f"Mỗi lần gửi tối đa {_MOST_NOTES} phiếu.", code="too_many"),))
    return JsonResponse({"answers": [_one(request, note) for note in notes]})


def _one(request: HttpRequest, sent: object) -> dict[str, Any]:
    note = sent if isinstance(sent, dict) else {}
    payload = str(note.get("payload") or "")
    try:
        taken = acts.take_note(payload, _bytes(note.get("signature")), by=person_of(request))
    except Refused as refused:
        reasons = [{"code": r.code, "message": r.message} for r in refused.reasons]
        return {"id": note.get("id"), "outcome": "unsigned", "activated": 0, "reasons": reasons}
    return _told(taken)


def _told(note: ActivationNote) -> dict[str, Any]:
    return {
        "id": str(note.pk), "outcome": note.outcome, "words": note.get_outcome_display(), "activated": note.activated,
        "batch": note.batch_id, "reasons": note.reasons,
    }  # fmt: skip


@require_POST
@guarded(may_give_up_phone, find=phone_of)
def retire(request: HttpRequest, phone: Phone) -> HttpResponse:
    try:
        acts.retire_phone(phone, by=person_of(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, f"Đã bỏ máy «{phone.name}».")
    return redirect("/tem/kich-hoat/")


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker of the activation page; its scope is that page only, so it lies at its address."""
    kept = [static(name) for name in ("stamps/activate.js", "stamps/scan.js", "stamps/scan.css")]
    script = render(request, "stamps/worker.js", {"kept": json.dumps(kept)}, content_type="text/javascript")
    script["Cache-Control"] = "no-cache"
    return script
