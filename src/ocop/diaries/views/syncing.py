"""The doors that devices use: sync, and what they need to know beforehand."""

from __future__ import annotations

import hashlib
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, JsonResponse
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe

from ocop.journal.rules import Reason
from ocop.people.access import guarded
from ocop.people.models import Person

from ..access import may_keep_diary
from ..acts import take_entries
from ..queries import news_for, reference_for
from ..queries.reference import MOST_ENTRIES
from ..rules.values import as_moment, as_uuid

LONGEST_SYNC = 1_000_000


def person_of(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def refused(message: str, status: int, code: str) -> JsonResponse:
    """One sentence to a device."""
    return JsonResponse({"reasons": [told(Reason(message, "", code))]}, status=status)


def told(reason: Reason) -> dict[str, str]:
    return {"field": reason.field, "message": reason.message, "code": reason.code}


@require_POST
@guarded(may_keep_diary)
def sync(request: HttpRequest) -> HttpResponse:
    """Đồng bộ: takes what a device has written and tells it what it has not seen."""
    sent = _body(request)
    if isinstance(sent, HttpResponse):
        return sent
    person = person_of(request)
    if sent.get("person") not in (None, person.pk):
        # A phone that several people share: what one wrote must not be signed by whoever is signed in now.
        return refused("Máy đang đăng nhập bằng tài khoản khác. Ghi chép vẫn nằm trên máy.", 409, "somebody_else")
    synced = take_entries(
        sent.get("entries") or [], by=person, device=as_uuid(sent.get("device")), sent_at=as_moment(sent.get("sent"))
    )
    news = news_for(person, sent.get("have"))
    return JsonResponse(
        {
            "taken": [str(key) for key in synced.taken],
            "refused": [{"id": key, "reasons": [told(r) for r in reasons]} for key, reasons in synced.refused],
            "news": news.entries, "cursor": news.cursor, "more": news.more,
        }
    )  # fmt: skip


def _body(request: HttpRequest) -> dict[str, Any] | HttpResponse:
    if len(request.body) > LONGEST_SYNC:
        return refused("Gửi quá nhiều trong một lần. Hãy gửi từng phần nhỏ hơn.", 413, "too_large")
    try:
        sent = orjson.loads(request.body)
    except orjson.JSONDecodeError:
        return refused("Dữ liệu đồng bộ bị hỏng trên đường đi. Máy sẽ gửi lại.", 400, "json")
    entries = sent.get("entries", []) if isinstance(sent, dict) else None
    if not isinstance(entries, list | None) or not isinstance(sent, dict):
        return refused("Dữ liệu đồng bộ không đúng dạng. Hãy cập nhật ứng dụng.", 400, "shape")
    if len(entries or []) > MOST_ENTRIES:
        return refused(f"Mỗi lần gửi nhiều nhất {MOST_ENTRIES} ghi chép. Hãy gửi từng phần.", 413, "too_many")
    return sent


@require_safe
@ensure_csrf_cookie
@guarded(may_keep_diary)
def reference(request: HttpRequest) -> HttpResponse:
    """Dữ liệu nền: books, places, lots, batches and words in one piece; unchanged ones cost nothing."""
    body = orjson.dumps(reference_for(person_of(request)))
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    unchanged = request.headers.get("If-None-Match") == etag
    response = HttpResponseNotModified() if unchanged else HttpResponse(body, content_type="application/json")
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response
