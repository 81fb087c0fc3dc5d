"""Lists of dossiers for each desk, with their clocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q

from ocop.letters.rules import Doing, Waiting
from ocop.people.models import Person
from ocop.people.queries import places_of, today
from ocop.people.rules import Role
from ocop.places.models import Place
from ocop.places.queries import calendar_between
from ocop.places.rules import working_days_between
from ocop.producers.queries import producers_of

from .. import lifecycle
from ..models import Dossier
from .authority import dossiers_seen_by
from .beside import waiting_beside


@dataclass(frozen=True, slots=True)
class Clocked:
    """A dossier in a list, with the working days that its reader still has."""

    dossier: Dossier
    due_on: date | None
    days_left: int | None


def _clocked(dossiers: Sequence[Dossier], dues: dict[int, date | None], day: date) -> list[Clocked]:
    """One query for all the clocks: the days off between the earliest and the latest deadline."""
    known = [due for due in dues.values() if due]
    held = calendar_between(min([*known, day]), max([*known, day])) if known else None

    def left(due: date | None) -> int | None:
        return working_days_between(day, due, held.off, held.worked) if due and held else None

    return [Clocked(d, dues.get(d.pk), left(dues.get(d.pk))) for d in dossiers]


def own_dossiers(person: Person, day: date | None = None) -> list[Clocked]:
    """The producer's dossiers, those that can still be worked on first."""
    found = dossiers_seen_by(person).filter(product__producer__in=producers_of(person).values("pk"))
    asked = Q(completion_requests__answered_at__isnull=True)
    rows = list(found.annotate(complete_by=Min("completion_requests__due_on", filter=asked)).order_by("-pk"))
    rows.sort(key=lambda d: d.state not in lifecycle.EDITABLE_STATES)
    dues = {d.pk: getattr(d, "complete_by", None) for d in rows if d.is_asked}
    return _clocked(rows, dues, day or today())


def commune_dossiers(person: Person, day: date | None = None, *, done: bool = False) -> list[Clocked]:
    """What the person's commune has to look at, the nearest deadline first; `done`: what it has dealt with."""
    mine = dossiers_seen_by(person).filter(
        submitted_at__isnull=False, commune__in=places_of(person, Role.COMMUNE_OFFICER)
    )
    waiting = (lifecycle.SUBMITTED, lifecycle.COMPLETION)
    if done:
        return _clocked(list(mine.exclude(state__in=waiting).order_by("-submitted_at")[:100]), {}, day or today())
    rows = list(mine.filter(state__in=waiting).order_by("commune_due_on", "id"))
    rows.sort(key=lambda d: d.state == lifecycle.COMPLETION)
    dues = {d.pk: d.commune_due_on for d in rows if d.state == lifecycle.SUBMITTED}
    return _clocked(rows, dues, day or today())


def province_dossiers(person: Person, *, done: bool = False) -> list[Dossier]:
    """What communes proposed, the oldest first; `done`: what was accepted or sent back."""
    mine = dossiers_seen_by(person).filter(
        forwarded_at__isnull=False, commune__parent__in=places_of(person, Role.PROVINCE_OFFICER)
    ).select_related("opinion")  # fmt: skip
    if done:
        return list(mine.exclude(state=lifecycle.FORWARDED).order_by("-forwarded_at")[:100])
    return list(mine.filter(state=lifecycle.FORWARDED).order_by("forwarded_at", "id"))


@dataclass(frozen=True, slots=True)
class CommuneCount:
    """How many dossiers of a commune stand where: all that the province knows before they are proposed."""

    place: Place
    drafting: int
    with_commune: int
    late: int
    with_province: int


def counts_by_commune(person: Person, day: date | None = None) -> list[CommuneCount]:
    on = day or today()
    provinces = places_of(person, Role.PROVINCE_OFFICER)
    state = {
        "drafting": Q(dossiers__state=lifecycle.DRAFT),
        "with_commune": Q(dossiers__state__in=(lifecycle.SUBMITTED, lifecycle.COMPLETION)),
        "late": Q(dossiers__state=lifecycle.SUBMITTED, dossiers__commune_due_on__lt=on),
        "with_province": Q(
            dossiers__state__in=(
                lifecycle.FORWARDED,
                lifecycle.ACCEPTED,
                lifecycle.AMENDING,
                lifecycle.BEFORE_COUNCIL,
                lifecycle.RATED,
            )
        ),
    }
    counted = {name: Count("dossiers", filter=test, distinct=True) for name, test in state.items()}
    found = Place.objects.filter(parent__in=provinces, dossiers__isnull=False).annotate(**counted).order_by("code")
    return [CommuneCount(p, *(getattr(p, name) for name in state)) for p in found]


