"""Carry over what stood in the tables before stamps had a whole life: one epoch for each year that drew stamps, «issued» is
«ordered», and each change says which state it left, found by walking every batch's history once more."""

from collections import defaultdict

from django.db import migrations
from django.db.models import Max, Min

FIRST_YEAR = 2025  # the symbol of a year was its distance from this one


def carry(apps, schema_editor):
    Batch, Range, Change, Epoch = (
        apps.get_model("stamps", name) for name in ("Batch", "StampRange", "RangeChange", "Epoch")
    )
    Range.objects.filter(state="issued").update(state="ordered")
    for row in Batch.objects.order_by().values("epoch").annotate(first=Min("drawn_at"), last=Max("drawn_at")):
        Epoch.objects.get_or_create(
            symbol=row["epoch"], defaults={"year": FIRST_YEAR + row["epoch"], "opened_at": row["first"]}
        )
    _tell_what_was_left(Batch, Change)


def _tell_what_was_left(Batch, Change):
    ended = Change.objects.filter(state__in=("void", "lost")).order_by().values_list("batch_id", flat=True).distinct()
    changes = defaultdict(list)
    for change in Change.objects.filter(batch__in=ended).order_by("id"):
        changes[change.batch_id].append(change)
    sizes = dict(Batch.objects.filter(pk__in=changes).values_list("id", "size"))
    for batch, history in changes.items():
        _walk(Change, [(0, sizes[batch], "ordered")], history)


def _walk(Change, spans, history):
    """What a change took from two states becomes two changes; such stamps never changed again."""
    for change in history:
        taken = [(max(a, change.lo), min(b, change.hi), s) for a, b, s in spans if a < change.hi and change.lo < b]
        spans = _painted(spans, change.lo, change.hi, change.state)
        lo, hi, was = taken[0]
        change.lo, change.hi, change.was = lo, hi, was
        change.save(update_fields=["lo", "hi", "was"])
        Change.objects.bulk_create(
            Change(
                batch_id=change.batch_id,
                lo=lo,
                hi=hi,
                was=was,
                state=change.state,
                note=change.note,
                changed_by_id=change.changed_by_id,
                changed_at=change.changed_at,
            )
            for lo, hi, was in taken[1:]
        )


def _painted(spans, lo, hi, state):
    pieces = [(a, min(b, lo), s) for a, b, s in spans if a < min(b, lo)] + [(lo, hi, state)]
    pieces += [(max(a, hi), b, s) for a, b, s in spans if max(a, hi) < b]
    merged = []
    for a, b, s in sorted(pieces):
        if merged and merged[-1][2] == s:
            merged[-1] = (merged[-1][0], b, s)
        else:
            merged.append((a, b, s))
    return merged


def carry_back(apps, schema_editor):
    apps.get_model("stamps", "StampRange").objects.filter(state__in=("ordered", "printed", "delivered")).update(
        state="issued"
    )


class Migration(migrations.Migration):
    dependencies = [("stamps", "0002_life")]
    operations = [migrations.RunPython(carry, carry_back)]
