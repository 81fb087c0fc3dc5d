"""The codes of a sitting, and the desk from which its sealed sheets are opened."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import now
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from ocop.journal.rules import Reason, Refused
from ocop.people.access import guarded
from ocop.people.models import Person

from .. import acts, lifecycle
from ..access import may_hold_code, may_preside_sitting
from ..forms import CodeForm, LoseCodesForm, UnlockForm
from ..models import Item, Sitting
from ..queries import desk_of, holder_for, holders_of, is_key_of, item_seen_by, sitting_seen_by, unlocked_key
from ..rules.sealing import HOLDERS, BoxBroken, hidden, server_key, shown_again
from .councils import reader_of

_GET_OR_POST = ["GET", "HEAD", "POST"]
_HOURS = 12


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_hold_code, find=sitting_seen_by)
def codes(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """One's own code, shown in the answer to the password and never again."""
    person = reader_of(request)
    form = CodeForm(request.POST or None, request=request)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            code = acts.draw_code(sitting, by=person)
        except Refused as refused:
            reasons = refused.reasons
        else:
            holder = HOLDERS[holder_for(sitting, person)]
            context = {"sitting": sitting, "code": code, "holder": holder, "person": person, "at": now()}
            return render(request, "councils/code.html", context)
    context = {
        "sitting": sitting, "holders": holders_of(sitting, person), "form": form, "reasons": reasons,
        "planned": sitting.state == lifecycle.PLANNED,
    }  # fmt: skip
    return render(request, "councils/codes.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_preside_sitting, find=sitting_seen_by)
def desk(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """Two codes once, then every item with a click; the key lives in a cookie of this browser until the end."""
    form = UnlockForm(request.POST or None, request=request)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            key = unlocked_key(sitting, data["code_1"], data["code_2"])
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, "Khóa của phiên đã mở trong trình duyệt này, đến khi phiên kết thúc.")
            return _with_key(redirect(_desk(sitting)), sitting, reader_of(request), key)
    context = {
        "sitting": sitting, "form": form, "reasons": reasons, "rows": desk_of(sitting, reader_of(request)),
        "unlocked": _key(request, sitting) is not None, "scoring": sitting.state == lifecycle.SCORING,
    }  # fmt: skip
    return render(request, "councils/opening.html", context, status=422 if request.method == "POST" else 200)


@never_cache
@require_POST
@guarded(may_preside_sitting, find=sitting_seen_by)
def reveal(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    """One item (`item`), or all that are ready."""
    person, key = reader_of(request), _key(request, sitting)
    if key is None:
        messages.warning(request, "Hãy nhập hai mã mở trước.")
        return redirect(_desk(sitting))
    if not request.POST.get("item"):
        opened = acts.open_all(sitting, key=key, by=person)
        messages.success(request, f"Đã mở phiếu của {len(opened)} sản phẩm.")
        return redirect(_desk(sitting))
    item = item_of(request, sitting)
    waiting = request.POST.get("end_waiting") == "yes"
    item = acts.open_sheets(item, key=key, by=person, end_waiting=waiting)
    if item.state == lifecycle.DISCUSSION:
        messages.warning(request, f"Các phiếu chênh lệch {item.spread} điểm: mục này vào thảo luận theo Quy chế.")
        return redirect(f"/hoi-dong/muc/{item.pk}/thao-luan/")
    messages.success(request, f"Đã mở phiếu: {item}.")
    return redirect(f"{_desk(sitting)}#muc-{item.pk}")


@never_cache
@require_http_methods(_GET_OR_POST)
@guarded(may_preside_sitting, find=sitting_seen_by)
def lose(request: HttpRequest, sitting: Sitting) -> HttpResponse:
    form = LoseCodesForm(request.POST or None, request=request)
    reasons: tuple[Reason, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            acts.lose_codes(sitting, reason=form.cleaned_data["reason"], by=reader_of(request))
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.warning(request, "Phiên trở lại bước chuẩn bị. Mỗi người giữ mã nhận mã mới, rồi mở lại phiên.")
            return redirect(f"{sitting.get_absolute_url()}ma-mo/")
    context = {"sitting": sitting, "form": form, "reasons": reasons}
    return render(request, "councils/lose.html", context, status=422 if request.method == "POST" else 200)


def item_of(request: HttpRequest, sitting: Sitting) -> Item:
    """The item that a form on a page of the sitting names; another sitting's does not exist here."""
    number = request.POST.get("item", "")
    found = item_seen_by(reader_of(request), int(number)) if number.isdecimal() and len(number) < 12 else None
    if found is None or found.sitting_id != sitting.pk:
        raise Http404
    return found


def _desk(sitting: Sitting) -> str:
    return f"{sitting.get_absolute_url()}mo-phieu/"


def _cookie(sitting: Sitting) -> str:
    return f"ocop_phien_{sitting.pk}"


def _bound(sitting: Sitting, person: Person) -> str:
    return f"{sitting.pk}:{person.pk}:{person.get_session_auth_hash()}"


def _server_key() -> bytes:
    return server_key(settings.SECRET_KEY, "ocop opened key of a sitting 1")


def _with_key(response: HttpResponse, sitting: Sitting, person: Person, key: bytes) -> HttpResponse:
    """In the browser alone, under the server's key: neither of the two has it without the other."""
    response.set_cookie(
        _cookie(sitting), hidden(_server_key(), key, _bound(sitting, person)), max_age=_HOURS * 3600, httponly=True,
        samesite="Strict", secure=settings.SESSION_COOKIE_SECURE, path=_desk(sitting),
    )  # fmt: skip
    return response


def _key(request: HttpRequest, sitting: Sitting) -> bytes | None:
    try:
        key = shown_again(_server_key(), request.COOKIES.get(_cookie(sitting), ""), _bound(sitting, reader_of(request)))
    except BoxBroken:
        return None
    return key if is_key_of(sitting, key) else None


def forget_key(response: HttpResponse, sitting: Sitting) -> HttpResponse:
    response.delete_cookie(_cookie(sitting), path=_desk(sitting), samesite="Strict")
    return response
