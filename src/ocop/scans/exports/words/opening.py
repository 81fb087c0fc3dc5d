"""The sentences of the first band, in the reader's language."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from ocop.design.rules.formats import UNKNOWN
from ocop.design.rules.tongues import day_in, moment_in, number_in
from ocop.stamps.rules.codes import LENGTH, fault_in

from ...rules.verdicts import COPY_RULE, Facts, Scanned, Star, Verdict
from .labels import label


def _day(value: date | datetime | None) -> str:
    return day_in(value, _spoken()) if value else _(UNKNOWN)


def _after(value: date) -> str:
    return day_in(value + timedelta(days=1), _spoken())


def _spoken() -> str:
    return get_language() or "vi"


def sentence(verdict: Verdict, facts: Facts | None) -> str:
    """The one sentence that is read first, and aloud."""
    star = facts.star if facts else None
    if verdict is Verdict.EXPIRED and star and star.expires_on:
        return _("Tem thật, nhưng sao đã hết hạn từ %(day)s.") % {"day": _after(star.expires_on)}
    if verdict is Verdict.REVOKED and star:
        return _("Tem thật, nhưng sao đã bị thu hồi từ %(day)s.") % {"day": _day(star.since)}
    if verdict is Verdict.PAST_DATE and facts and facts.best_before:
        return _("Tem thật, nhưng hàng đã quá hạn dùng từ %(day)s.") % {"day": _after(facts.best_before)}
    if verdict is Verdict.COPIED and facts and facts.scanned:
        count = number_in(facts.scanned.count, _spoken())
        return _("Mã này đã được quét %(count)s lần: có thể là tem chép lại.") % {"count": count}
    return _FIXED[verdict]()


_FIXED: dict[Verdict, Callable[[], str]] = {
    Verdict.GENUINE: lambda: _("Tem thật. Sao còn hiệu lực."),
    Verdict.NO_STAR: lambda: _("Tem thật, nhưng sản phẩm chưa có sao còn hiệu lực."),
    Verdict.UNSURE: lambda: _("Tem thật, nhưng chưa rõ sao còn hiệu lực."),
    Verdict.EXPIRED: lambda: _("Tem thật, nhưng sao đã hết hạn."),
    Verdict.INACTIVE: lambda: _("Tem này chưa được kích hoạt."),
    Verdict.VOID: lambda: _("Tem này đã bị hủy."),
    Verdict.LOST: lambda: _("Tem này đã bị báo mất."),
    Verdict.RECALLED: lambda: _("Lô hàng này đã bị thu hồi. Đừng dùng."),
    Verdict.UNKNOWN: lambda: _("Không có tem này."),
    Verdict.UNREADABLE: lambda: _("Mã tem chưa đúng."),
    Verdict.THROTTLED: lambda: _("Tạm ngừng trả lời từ mạng này."),
    Verdict.PAUSED: lambda: _("Tạm ngừng kiểm tra tem mới của đợt này."),
    Verdict.UNASKED: lambda: _("Tem thật; chưa hỏi được trạng thái."),
    Verdict.WITHDRAWN: lambda: _("Đợt tem này đã bị thu hồi: mã không còn chứng minh hàng thật."),
}


@lru_cache(maxsize=4_000)
def opening(
    verdict: Verdict, facts: Facts | None, since: datetime | None, language: str
) -> tuple[str, tuple[str, ...]]:
    """The sentence, and the lines below it: why, and what to do. The same for every stamp in the same case."""
    with override(language):
        why = _why(verdict, facts, since)
        return sentence(verdict, facts), (why,) if why else ()


def scanned_before(scanned: Scanned, language: str) -> str:
    """Whether somebody scanned this stamp before."""
    first, again = _scanned_texts(language)
    if scanned.count <= 1:
        return first
    return again % {"count": number_in(scanned.count, language), "at": moment_in(scanned.first_at, language)}


def around_count(first_at: datetime, language: str) -> tuple[str, str]:
    """What stands before and behind the number of scans of a stamp that was scanned before."""
    text = _scanned_texts(language)[1] % {"count": "\0", "at": moment_in(first_at, language)}
    before, _gap, after = text.partition("\0")
    return before, after


@lru_cache(maxsize=8)
def _scanned_texts(language: str) -> tuple[str, str]:
    with override(language):
        first = _("Bạn là người đầu tiên quét tem này.")
        return first, _("Tem đã được quét %(count)s lần, lần đầu lúc %(at)s.")


def _why(verdict: Verdict, facts: Facts | None, since: datetime | None) -> str:
    if verdict is Verdict.GENUINE and facts and facts.star:
        return star_words(facts.star)
    if verdict is Verdict.COPIED and facts and facts.scanned:
        return _(
            "Ngày %(day)s, mã này được quét ít nhất %(scans)s lần từ ít nhất %(networks)s mạng khác nhau trong %(hours)s giờ. "
            "Một chiếc tem thật hiếm khi như vậy. Hãy so kỹ bao bì và báo nơi bán."
        ) % {
            "day": _day(facts.scanned.suspected_at), "scans": COPY_RULE.scans,
            "networks": COPY_RULE.networks, "hours": COPY_RULE.hours,
        }  # fmt: skip
    if verdict in _SINCE:
        when = since
        if facts and verdict is not Verdict.VOID and verdict is not Verdict.LOST:
            when = facts.recalled_at if verdict is Verdict.RECALLED else facts.withdrawn_at
        return _SINCE[verdict]() % {"day": _day(when)}
    return _REASONS[verdict]() if verdict in _REASONS else ""


_SINCE: dict[Verdict, Callable[[], str]] = {
    Verdict.VOID: lambda: _(
        "Hủy ngày %(day)s: tem in hỏng hoặc không dùng. Hàng dán tem này không phải do chủ thể bán ra."
    ),
    Verdict.LOST: lambda: _("Báo mất ngày %(day)s. Hàng dán tem này có thể là hàng giả."),
    Verdict.WITHDRAWN: lambda: _(
        "Khóa của đợt tem bị thu hồi ngày %(day)s, nên tem giả có thể mang mã như vậy. Hàng thật được dán tem mới: "
        "hãy hỏi nơi bán và so kỹ bao bì."
    ),
    # By its producer or by an authority: the band does not say who, the notice does.
    Verdict.RECALLED: lambda: label("recalled_since", _spoken()),
}
_REASONS: dict[Verdict, Callable[[], str]] = {
    Verdict.INACTIVE: lambda: _("Chủ thể chưa báo đã dán tem này lên hàng. Nếu tem đang ở trên hàng bạn mua, hãy báo."),
    Verdict.EXPIRED: lambda: _("Hàng do đúng chủ thể làm ra. Hạng sao chỉ có giá trị khi giấy chứng nhận còn hạn."),
    Verdict.REVOKED: lambda: _("Hàng do đúng chủ thể làm ra, nhưng không còn được mang hạng sao."),
    Verdict.UNSURE: lambda: _("Hàng do đúng chủ thể làm ra. Nguồn hiện có không đủ để nói sao còn hạn hay không."),
    Verdict.NO_STAR: lambda: _("Hàng do đúng chủ thể làm ra. Hôm nay không có giấy chứng nhận nào còn hiệu lực."),
    Verdict.PAST_DATE: lambda: _("Hàng do đúng chủ thể làm ra, nhưng đã quá hạn dùng ghi cho lô này. Đừng dùng."),
    Verdict.UNKNOWN: lambda: _(
        "Mã đọc được nhưng không do cổng này cấp. Rất có thể là tem giả: đừng mua, hãy báo nơi bán."
    ),
    Verdict.UNASKED: lambda: _(
        "Mã do cổng này cấp. Lúc này chưa tra được tem đã kích hoạt, bị hủy, hay hàng có bị thu hồi không: "
        "hãy quét lại sau ít phút."
    ),
    Verdict.PAUSED: lambda: _(
        "Có người đã thử quá nhiều mã sai của đợt tem này, nên tem chưa từng được quét tạm thời không được trả lời. "
        "Cơ quan quản lý đã được báo. Hãy gọi số trên bao bì."
    ),
    Verdict.UNREADABLE: lambda: _("Hãy quét lại cho rõ, hoặc gõ lại 19 ký tự in trên tem."),
    Verdict.THROTTLED: lambda: _(
        "Mạng bạn đang dùng đã thử quá nhiều mã sai hôm nay. Hãy thử lại vào ngày mai, hoặc quét bằng mạng khác."
    ),
}


def unreadable(typed: str, language: str) -> str:
    """What is wrong with a code, in the reader's language."""
    fault = fault_in(typed)
    if fault is None:
        return ""
    with override(language):
        if fault.kind == "symbol":
            shown = fault.found or _("(ký tự không in được)")
            return _("Mã tem không có ký tự “%(symbol)s”.") % {"symbol": shown}
        if fault.kind == "length":
            return _("Mã tem có %(length)s ký tự, ở đây có %(found)s.") % {"length": LENGTH, "found": fault.found}
        return _("Có ký tự gõ nhầm: ký tự kiểm tra ở cuối mã không khớp.")


def star_words(star: Star) -> str:
    """«4 sao · hiệu lực đến 12/03/2029»; what is not known is left out."""
    stars = _("%(n)s sao") % {"n": star.star} if star.star else _("chưa rõ mấy sao")
    if not star.is_valid:
        return _("%(stars)s, nay không còn hiệu lực") % {"stars": stars} if star.state != "unknown" else stars
    if star.expires_on is None:
        return stars
    return _("%(stars)s · hiệu lực đến %(day)s") % {"stars": stars, "day": _day(star.expires_on)}


def product_sentence(star: Verdict) -> str:
    """For a code that names a product or a lot but no single stamp."""
    if star is Verdict.GENUINE:
        return _("Sản phẩm có sao còn hiệu lực.")
    if star is Verdict.NO_STAR:
        return _("Sản phẩm chưa có sao còn hiệu lực.")
    if star is Verdict.UNSURE:
        return _("Chưa rõ sao của sản phẩm còn hiệu lực.")
    return _("Sao của sản phẩm không còn hiệu lực.")


def product_explanation() -> str:
    return _("Mã này chỉ nói tên hàng, không chứng minh hàng thật. Muốn kiểm tra, hãy quét tem có số riêng.")