def waiting_for(person: Person) -> list[Waiting]:
    """What waits on this person's desk in this chapter."""
    return [*_for_producer(person), *_for_commune(person), *_for_province(person), *waiting_beside(person)]


def _for_producer(person: Person) -> list[Waiting]:
    actions = {lifecycle.DRAFT: "Soạn tiếp", lifecycle.COMPLETION: "Bổ sung", lifecycle.AMENDING: "Bổ sung"}
    return [
        Waiting(
            title=f"Hồ sơ {row.dossier.product.name}: {row.dossier.state_name.lower()}",
            action=actions[row.dossier.state], url=f"/ho-so/{row.dossier.pk}/", chapter="dossiers",
            about=row.dossier.receipt_number or row.dossier.get_kind_display(), due_on=row.due_on,
            working_days_left=row.days_left, urgent=row.days_left is not None and row.days_left <= 3,
        )
        for row in own_dossiers(person)
        if row.dossier.state in actions
    ]  # fmt: skip


def _for_commune(person: Person) -> list[Waiting]:
    if not places_of(person, Role.COMMUNE_OFFICER):
        return []
    return [
        Waiting(
            title=f"Xem xét hồ sơ {row.dossier.product.name}", action="Xem xét",
            url=f"/ho-so/{row.dossier.pk}/", chapter="dossiers", about=row.dossier.receipt_number or "",
            due_on=row.due_on, working_days_left=row.days_left,
            urgent=row.days_left is not None and row.days_left <= 3,
        )
        for row in commune_dossiers(person)
        if row.dossier.state == lifecycle.SUBMITTED
    ]  # fmt: skip


def _for_province(person: Person) -> list[Waiting]:
    if not places_of(person, Role.PROVINCE_OFFICER):
        return []
    return [
        Waiting(
            title=f"Tiếp nhận hồ sơ {d.product.name}", action="Kiểm tra", url=f"/ho-so/{d.pk}/", chapter="dossiers",
            about=f"{d.commune.name}, số phiếu {d.receipt_number}", due_on=d.decide_by or d.round.ends_on,
        )
        for d in province_dossiers(person)
    ] + [
        Waiting(
            title=f"{d.get_kind_display()} {d.product.name}: phải có kết quả", action="Xem hồ sơ", url=f"/ho-so/{d.pk}/",
            chapter="dossiers", about=f"{d.state_name}, số phiếu {d.receipt_number}", due_on=d.decide_by,
        )
        for d in owed_by_province(person)
    ]  # fmt: skip


def owed_by_province(person: Person) -> list[Dossier]:
    """Re-ratings and dossiers of the transition that the province has taken in, the nearest day first."""
    states = (lifecycle.ACCEPTED, lifecycle.AMENDING, lifecycle.BEFORE_COUNCIL, lifecycle.RATED)
    mine = dossiers_seen_by(person).filter(commune__parent__in=places_of(person, Role.PROVINCE_OFFICER))
    return list(mine.filter(state__in=states, decide_by__isnull=False).order_by("decide_by", "id"))


def doings_of(person: Person) -> list[Doing]:
    """What the person can start in this chapter at any time."""
    doings: list[Doing] = []
    if producers_of(person).exists():
        doings.append(Doing("Mở hồ sơ mới", "/ho-so/mo/", "đăng ký đánh giá, phân hạng một sản phẩm"))
        doings.append(Doing("Hồ sơ của tôi", "/ho-so/"))
    if places_of(person, Role.COMMUNE_OFFICER):
        doings.append(Doing("Hồ sơ của xã", "/ho-so/xa/", "đang xem xét và đã xong"))
        doings.append(Doing("Điền giúp hồ sơ", "/ho-so/giup/", "khi chủ thể nhờ hoặc đồng ý"))
    if places_of(person, Role.PROVINCE_OFFICER):
        doings.append(Doing("Hồ sơ xã đề nghị", "/ho-so/tinh/", "tiếp nhận, trả lại, đếm theo xã"))
        doings.append(Doing("Mẫu sản phẩm", "/ho-so/tinh/mau-san-pham/", "đã nhận, còn thiếu"))
    if places_of(person, Role.COMMUNE_OFFICER, Role.PROVINCE_OFFICER):
        doings.append(Doing("Hồ sơ theo đợt", "/ho-so/dot/", "ai còn kịp, ai trễ"))
    return doings
