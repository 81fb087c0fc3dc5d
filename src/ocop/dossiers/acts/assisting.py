"""Filling in for somebody: asked for or offered, consented to, marked, read back, ended."""

from __future__ import annotations

from datetime import date, datetime

from ocop.journal.acts import act, record
from ocop.journal.rules import Reason, Refused, clean_text, text_unfit
from ocop.letters.acts import write
from ocop.people.models import Person
from ocop.people.queries import person_with_login

from .. import rules
from ..models import Assistance, Dossier, HelpedSave, ReadBack
from ..queries import authority
from ..queries.assisting import help_in_force, helped_since_sealed, was_read_back
from ..queries.content import content_now
from ..rules import procedure
from ..rules.paperwork import paperwork
from .moving import local_day, lock, stranger, tell_producer


def not_writer(dossier: Dossier, by: Person, moment: datetime) -> Reason | None:
    """A reason when `by` is neither of the producer nor a helper with consent today."""
    if help_in_force(dossier, by, local_day(moment)):
        return None
    return stranger("producer", dossier, by, moment)


def mark_helped(dossier: Dossier, field: str, *, by: Person, moment: datetime) -> None:
    """The mark beside what a helper saved; nothing when the producer's own people did it."""
    if authority.served_by(dossier.product.producer, by):
        return
    assistance = help_in_force(dossier, by, local_day(moment))
    if assistance is not None:
        HelpedSave.objects.create(assistance=assistance, dossier=dossier, field=field, saved_at=moment)


def unread(dossier: Dossier, by: Person) -> Reason | None:
    """What a helper wrote is sealed only once it was read back in exactly these words; a helper seals nothing else."""
    own = authority.served_by(dossier.product.producer, by)
    needed = not own or helped_since_sealed(dossier)
    read = needed and was_read_back(dossier, rules.content_hash(content_now(dossier)))
    return procedure.not_read_back(needed, read)


def ask_help(
    dossier: Dossier,
    *,
    login: str,
    purpose: str,
    starts_on: date,
    ends_on: date,
    by: Person,
    at: datetime | None = None,
) -> Assistance:
    """Nhờ điền giúp: the producer names a helper by phone number; to ask is to consent."""
    with act(at):
        row, moment = lock(dossier, at)
        helper = person_with_login(login)
        Refused.unless_clear(
            stranger("producer", row, by, moment), _helper_unknown(row, helper),
            *_terms(row, purpose, starts_on, ends_on, local_day(moment)),
        )  # fmt: skip
        assert helper is not None
        made = _made(row, helper, Assistance.Kind.RELATIVE, purpose, (starts_on, ends_on), by, moment)
        made.consented_at, made.consented_by = moment, by
        made.save()
        record("ask_help", by=by, about=row, at=moment, facts=_facts(made))
        subject = f"{by.name} nhờ bạn điền giúp hồ sơ {row.product.name}"
        write(to=[helper], subject=subject, body=f"Việc nhờ: {made.purpose}", url=f"/ho-so/{row.pk}/", at=moment)
    return made


def offer_help(
    dossier: Dossier, *, purpose: str, starts_on: date, ends_on: date, by: Person, at: datetime | None = None
) -> Assistance:
    """Đề nghị điền giúp: an officer of the commune; nothing opens before the producer consents."""
    with act(at):
        row, moment = lock(dossier, at)
        Refused.unless_clear(
            stranger("commune_officer", row, by, moment), _already_helping(row, by),
            *_terms(row, purpose, starts_on, ends_on, local_day(moment)),
        )  # fmt: skip
        made = _made(row, by, Assistance.Kind.OFFICER, purpose, (starts_on, ends_on), by, moment)
        made.save()
        record("offer_help", by=by, about=row, at=moment, facts=_facts(made))
        tell_producer(row, f"{by.name} đề nghị điền giúp hồ sơ {row.product.name}", made.purpose, at=moment)
    return made


def consent_help(assistance: Assistance, *, by: Person, present: str = "", at: datetime | None = None) -> Assistance:
    """Đồng ý cho điền giúp: by the producer, or on the officer's device with the representative present and named."""
    present = clean_text(present)
    with act(at):
        row, moment = lock(assistance.dossier, at)
        found = Assistance.objects.select_for_update(of=("self",)).select_related("helper").get(pk=assistance.pk)
        own = authority.served_by(row.product.producer, by)
        on_the_spot = found.kind == Assistance.Kind.OFFICER and found.helper_id == by.pk
        Refused.unless_clear(
            None if own or on_the_spot else rules.not_yours(False, "producer"),
            _present_unfit(present) if not own else None,
            Reason("Đề nghị này đã kết thúc.", "", "ended") if found.ended_at else None,
        )
        if found.consented_at:
            return found
        found.consented_at, found.consented_by, found.present = moment, by, present
        found.save(update_fields=["consented_at", "consented_by", "present"])
        record("consent_help", by=by, about=row, at=moment, facts={"assistance": found.pk, "on_the_spot": not own})
        words = f"Thôi đồng ý lúc nào cũng được, ở trang hồ sơ. Có mặt khi đồng ý: {present}." if present else ""
        tell_producer(row, f"{found.helper.name} được điền giúp hồ sơ {row.product.name}", words, at=moment)
        write(
            to=[found.helper],
            subject=f"Chủ thể đồng ý để bạn điền giúp {row.product.name}",
            url=f"/ho-so/{row.pk}/",
            at=moment,
        )
    return found


