"""The diary as an app for phones without a network: its shell, which is the same for everybody and holds nothing of anybody."""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path

import orjson
from csp.decorators import csp_update
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from ocop.design.rules import icons
from ocop.people.access import public

HOME = "/nhat-ky-san-xuat/so/"
_CHAPTERS = Path(__file__).parents[2]
_OWN, _LOOK = _CHAPTERS / "diaries/static/diaries", _CHAPTERS / "design/static/design"
MODULES = (
    "app.js", "accounts.js", "asking.js", "device.js", "ledger.js", "media.js", "onward.js", "rows.js", "sending.js",
    "server.js", "store.js", "sync.js", "telling.js", "ui.js", "words.js",
)  # fmt: skip
_FILES = {
    **{
        name: _OWN / name for name in (*MODULES, "rescue.js", "so.css", "icon-192.png", "icon-512.png", "icon-mask.png")
    },
    **{name: _LOOK / name for name in ("design.css", "theme.js", "mark.svg")},
}
# What the worker needs to send by itself, in the order of their imports.
_IN_WORKER = ("ledger.js", "rows.js", "store.js", "sync.js", "server.js")
_ICONS = (
    "arrow", "back", "basket", "bin", "book", "camera", "check", "download", "edit", "globe", "house", "info", "key",
    "ok", "out", "people", "phone", "place", "plus", "question", "stamp", "undo", "upload", "void", "warn",
)  # fmt: skip
_ONLY_TO_INSTALL = ("icon-512.png", "icon-mask.png")
_TYPES = {
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
}
_FOREVER = "public, max-age=31536000, immutable"
_IMPORT = re.compile(r"^import .*\n", re.MULTILINE)
_EXPORT = re.compile(r"^export ", re.MULTILINE)


@lru_cache(maxsize=1)
def edition() -> str:
    """A name for exactly these bytes of the shell: all its files, its page and its worker change together."""
    digest = hashlib.sha256(_page("").encode() + (_OWN / "worker.js").read_bytes())
    for name in sorted(_FILES):
        digest.update(name.encode() + _FILES[name].read_bytes())
    return digest.hexdigest()[:12]


def _page(base: str) -> str:
    drawings = [(name, mark_safe(icons.path(name))) for name in _ICONS]
    return render_to_string("diaries/app.html", {"base": base, "modules": MODULES[1:], "icons": drawings})


@lru_cache(maxsize=64)
def _stored(name: str) -> tuple[bytes, bytes]:
    """A file as it is and packed. Only text is worth packing."""
    plain = _FILES[name].read_bytes()
    return plain, b"" if name.endswith(".png") else gzip.compress(plain, 9, mtime=0)


def _base() -> str:
    return f"{HOME}v/{edition()}/"


@require_safe
@public
@csp_update({"media-src": ["'self'", "blob:"]})
def shell(request: HttpRequest) -> HttpResponse:
    """The page of the app; who uses it is asked for by the app itself."""
    response = HttpResponse(_page(_base()))
    response["Cache-Control"] = "no-cache"
    response["ETag"] = f'"{edition()}"'
    return response


@require_safe
@public
def shell_file(request: HttpRequest, given: str, name: str) -> HttpResponse:
    """One file of this edition. Another edition's is not given out under its name: two editions never mix."""
    if name not in _FILES or given != edition():
        raise Http404
    plain, packed = _stored(name)
    pack = packed and "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(packed if pack else plain, content_type=_TYPES[Path(name).suffix])
    response["Cache-Control"] = _FOREVER
    response["Vary"] = "Accept-Encoding"
    if pack:
        response["Content-Encoding"] = "gzip"
    return response


@require_safe
@public
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker: a plain script, so that phones without module workers run it too."""
    files = [HOME, *(f"{_base()}{name}" for name in _FILES if name not in _ONLY_TO_INSTALL)]
    head = f"const EDITION = {orjson.dumps(edition()).decode()}, FILES = {orjson.dumps(files).decode()};\n"
    parts = [_EXPORT.sub("", _IMPORT.sub("", (_OWN / name).read_text())) for name in _IN_WORKER]
    text = head + "\n".join([*parts, (_OWN / "worker.js").read_text()])
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


@require_safe
@public
def manifest(request: HttpRequest) -> HttpResponse:
    """What a phone needs to put the diary on its home screen."""
    sizes = (
        ("icon-192.png", "192x192", "any"),
        ("icon-512.png", "512x512", "any"),
        ("icon-mask.png", "512x512", "maskable"),
    )
    told = {
        "id": HOME, "start_url": HOME, "scope": HOME, "display": "standalone", "orientation": "portrait", "lang": "vi",
        "name": "Sổ nhật ký sản xuất OCOP", "short_name": "Sổ nhật ký", "categories": ["productivity"],
        "description": "Ghi nhật ký sản xuất, kể cả khi không có mạng.",
        "background_color": "#f5f3ee", "theme_color": "#0b5e57",
        "icons": [{"src": f"{_base()}{name}", "sizes": size, "type": "image/png", "purpose": use} for name, size, use in sizes],
    }  # fmt: skip
    return HttpResponse(
        orjson.dumps(told), content_type="application/manifest+json", headers={"Cache-Control": "no-cache"}
    )


@require_safe
@public
def how_to_install(request: HttpRequest) -> HttpResponse:
    """How to put the diary on a phone, in plain words and without script."""
    return render(request, "diaries/app_help.html")
