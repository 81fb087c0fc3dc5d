"""The two doors of every page: `public`, or `guarded` by a predicate.

`guarded(may)` asks `may(person)`; `guarded(may, find=query)` first asks `find(person, **url_arguments)` for the
object: what a person may not know of is a 404, what they know of but may not do is a 403.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from ..models import Person
from ..queries import mandate_of, roles_of
from ..rules import Role

View = Callable[..., HttpResponseBase]
Predicate = Callable[..., bool]
Find = Callable[..., object | None]
V = TypeVar("V", bound=View)

_SECRET = {"password", "new", "again", "code", "csrfmiddlewaretoken"}
_MOST_SHOWN = 60


def public(view: V) -> V:
    """Marks a page that anyone may open."""
    view.open_to = "everyone"  # type: ignore[attr-defined]
    return view


def guarded(may: Predicate, *, find: Find | None = None, argument: str = "") -> Callable[[View], View]:
    """Marks a page that needs `may`; with `find` the view gets the found object instead of the URL arguments.

    The object is passed as the second positional argument (or as keyword `argument`).
    """

    def wrap(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            person = request.user
            if not isinstance(person, Person):
                return _sign_in_first(request)
            if find is None:
                if not may(person):
                    raise PermissionDenied
                return view(request, *args, **kwargs)
            thing = find(person, *args, **kwargs)
            if thing is None:
                raise Http404
            if not may(person, thing):
                raise PermissionDenied
            return view(request, **{argument: thing}) if argument else view(request, thing)

        door.open_to = may.__name__  # type: ignore[attr-defined]
        return door

    return wrap


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    """A reader goes to the sign-in page; who was sending something is told that nothing was kept, and shown it again."""
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = _door(request, request.headers.get("HX-Current-URL", ""))
        return response
    if request.method in ("GET", "HEAD"):
        return redirect_to_login(request.get_full_path())
    typed = [(name, value) for name, values in request.POST.lists() for value in values if name not in _SECRET]
    context = {"door": _door(request, request.headers.get("Referer", "")), "typed": typed[:_MOST_SHOWN]}
    return render(request, "people/sign_in_first.html", context, status=401)


def _door(request: HttpRequest, came_from: str) -> str:
    """The sign-in page, and from there back to the page of ours that somebody came from."""
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}):
        return "/dang-nhap/"
    parts = urlsplit(came_from)
    back = f"{parts.path}?{parts.query}" if parts.query else parts.path
    return f"/dang-nhap/?{urlencode({'next': back})}"


def may_sign_in(person: Person) -> bool:
    return person.is_active


def may_read_journal(person: Person) -> bool:
    return bool(roles_of(person) & {Role.ADMINISTRATOR, Role.INSPECTOR})


def may_appoint(person: Person) -> bool:
    return mandate_of(person, Role.ADMINISTRATOR) is not None
