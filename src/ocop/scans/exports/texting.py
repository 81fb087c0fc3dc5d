"""The answer to a text message: the page's own sentence, without diacritics, in one message."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone

from ocop.stamps.acts import Revealed, Said

from ..rules.texting import HINT, MUST, Part, joined, texting
from ..rules.verdicts import TELLS_SCANS, Facts, Verdict
from . import words

VIETNAMESE = "vi"
_SCRATCHED = {
    Said.UNREADABLE_CODE: "Mã cào gõ chưa đúng.",
    Said.UNREADABLE_SCRATCH: "Mã cào gõ chưa đúng.",
    Said.NO: "Mã cào KHÔNG đúng.",
    Said.FIRST: "Mã cào đúng, lần đầu.",
}
_THROTTLED = "Hôm nay số này đã hỏi quá nhiều. Xin nhắn lại ngày mai, hoặc quét mã trên tem."
_FULL = "Tổng đài đang quá tải. Xin nhắn lại sau, hoặc quét mã trên tem."
_HOW = "Soạn: {keyword} rồi 19 ký tự trên tem (và 7 ký tự dưới lớp cào nếu có)."


def where_to_ask() -> str:
    """The hotline that the province has entered; else where to report on the web."""
    hotline = texting().hotline
    return f"Hỏi: {hotline}" if hotline else f"Báo: {urlsplit(settings.ORIGIN).netloc}/tra-cuu/bao/"


def verdict_reply(
    verdict: Verdict, facts: Facts | None, product: str, scratched: Revealed | None, *, ask_scratch: bool
) -> str:
    """What the scan page says first, what it is, until when the star holds, how often it was asked, whom to call."""
    first, why = words.opening(verdict, facts, None, VIETNAMESE)
    parts = [Part(first, MUST)]
    if scratched is not None:
        parts.append(Part(_scratched(scratched), MUST))
    if facts is not None:
        parts.append(Part(f"{product}.", 7, may_shorten=True))
    if verdict not in _TOLD_BY_DAY:
        parts += [Part(f"{line.rstrip('.')}.", 6 if verdict is Verdict.GENUINE else HINT) for line in why]
    if facts is not None and facts.scanned is not None and verdict in TELLS_SCANS:
        parts.append(Part(_asked(facts.scanned.count, f"{timezone.localtime(facts.scanned.first_at):%d/%m/%Y}"), 5))
    if ask_scratch and scratched is None and verdict in TELLS_SCANS:
        parts.append(Part("Gửi thêm mã cào để chắc hơn.", 2))
    return joined([*parts, Part(where_to_ask(), 8)])


# The page says since when; a message has no room for it.
_TOLD_BY_DAY = {Verdict.VOID, Verdict.LOST}


def _asked(count: int, first: str) -> str:
    return "Hỏi lần đầu." if count <= 1 else f"Đã hỏi {count} lần, từ {first}."


def _scratched(found: Revealed) -> str:
    if found.said is Said.AGAIN and found.first_at is not None:
        return (
            f"Mã cào đã dùng {found.times} lần, từ {timezone.localtime(found.first_at):%d/%m/%Y}: coi chừng hàng giả."
        )
    return _SCRATCHED[found.said]


def unreadable_reply(typed: str) -> str:
    how = _HOW.format(keyword=texting().keyword)
    return joined(
        [Part(words.unreadable(typed, VIETNAMESE) or "Mã tem chưa đúng.", MUST), Part(how, 8), Part(where_to_ask(), 3)]
    )


def throttled_reply(*, everybody: bool) -> str:
    return joined([Part(_FULL if everybody else _THROTTLED, MUST), Part(where_to_ask(), 8)])
