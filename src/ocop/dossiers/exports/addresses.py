"""The status address of a dossier, and its QR symbol for the printed receipt."""

from __future__ import annotations

import io

import segno
from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from ..models import Dossier

# The address may be shown to anyone who holds the receipt, so it cannot be guessed from a number.
_SIGNER = Signer(salt="ocop.dossiers.status", sep=".")


def status_path(dossier: Dossier) -> str:
    return reverse("dossiers:status", args=[_SIGNER.sign(str(dossier.pk))])


def status_url(dossier: Dossier) -> str:
    """The status address with the public origin, for paper."""
    return f"{settings.ORIGIN}{status_path(dossier)}"


def number_in(token: str) -> int | None:
    """The dossier's number in a status address that we made; None for any other text."""
    try:
        text = _SIGNER.unsign(token)
    except BadSignature:
        return None
    return int(text) if text.isascii() and text.isdigit() else None


def status_qr(dossier: Dossier) -> SafeString:
    """The status address as an SVG symbol."""
    out = io.BytesIO()
    symbol = segno.make(status_url(dossier), error="m")
    symbol.save(
        out, kind="svg", xmldecl=False, svgns=True, omitsize=True, border=4, svgclass="qr-symbol", lineclass=None
    )
    return mark_safe(out.getvalue().decode())
