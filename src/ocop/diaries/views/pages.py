"""The diary as pages that need no script: reading, noting, correcting."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from ocop.journal.rules import Refused
from ocop.people.access import guarded
from ocop.people.models import Person

from ..access import may_correct, may_keep_diary, may_read_entry
from ..acts import bring_file, note_entry
from ..forms import EntryForm
from ..models import Entry
from ..queries import books_seen, entry_seen
from ..queries.finding import corrected_by, corrections_of, entries_found, heads_for
from ..queries.stories import corrections_among
from ..queries.timeline import rows_of
from ..rules import KINDS, Kind, kind_named
from ..rules.values import as_uuid
from .syncing import person_of

HOME = "/nhat-ky-san-xuat/"
_FILES = ("photo", "voice", "paper")


@require_safe
@guarded(may_keep_diary)
def diary(request: HttpRequest) -> HttpResponse:
    """Nhật ký: the entries one may read, newest first, narrowed by what stands in the address."""
    person = person_of(request)
    chosen = {name: request.GET.get(name, "") for name in ("loai", "so", "lo")}
    found = entries_found(person, kind=chosen["loai"], book=chosen["so"], lot=chosen["lo"])
    page = Paginator(found, 30).get_page(request.GET.get("trang"))
    entries = list(page.object_list)
    # What corrects an entry of this page may stand on another one.
    around = corrections_among({entry.pk: entry for entry in entries}).values()
    context = {
        "page": page, "rows": rows_of(entries, around), "chosen": chosen, "kinds": [(k.key, k.label) for k in KINDS],
        "books": [(b.ref, str(b)) for b in books_seen(person)], "leads": any(not b.household for b in books_seen(person)),
    }  # fmt: skip
    return render(request, "diaries/home.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@guarded(may_keep_diary)
def write(request: HttpRequest) -> HttpResponse:
    """Ghi một việc: first which, then what; a correction begins with the words it corrects."""
    person = person_of(request)
    kind = kind_named(request.GET.get("loai"))
    wrong = _wrong(person, request.GET.get("chua", ""))
    if kind is None or (kind.key == "correction" and wrong is None):
        lot = request.GET.get("lo", "")
        kinds = [k for k in KINDS if k.key != "correction"]
        return render(request, "diaries/kinds.html", {"kinds": kinds, "lot": lot if lot.isdigit() else ""})
    form = EntryForm(
        request.POST or None, request.FILES or None, person=person, kind=kind,
        initial=_begun(request, person, wrong), prefix=None,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            entry = note_entry(form.raw(_brought(form, person)), by=person)
        except Refused as refused:
            form.take(refused.reasons)
        else:
            messages.success(request, f"Đã ghi «{kind.label}».")
            return redirect(f"{HOME}lo/{entry.lot_id}/" if entry.lot_id else f"{HOME}ghi-chep/{entry.pk}/")
    context = {"form": form, "kind": kind, "wrong": wrong}
    return render(request, "diaries/write.html", context, status=422 if request.method == "POST" else 200)


def _wrong(person: Person, key: str) -> Entry | None:
    """The entry to be corrected, if this person may."""
    number = as_uuid(key)
    entry = entry_seen(person, number) if number else None
    return entry if entry and may_correct(person, entry) else None


def _begun(request: HttpRequest, person: Person, wrong: Entry | None) -> dict[str, Any]:
    lot = request.GET.get("lo", "")
    if wrong is None:
        return {"lot": lot, "after": ",".join(str(key) for key in heads_for(person, lot))}
    begun = _from_entry(wrong)
    return {**begun, "corrects": wrong.pk, "after": str(wrong.pk)}


def _from_entry(entry: Entry) -> dict[str, Any]:
    """An entry as a form that begins with its words."""
    told: dict[str, Any] = {
        "at": entry.at, "book": entry.book.ref, "lot": entry.lot_id or "", "note": entry.note, **entry.details,
        "site": entry.site.key if entry.site else "", "area": entry.area.key if entry.area else "",
    }  # fmt: skip
    for item in entry.items.all():
        row = f"{item.direction}_{item.position + 1}"
        told |= {f"{row}_name": item.name, f"{row}_quantity": item.quantity, f"{row}_unit": item.unit}
        told[f"{row}_batch"] = item.batch
        told[f"{row}_what"] = (
            f"lot|{item.lot_id}" if item.lot_id else f"{item.book.ref if item.book else ''}|{item.batch}"
        )
        if entry.kind == "packing" and item.direction == "out":
            told["packed"] = item.quantity
    return told


def _brought(form: EntryForm, person: Person) -> list[dict[str, str]]:
    """The files of the form, kept as papers, as a device would name them."""
    found = []
    for name in _FILES:
        upload = form.cleaned_data.get(name)
        if upload:
            found.append({"sha256": bring_file(upload, by=person, field=name).sha256, "kind": name})
    return found


@require_safe
@guarded(may_read_entry, find=entry_seen)
def entry(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Một ghi chép: everything about it, its corrections, its clock."""
    corrections = corrections_of(entry)
    row = rows_of([entry], corrections)[0]
    kind = kind_named(entry.kind)
    assert isinstance(kind, Kind)
    context = {
        "row": row, "entry": entry, "corrections": corrections, "wrong": corrected_by(entry), "kind": kind,
        "last": {found.entry.pk for found in rows_of(corrections) if found.stands},
        "may_correct": may_correct(person_of(request), entry),
    }  # fmt: skip
    return render(request, "diaries/entry.html", context)
