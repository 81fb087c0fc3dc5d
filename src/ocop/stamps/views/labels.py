"""The labels of a batch as a file: for the producer who prints, or for the office that prints for the producer."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ocop.journal.rules import Refused
from ocop.people.access import guarded

from ..access import may_change_batch, may_print_for_others
from ..exports.labels import batch_labels
from ..forms import PrintForm
from ..models import Batch
from ..queries import batch_to_print, is_withdrawn, own_batch, spans_of
from ..rules.printing import epoch_dead, for_the_office, unprintable
from ..rules.ranges import Span
from .batches import batch_context
from .rolls import order_context


@require_safe
@guarded(may_change_batch, find=own_batch)
def labels(request: HttpRequest, batch: Batch) -> HttpResponseBase:
    """The producer's own; a wrong wish leads back to the form with its reasons."""
    spans = spans_of(batch)
    form = PrintForm(request.GET, batch=batch, spans=spans)
    office = batch.printing == Batch.Printing.OFFICE
    return _file(batch, form, spans, printed_elsewhere=office) or _again(request, "batch", batch_context(batch, form))


@require_safe
@guarded(may_print_for_others, find=batch_to_print)
def order_labels(request: HttpRequest, batch: Batch) -> HttpResponseBase:
    """The office's, of an order that a producer placed with it."""
    spans = spans_of(batch)
    form = PrintForm(request.GET, batch=batch, spans=spans)
    return _file(batch, form, spans) or _again(request, "order", order_context(batch, labels=form))


def _again(request: HttpRequest, page: str, context: dict[str, object]) -> HttpResponse:
    return render(request, f"stamps/{page}.html", context, status=422)


def _file(
    batch: Batch, form: PrintForm, spans: Sequence[Span], *, printed_elsewhere: bool = False
) -> HttpResponseBase | None:
    """The wished labels; None where the form now says why not."""
    if not form.is_valid():
        return None
    first, last = form.cleaned_data["first"], form.cleaned_data["last"]
    try:
        Refused.unless_clear(
            for_the_office(printed_elsewhere),
            epoch_dead(is_withdrawn(batch)),
            unprintable(spans, first - 1, last),
        )
        pieces = batch_labels(batch, first - 1, last, form.cleaned_data["sheet"], form.wanted.key)
    except Refused as refused:
        form.take(refused.reasons)
        return None
    name = f"tem-{batch.mark}-{first}-{last}.{form.wanted.extension}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    answer = StreamingHttpResponse if form.wanted.key == "csv" else HttpResponse  # a million lines are 80 MB
    return answer(pieces, content_type=form.wanted.media_type, headers=headers)
