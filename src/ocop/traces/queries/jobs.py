"""What became of documents handed in; a party sees its own jobs."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Func, JSONField, Value

from ..models import CaptureJob, Party


def job_of(party: Party, name: str) -> CaptureJob | None:
    """The party's job of this id; None for an unknown, foreign or malformed one."""
    try:
        return CaptureJob.objects.defer("document").filter(party=party, pk=UUID(name)).first()
    except ValueError:
        return None


def jobs_after(party: Party, last: UUID | None, count: int) -> list[CaptureJob]:
    """The party's jobs, newest first, from the one after `last` on, each with the first ten of its errors."""
    first = Func(
        "errors",
        Value("$[0 to 9]"),
        function="jsonb_path_query_array",
        template="%(function)s(%(expressions)s::jsonpath)",
        output_field=JSONField(),
    )
    found = CaptureJob.objects.defer("document", "errors").annotate(first_errors=first)
    found = found.filter(party=party).order_by("-created_at", "-id")
    if last is not None:
        before = CaptureJob.objects.filter(party=party, pk=last).values_list("created_at", flat=True).first()
        if before is None:
            return []
        found = found.filter(created_at__lte=before).exclude(created_at=before, pk__gte=last)
    return list(found[:count])