def end_help(assistance: Assistance, *, by: Person, at: datetime | None = None) -> Assistance:
    """Thôi điền giúp: the producer withdraws consent, or the helper stops; at any time, without a reason."""
    with act(at):
        row, moment = lock(assistance.dossier, at)
        found = Assistance.objects.select_for_update(of=("self",)).select_related("helper").get(pk=assistance.pk)
        own = authority.served_by(row.product.producer, by)
        Refused.unless_clear(None if own or found.helper_id == by.pk else rules.not_yours(False, "producer"))
        if found.ended_at:
            return found
        found.ended_at, found.ended_by = moment, by
        found.save(update_fields=["ended_at", "ended_by"])
        record("end_help", by=by, about=row, at=moment, facts={"assistance": found.pk, "by_producer": own})
        others = [found.helper] if own else authority.people_behind(row.product.producer)
        write(to=others, subject=f"Đã thôi điền giúp hồ sơ {row.product.name}", at=moment)
    return found


def confirm_read_back(dossier: Dossier, *, present: str, seen: str, by: Person, at: datetime | None = None) -> ReadBack:
    """Xác nhận đã đọc lại: exactly these words were read to the producer, who agreed; `present` says who was there."""
    present = clean_text(present)
    with act(at):
        row, moment = lock(dossier, at)
        content = rules.content_hash(content_now(row))
        editable = None if row.is_editable else rules.wrong_state("edit", row.state)
        Refused.unless_clear(
            not_writer(row, by, moment), editable, _present_unfit(present), rules.changed_since_seen(content, seen)
        )
        own = authority.served_by(row.product.producer, by)
        made = ReadBack.objects.create(
            dossier=row, content=content, present=present, confirmed_by=by, confirmed_at=moment, by_producer=own
        )
        record("confirm_read_back", by=by, about=row, at=moment, facts={"sha256": content, "by_producer": own})
        if not own:
            body = f"Có mặt: {present}. Nếu không đúng, hãy báo cán bộ xã hoặc thôi đồng ý ở trang hồ sơ."
            tell_producer(row, f"{by.name} xác nhận đã đọc lại hồ sơ {row.product.name} cho bạn nghe", body, at=moment)
    return made


def _made(
    dossier: Dossier, helper: Person, kind: str, purpose: str, days: tuple[date, date], by: Person, moment: datetime
) -> Assistance:
    return Assistance(
        dossier=dossier, helper=helper, kind=kind, purpose=clean_text(purpose), starts_on=days[0], ends_on=days[1],
        asked_by=by, asked_at=moment,
    )  # fmt: skip


def _facts(made: Assistance) -> dict[str, object]:
    return {
        "assistance": made.pk, "helper": f"people.person:{made.helper_id}", "kind": made.kind,
        "starts_on": str(made.starts_on), "ends_on": str(made.ends_on),
    }  # fmt: skip


def _terms(
    dossier: Dossier, purpose: str, starts_on: date, ends_on: date, day: date
) -> list[list[Reason] | Reason | None]:
    longest = paperwork(dossier.regime).longest_assistance_days
    closed = None if dossier.is_editable else rules.wrong_state("edit", dossier.state)
    return [
        closed, procedure.purpose_unfit(clean_text(purpose)),
        procedure.assistance_days_unfit(starts_on, ends_on, day, longest),
    ]  # fmt: skip


def _helper_unknown(dossier: Dossier, helper: Person | None) -> Reason | None:
    if helper is None or not helper.is_active:
        message = "Chưa có tài khoản nào dùng số điện thoại hoặc thư này. Người giúp cần có tài khoản trước."
        return Reason(message, "login", "helper_unknown")
    if authority.served_by(dossier.product.producer, helper):
        return Reason("Người này là người của chủ thể, điền được sẵn rồi.", "login", "helper_own")
    return _already_helping(dossier, helper)


def _already_helping(dossier: Dossier, helper: Person) -> Reason | None:
    if not Assistance.objects.filter(dossier=dossier, helper=helper, ended_at__isnull=True).exists():
        return None
    return Reason("Người này đang giúp hoặc đã đề nghị giúp hồ sơ này rồi.", "login", "already_helping")


def _present_unfit(present: str) -> list[Reason]:
    return text_unfit(present, field="present", label="Người có mặt", longest=120, shortest=3)
