"""The file by which anybody checks a decision."""

from __future__ import annotations

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from ocop.journal.queries import newest_head
from ocop.journal.rules import Reason, Refused
from ocop.people.access import public

from ..queries.bundles import bundle_of, is_covered
from ..queries.documents import published_decision


@public
@require_safe
def bundle(request: HttpRequest, pk: int) -> JsonResponse:
    decision, head = published_decision(pk), newest_head()
    if decision is None:
        raise Http404
    if head is None or not is_covered(decision, head):
        raise Refused(
            Reason("Đầu sổ nhật ký bao gồm quyết định này chưa được ký. Hãy quay lại sau ít phút.", code="later")
        )
    answer = JsonResponse(bundle_of(decision, head), json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="kiem-phieu-quyet-dinh-{decision.pk}.json"'
    return answer
