"""The door of every endpoint: Bearer token and scope, versions, methods, problems; one decorator for all.

@epcis(GET="query", POST="capture")
def events(request: HttpRequest, token: Token) -> HttpResponse: ...
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from epcis import EpcisError
from ocop.journal.rules import Refused
from ocop.people.access import public

from ..models import Token
from ..queries.viewers import token_of
from .headers import DISCOVERY, dressed, ours, versions_agree
from .problems import Problem, invalid, refused

View = Callable[..., HttpResponseBase]
_LONGEST_SECRET = 200
logger = logging.getLogger(__name__)


def epcis(*, discovery: dict[str, str] | None = None, **scopes: str) -> Callable[[View], View]:
    """Make a view an endpoint. `scopes` names for each method the scope its token needs (HEAD goes with GET).

    The view gets the token as second positional argument, before what the address captures. OPTIONS is answered
    here, with `discovery` beside the usual headers.
    """

    def wrap(view: View) -> View:
        allow = ", ".join(["OPTIONS", *scopes])

        @public
        @csrf_exempt
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            try:
                response = _answered(view, request, scopes, allow, discovery or {}, args, kwargs)
            except Problem as problem:
                response = problem.response(request)
            except EpcisError as error:
                response = invalid(error).response(request)
            except Refused as refusal:
                response = refused(refusal.reasons).response(request)
            except (OperationalError, InterfaceError):
                raise  # the database is away: the whole house says so alike
            except Exception:
                logger.exception("an answer at /epcis/v2/ failed")
                response = Problem(500, "The fault is ours, and was written down.").response(request)
            return dressed(response, {**ours(), "Cache-Control": "no-store", "Vary": "Accept, Authorization"})

        return door

    return wrap


def _answered(
    view: View, request: HttpRequest, scopes: dict[str, str], allow: str, discovery: dict[str, str],
    args: tuple[Any, ...], kwargs: dict[str, Any],
) -> HttpResponseBase:  # fmt: skip
    method = "GET" if request.method == "HEAD" else request.method or ""
    token = bearer(request)
    if method == "OPTIONS":
        found = _found(view, request, token, scopes, args, kwargs)
        return dressed(HttpResponse(status=204, headers=found), {"Allow": allow, **DISCOVERY, **discovery})
    if method not in scopes:
        raise Problem(405, f"Allowed here: {allow}.", headers={"Allow": allow})
    if scopes[method] not in token.scopes:
        raise Problem(403, f"This token has no leave to {scopes[method]}.")
    versions_agree(request)
    return view(request, token, *args, **kwargs)


def _found(
    view: View, request: HttpRequest, token: Token, scopes: dict[str, str], args: tuple[Any, ...], kwargs: dict[str, Any]
) -> dict[str, str]:  # fmt: skip
    """OPTIONS of one thing: 404 where it is not there for this token, else what its GET would say of it in headers."""
    if not kwargs or scopes.get("GET") not in token.scopes:
        return {}
    try:
        response = view(request, token, *args, **kwargs)
    except Problem as problem:
        if problem.status == 404:
            raise
        return {}
    return {name: value for name, value in response.headers.items() if name == "GS1-Query-Min-Record-Time"}


def bearer(request: HttpRequest) -> Token:
    """The token that the request carries; 401 without a working one."""
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    secret = secret.strip()
    if scheme.lower() != "bearer" or not secret:
        raise Problem(401, "Send `Authorization: Bearer` and a token.", headers={"WWW-Authenticate": _CHALLENGE})
    token = token_of(secret) if len(secret) <= _LONGEST_SECRET else None
    if token is None:
        challenge = f'{_CHALLENGE}, error="invalid_token"'
        raise Problem(401, "This token is unknown, withdrawn or has expired.", headers={"WWW-Authenticate": challenge})
    return token


_CHALLENGE = 'Bearer realm="epcis"'
