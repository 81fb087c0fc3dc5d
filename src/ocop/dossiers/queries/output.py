"""How much is made in a year, as the newest frozen version says: what a council read and a certificate keeps."""

from __future__ import annotations

from ocop.products.rules import YearlyOutput

from ..models import Dossier, Version


def frozen_output(dossier: Dossier) -> YearlyOutput | None:
    """None where the version was frozen before this was asked, or where nobody said it."""
    told = Version.objects.filter(dossier=dossier).order_by("-number").values_list("content__yearly_output", flat=True)
    found = told.first()
    return YearlyOutput(int(found["quantity"]), str(found["unit"])) if found else None
