"""What the pages of this chapter share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from ocop.journal.rules import Reason, Refused
from ocop.people.models import Person

from .. import rules
from ..forms import AnswerForm
from ..models import BusinessPlan, Idea
from ..queries import Asked

T = TypeVar("T", Idea, BusinessPlan)


def reader_of(request: HttpRequest) -> Person:
    """The person behind a guarded page."""
    assert isinstance(request.user, Person)
    return request.user


def posted(request: HttpRequest) -> QueryDict | None:
    """The form's data; an empty form that was sent is still a form that was sent."""
    return request.POST if request.method == "POST" else None


def files(request: HttpRequest) -> MultiValueDict[str, UploadedFile[Any]] | None:
    return request.FILES if request.method == "POST" else None


def status_of(request: HttpRequest) -> int:
    """A page shown after a post is a refusal; what went well has been redirected."""
    return 422 if request.method == "POST" else 200


def attempt(do: Callable[[], object]) -> tuple[Reason, ...]:
    """The reasons against the act, none when it was done."""
    try:
        do()
    except Refused as refused:
        return refused.reasons
    return ()


def once(thing: T, reached: str, do: Callable[[], object]) -> bool:
    """Whether the act was done now; a second press finds its state reached and is no fault."""
    try:
        do()
    except Refused:
        thing.refresh_from_db()
        if thing.state != reached:
            raise
        return False
    return True


def answered(request: HttpRequest, save: Callable[[str, str | None], object]) -> tuple[Reason, ...]:
    """Save the posted answer; the reasons against it, none when it is kept."""
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return tuple(Reason(str(fault), "text") for faults in form.errors.values() for fault in faults)
    return attempt(lambda: save(form.cleaned_data["text"], form.cleaned_data["seen"] or None))


def question_context(request: HttpRequest, asked: Asked, reasons: tuple[Reason, ...]) -> dict[str, Any]:
    """The page of one question: what was typed stays, and what somebody else wrote meanwhile stands beside it."""
    clashes = any(reason.code == "changed_meanwhile" for reason in reasons)
    return {
        "asked": asked, "question": asked.question, "place": asked.place + 1, "reasons": reasons,
        "text": request.POST.get("text", "") if request.method == "POST" else asked.text,
        "seen": rules.mark_of(asked.text), "clash": asked.text if clashes else "",
        "error": reasons[0].message if reasons else "", "longest": rules.LONGEST_ANSWER,
    }  # fmt: skip
