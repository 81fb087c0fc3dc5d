"""Scoring on a tablet that may lose its network: what it sends late, what it takes along, what it still holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import get_template, render_to_string
from django.templatetags.static import static
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ocop.criteria.queries import board
from ocop.journal.acts import act
from ocop.people.access import guarded, public

from ..access import may_keep, may_see_councils, may_use_sheet
from ..acts import keep_cell, open_sheet
from ..models import Sheet
from ..queries import criteria_of, sheet_of
from ..queries.keeping import own_sheet_number
from ..queries.own import own_open_sheets, unopened_items
from ..rules.keeping import Message
from .councils import reader_of
from .scoring import criterion_context, hand_in_closed, overview_context

_WORKER = Path(__file__).parents[1] / "static" / "councils" / "worker.js"
_READ = msgspec.json.Decoder(Message)


def _text(value: Any) -> str:
    """Rendered markup is a kind of text that the encoder does not know."""
    return str(value + "")


_WRITE = msgspec.json.Encoder(enc_hook=_text)
_HERE = "/hoi-dong/phieu/"
_LOOK = (
    "councils/own.js", "councils/score.js", "councils/live.js", "councils/councils.css", "criteria/criteria.css",
    "dossiers/dossiers.css",
)  # fmt: skip


@require_POST
@guarded(may_keep, find=own_sheet_number)
def keep(request: HttpRequest, number: int) -> HttpResponse:
    """One answer for all cells of a message: what became of each. The bar is asked for when the fingers rest."""
    try:
        message = _READ.decode(request.body)
    except msgspec.DecodeError as fault:
        return _json({"message": f"Nội dung gửi lên không đúng dạng: {fault}"}, 422)
    person = reader_of(request)
    results = [keep_cell(number, cell, device=message.device, by=person) for cell in message.cells]
    return _json({"saved": f"{timezone.localtime():%H:%M}", "results": results})


@never_cache
@require_safe
@guarded(may_use_sheet, find=sheet_of)
def bar(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Own total and predicted star by the server's reckoning, and the edition that a plain form would send."""
    found = board(criteria_of(sheet.item), sheet.choices, sheet.disqualified)
    html = render_to_string("criteria/_bar.html", {"board": found, "pages": f"{_HERE}{sheet.pk}/"})
    return _json({"edition": sheet.edition, "html": {"#rating-bar": html}})


@never_cache
@require_safe
@guarded(may_use_sheet, find=sheet_of)
def take_along(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    """Every page of one sheet: the frame once, and the part of each."""
    base, token = f"{_HERE}{sheet.pk}/", get_token(request)
    whole = overview_context(sheet)
    parts = {base: _part("councils/_sheet.html", {**whole, "csrf_token": token})}
    one = get_template("councils/_criterion.html")
    for line in whole["layout"].lines:
        context = criterion_context(sheet, whole["layout"], line, csrf_token=token)
        parts[f"{base}{line.code}/"] = one.render(context)
    parts[f"{base}nop/"] = _part("councils/_no_network.html", hand_in_closed(sheet))
    return _taken(request, parts)


@never_cache
@require_safe
@guarded(may_see_councils)
def take_list_along(request: HttpRequest) -> HttpResponse:
    """The list of one's own sheets, and the page that says what is still on the device."""
    context = {"sheets": own_open_sheets(reader_of(request)), "person": request.user}
    parts = {_HERE: _part("councils/_own.html", context), f"{_HERE}may-nay/": _part("councils/_device.html", context)}
    return _taken(request, parts, of_list=True)


def _taken(request: HttpRequest, parts: dict[str, str], of_list: bool = False) -> HttpResponse:
    parts["offline"] = _part("councils/_no_network.html", {})
    frame = render_to_string("councils/frame.html", {"of_list": of_list}, request)
    return _json({"at": timezone.now().isoformat(), "frame": frame, "parts": parts, "files": _files()})


def _files() -> list[str]:
    """What the pages load, also those that this visit has not opened yet; modules import each other by plain name."""
    return [*map(static, _LOOK), *(f"{settings.STATIC_URL}councils/{name}.js" for name in ("store", "keep", "carry"))]


def _part(template: str, context: dict[str, Any]) -> str:
    return get_template(template).render(context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_see_councils)
def own(request: HttpRequest) -> HttpResponse:
    """Sheets that wait for this member, in every sitting that scores; opens without a network too.

    POST opens all that can be opened, so that the whole agenda can be scored without a network.
    """
    person = reader_of(request)
    if request.method == "POST":
        with act():
            opened = [open_sheet(item, by=person) for item in unopened_items(person)]
        messages.success(request, f"Đã mở {len(opened)} phiếu.")
        return redirect(_HERE)
    context = {"sheets": own_open_sheets(person), "person": person, "unopened": len(unopened_items(person))}
    return render(request, "councils/own.html", context)


@never_cache
@require_safe
@guarded(may_see_councils)
def device(request: HttpRequest) -> HttpResponse:
    """What this device still holds: filled by the page itself, since only the device knows."""
    return render(request, "councils/device.html", {"person": request.user})


@require_safe
@public
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, at the address below which it may answer; browsers compare its bytes at each visit."""
    return HttpResponse(
        _WORKER.read_bytes(), content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )


def _json(body: dict[str, Any], status: int = 200) -> HttpResponse:
    return HttpResponse(_WRITE.encode(body), status=status, content_type="application/json")
