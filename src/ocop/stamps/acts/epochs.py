"""Opening, closing and withdrawing epochs; the root secret behind their keys."""

from __future__ import annotations

import os
import secrets
from datetime import datetime

from django.conf import settings
from django.db import connection
from django.utils import timezone

from ocop.journal.acts import act, kept_once, record
from ocop.journal.rules import Reason, Refused, text_unfit
from ocop.letters.acts import write
from ocop.people.models import Person

from .. import lifecycle
from ..access import may_keep_epochs
from ..models import Batch, Epoch
from ..queries import free_symbol, kept_mint, later_roots, open_epoch_of, producers_under, root_name
from ..rules.codes import epoch_of
from ..rules.keys import ROOT_BYTES

_NUMBERS_LOCK = 0x0C0B_0004


def epoch_for(year: int, *, by: Person, at: datetime, full: Epoch | None = None) -> Epoch:
    """The epoch that takes the next batch of this year, opened if need be; under a lock until the transaction ends."""
    _lock_numbers(year)
    if full is not None:
        _close(full, by=by, at=at, why="full")
    epoch = open_epoch_of(year) or _open(year, by=by, at=at)
    if epoch.key_mark and epoch.key_mark != kept_mint().mark(epoch.symbol):
        message = (
            f"Máy này giữ khóa khác với khóa đã mở {epoch}, nên tem in ra sẽ không được nhận. "
            "Hãy chép lại thư mục keys từ bản sao lưu, hoặc mở kỳ khóa mới."
        )
        raise Refused(Reason(message, code="other_key"))
    return epoch


def _lock_numbers(year: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_NUMBERS_LOCK, year])


def _held(epoch: Epoch) -> Epoch:
    """The epoch, after whoever is drawing stamps of its year: none is drawn under a key that is being withdrawn."""
    _lock_numbers(epoch.year)
    return Epoch.objects.select_for_update().get(pk=epoch.pk)


def _opened_meanwhile(seen: int | None) -> Reason | None:
    if seen is None or seen == Epoch.objects.count():
        return None
    message = "Vừa có kỳ khóa khác được mở (có thể do bấm hai lần). Hãy tải lại trang rồi xem có cần mở nữa không."
    return Reason(message, "epoch", "opened_meanwhile")


def _open(year: int, *, by: Person, at: datetime) -> Epoch:
    symbol = free_symbol(epoch_of(year))
    if symbol is None:
        raise Refused(Reason("Đã dùng hết 32 kỳ khóa của mã tem. Hãy báo cơ quan quản lý hệ thống.", code="full"))
    epoch = Epoch.objects.create(
        symbol=symbol, year=year, opened_at=at, opened_by=by, key_mark=kept_mint().mark(symbol)
    )
    record("open_epoch", by=by, about=epoch, at=at, facts={"symbol": symbol, "year": year})
    return epoch


def _close(epoch: Epoch, *, by: Person, at: datetime, why: str) -> None:
    epoch.state, epoch.closed_at = lifecycle.CLOSED, at
    epoch.save(update_fields=["state", "closed_at"])
    record("close_epoch", by=by, about=epoch, at=at, facts={"symbol": epoch.symbol, "why": why})


def open_epoch(*, by: Person, new_root: bool = False, seen: int | None = None, at: datetime | None = None) -> Epoch:
    """Mở kỳ khóa mới: later batches take it; the earlier one of the year is closed, its stamps stay good.

    `seen` is how many epochs the form showed: a second click opens none, since there are only 32.

    With `new_root` the keys from here on come from a fresh secret, so that a copy of the old one is worth nothing.
    """
    with act(at) as moment:
        Refused.unless_clear(_not_keeper(by))
        year = timezone.localdate(moment).year
        _lock_numbers(year)
        Refused.unless_clear(_opened_meanwhile(seen))
        if (earlier := open_epoch_of(year)) is not None:
            _close(earlier, by=by, at=moment, why="succeeded")
        if new_root and (symbol := free_symbol(epoch_of(year))) is not None:
            kept_once(root_name(symbol), _new_root)
        return _open(year, by=by, at=moment)


def close_epoch(epoch: Epoch, *, by: Person, at: datetime | None = None) -> Epoch:
    """Thôi cấp theo kỳ khóa: no new batches; what was printed stays good."""
    with act(at) as moment:
        epoch = _held(epoch)
        Refused.unless_clear(_not_keeper(by), _not_from(epoch, lifecycle.CLOSE_EPOCH.sources))
        _close(epoch, by=by, at=moment, why="asked")
        return epoch


def withdraw_epoch(epoch: Epoch, *, by: Person, reason: str, at: datetime | None = None) -> Epoch:
    """Thu hồi kỳ khóa: the key is known to others, so that none of its stamps proves anything any more.

    Every scan of them says so from now on; the ranges that were rightly activated are listed for new labels.
    """
    with act(at) as moment:
        epoch = _held(epoch)
        Refused.unless_clear(
            _not_keeper(by),
            _not_from(epoch, lifecycle.WITHDRAW_EPOCH.sources),
            text_unfit(reason, field="reason", label="Lý do", longest=300, shortest=10),
        )
        epoch.state, epoch.withdrawn_at, epoch.withdrawn_by = lifecycle.WITHDRAWN, moment, by
        epoch.closed_at, epoch.reason = epoch.closed_at or moment, reason
        epoch.save()
        record("withdraw_epoch", by=by, about=epoch, at=moment, facts={"symbol": epoch.symbol, "reason": reason})
        _tell_producers(epoch, at=moment)
        return epoch


def _tell_producers(epoch: Epoch, *, at: datetime) -> None:
    body = (
        f"Khóa của mọi tem bắt đầu bằng chữ {epoch.letter} đã bị thu hồi: {epoch.reason} "
        "Ai quét các tem này đều thấy «Kỳ khóa đã thu hồi». Hàng thật thì dán lại tem mới: "
        "cổng đã liệt kê sẵn các dải đã kích hoạt."
    )
    write(
        to=producers_under(epoch),
        subject=f"Tem kỳ khóa {epoch.letter} phải dán lại",
        body=body,
        url="/tem/dan-lai/",
        at=at,
    )


def _not_keeper(by: Person) -> Reason | None:
    if may_keep_epochs(by):
        return None
    return Reason("Chỉ cơ quan OCOP tỉnh và người quản trị mới đổi được kỳ khóa.", "epoch", "not_keeper")


def _not_from(epoch: Epoch, sources: tuple[str, ...]) -> Reason | None:
    if epoch.state in sources:
        return None
    message = f"{epoch} hiện {lifecycle.EPOCH_NAMES[epoch.state].lower()}, nên không làm được việc này nữa."
    return Reason(message, "epoch", f"is_{epoch.state}")


def _new_root() -> bytes:
    return secrets.token_bytes(ROOT_BYTES)


def prepare_root() -> bool:
    """Tạo gốc khóa: an empty installation that was given no secret makes a root of its own, apart from the key of sessions.

    Where an operator sets the secrets (several machines share them), or stamps were drawn already, nothing is made.
    """
    given = getattr(settings, "STAMP_SECRET", "") or os.environ.get("OCOP_SECRET_KEY")
    if given or later_roots() or Epoch.objects.exists() or Batch.objects.exists():
        return False
    kept_once(root_name(0), _new_root)
    return True
